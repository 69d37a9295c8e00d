"""What becomes of a timer whose streak takes no logs any more, in words."""

from __future__ import annotations

from unbroken.cli.session import Session
from unbroken.wording.timers import elapsed_words


def ended_timer(session: Session, streak: str) -> str:
    """A sentence on the timer that is about to end with its streak; empty where none runs."""
    for each in session.engine.status(streak):
        if each.timer_started_at is not None:
            seconds = int((session.now - each.timer_started_at).total_seconds())
            return f" Its timer, {elapsed_words(seconds)}, ends without a log."
    return ""
