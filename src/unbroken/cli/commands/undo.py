"""`undo`: the owner's last change, taken back."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.change_text import change_text
from unbroken.cli.session import Session


def declare(parser: Parser) -> None:
    """It takes no words."""


def run(session: Session) -> None:
    """Takes back the owner's last change."""
    undone = session.engine.undo()
    session.answer(undone, lambda: [change_text(session, "Took back", undone)])
