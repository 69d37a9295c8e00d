"""`unskip`: dates that are excused no longer."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.cli.skipped_days import declare_days, given_days, skip_text


def declare(parser: Parser) -> None:
    declare_days(parser)


def run(session: Session) -> None:
    """Ends the skip of dates; what was excused around them stays so."""
    streak, first, last = given_days(session, "unskip")
    skip = session.engine.unskip(streak, first, last)
    session.answer(skip, lambda: [skip_text(session, "No longer skipped", skip)])
