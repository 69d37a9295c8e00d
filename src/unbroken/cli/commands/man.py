"""`man`: the manual page, made of the same parsers as the help."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.manual_page import manual_page
from unbroken.cli.session import Session


def declare(parser: Parser) -> None:
    """It takes no words."""


def run(session: Session) -> None:
    """Prints the page as roff."""
    page = manual_page()
    session.answer({"man": page}, lambda: [page.rstrip()])
