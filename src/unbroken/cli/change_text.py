"""A change of the journal in words."""

from __future__ import annotations

from unbroken.cli.session import Session
from unbroken.core.reports import Undone


def change_text(session: Session, verb: str, change: Undone) -> str:
    """`Took back: log Read (3 hours ago).`"""
    from unbroken.engine.when import ago  # only where a time is read

    return f"{verb}: {change.label} ({ago(change.made_at, session.now)})."
