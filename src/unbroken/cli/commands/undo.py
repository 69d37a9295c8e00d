"""`undo`: the owner's last change taken back, or all up to a chosen one."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.change_text import answer_turned, declare_to
from unbroken.cli.session import Session


def declare(parser: Parser) -> None:
    declare_to(parser)


def run(session: Session) -> None:
    """Takes back the owner's last change, or with `--to` all up to that one."""
    engine = session.engine
    answer_turned(session, ("Took back", "Would take back"), engine.undo, engine.undo_to)
