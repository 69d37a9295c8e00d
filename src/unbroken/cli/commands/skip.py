"""`skip`: dates that are excused."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.cli.skipped_days import declare_days, given_days, skip_lines


def declare(parser: Parser) -> None:
    declare_days(parser)
    parser.value("--reason", "TEXT", "why", default="")


def run(session: Session) -> None:
    """Excuses dates of a streak, or of all."""
    streak, first, last = given_days(session, "skip")
    skip = session.engine.skip(streak, first, last, reason=session.options.reason)
    session.answer(skip, lambda: skip_lines(session, skip))
