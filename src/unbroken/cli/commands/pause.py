"""`pause`: a streak rests until it is resumed."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.ended_timers import ended_timer
from unbroken.cli.session import Session


def declare(parser: Parser) -> None:
    parser.word("streak", "the streak that is meant")


def run(session: Session) -> None:
    """Excuses every day from today on."""
    ended = ended_timer(session, session.options.streak)
    streak = session.engine.pause(session.options.streak)
    said = f"until `unbroken resume {streak.activity_type}`."
    session.answer(streak, lambda: [f"{streak.name} rests from today on, {said}{ended}"])
