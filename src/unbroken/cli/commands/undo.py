"""`undo`: the owner's last change taken back, or all up to a chosen one."""

from __future__ import annotations

from typing import Final

from unbroken.cli.arguments import Parser
from unbroken.cli.change_text import change_text, check_to, declare_to, turned_lines
from unbroken.cli.session import Session

_VERBS: Final = ("Took back", "Would take back")


def declare(parser: Parser) -> None:
    declare_to(parser)


def run(session: Session) -> None:
    """Takes back the owner's last change, or with `--to` all up to that one."""
    options = session.options
    check_to(session)
    if options.to is None:
        undone = session.engine.undo()
        session.answer(undone, lambda: [change_text(session, _VERBS[0], undone)])
    else:
        turned = session.engine.undo_to(options.to, dry_run=options.dry_run)
        session.answer(turned, lambda: turned_lines(session, _VERBS, turned))
