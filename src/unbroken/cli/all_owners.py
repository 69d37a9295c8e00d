"""Whose attempts, logs and rewards are listed."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session


def declare_whose(parser: Parser) -> None:
    """One streak or all, one owner or everybody."""
    parser.word("streak", "only this one", nargs="?")
    parser.flag("--all-owners", "everybody's, for the first owner only")


def owner_names(session: Session) -> dict[str, str]:
    """Everybody's name by id, where everybody is shown; else nothing."""
    if not session.options.all_owners:
        return {}
    return {each.id: each.name for each in session.engine.owners()}
