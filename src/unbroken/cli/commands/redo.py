"""`redo`: the change that was taken back last done again, or all up to a chosen one."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.change_text import answer_turned, declare_to
from unbroken.cli.session import Session


def declare(parser: Parser) -> None:
    declare_to(parser)


def run(session: Session) -> None:
    """Does again what the owner took back last, or with `--to` all up to that one."""
    engine = session.engine
    answer_turned(session, ("Did again", "Would do again"), engine.redo, engine.redo_to)
