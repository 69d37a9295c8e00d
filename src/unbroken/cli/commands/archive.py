"""`archive`: a streak that is hidden, but kept."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.ended_timers import ended_timer
from unbroken.cli.session import Session


def declare(parser: Parser) -> None:
    parser.word("streak", "the streak that is meant")


def run(session: Session) -> None:
    """Hides a streak; its logs stay."""
    ended = ended_timer(session, session.options.streak)
    streak = session.engine.archive(session.options.streak)
    said = f"`unbroken restore {streak.activity_type}` brings it back."
    session.answer(streak, lambda: [f"{streak.name} is archived; {said}{ended}"])
