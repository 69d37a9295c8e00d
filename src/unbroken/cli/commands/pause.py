"""`pause`: a streak rests until it is resumed."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session


def declare(parser: Parser) -> None:
    parser.word("streak", "the streak that is meant")


def run(session: Session) -> None:
    """Excuses every day from today on."""
    streak = session.engine.pause(session.options.streak)
    key = streak.activity_type
    session.answer(
        streak, lambda: [f"{streak.name} rests from today on, until `unbroken resume {key}`."]
    )
