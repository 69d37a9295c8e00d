"""`redo`: the change that was taken back last done again, or all up to a chosen one."""

from __future__ import annotations

from typing import Final

from unbroken.cli.arguments import Parser
from unbroken.cli.change_text import change_text, check_to, declare_to, turned_lines
from unbroken.cli.session import Session

_VERBS: Final = ("Did again", "Would do again")


def declare(parser: Parser) -> None:
    declare_to(parser)


def run(session: Session) -> None:
    """Does again what the owner took back last, or with `--to` all up to that one."""
    options = session.options
    check_to(session)
    if options.to is None:
        redone = session.engine.redo()
        session.answer(redone, lambda: [change_text(session, _VERBS[0], redone)])
    else:
        turned = session.engine.redo_to(options.to, dry_run=options.dry_run)
        session.answer(turned, lambda: turned_lines(session, _VERBS, turned))
