"""`redo`: the change that was taken back last, done again."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.change_text import change_text
from unbroken.cli.session import Session


def declare(parser: Parser) -> None:
    """It takes no words."""


def run(session: Session) -> None:
    """Does again what the owner took back last."""
    redone = session.engine.redo()
    session.answer(redone, lambda: [change_text(session, "Did again", redone)])
