"""`remove`: a streak deleted with everybody's logs."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.ended_timers import ended_timer
from unbroken.cli.session import Session
from unbroken.wording.changes import removal_text


def declare(parser: Parser) -> None:
    parser.word("streak", "the streak that is meant")
    parser.flag("--yes", "do not ask")


def run(session: Session) -> int | None:
    """Deletes a streak, after asking."""
    engine = session.engine
    streak = engine.streak(session.options.streak)
    session.require_person(f"remove {streak.name}")
    what = f"{streak.name} with {removal_text(engine.removal(streak.activity_type))}"
    if not session.confirm(f"Remove {what}?"):
        session.say(["Nothing was changed."])
        return 1
    ended = ended_timer(session, streak.activity_type)
    removed = engine.remove(streak.activity_type)
    session.answer(removed, lambda: [f"Removed {what}; `unbroken undo` brings it back.{ended}"])
    return None
