"""`archive`: a streak that is hidden, but kept."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session


def declare(parser: Parser) -> None:
    parser.word("streak", "the streak that is meant")


def run(session: Session) -> None:
    """Hides a streak; its logs stay."""
    streak = session.engine.archive(session.options.streak)
    key = streak.activity_type
    session.answer(
        streak, lambda: [f"{streak.name} is archived; `unbroken restore {key}` brings it back."]
    )
