"""Why a streak broke, is at risk, or is alive."""

from __future__ import annotations

from typing import Final

from unbroken.cli.arguments import Parser
from unbroken.cli.output import paint
from unbroken.cli.session import Session


def declare(parser: Parser) -> None:
    parser.word("streak", "the streak whose judgement is to be explained")


def why(session: Session) -> None:
    """The judgement in words."""
    said = session.engine.why(session.options.streak)
    session.answer(
        said, lambda: [paint(said.title, "strong"), *(f"  {line}" for line in said.lines)]
    )


COMMANDS: Final = {"why": (declare, why)}
