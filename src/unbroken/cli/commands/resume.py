"""`resume`: the end of a pause."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session


def declare(parser: Parser) -> None:
    parser.word("streak", "the streak that is meant")


def run(session: Session) -> None:
    """Ends a pause; today counts again."""
    streak = session.engine.resume(session.options.streak)
    session.answer(streak, lambda: [f"{streak.name} goes on today."])
