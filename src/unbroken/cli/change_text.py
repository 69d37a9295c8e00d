"""Changes of the journal in words, and the options that choose some."""

from __future__ import annotations

from collections.abc import Iterator

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.reports import Turned, Undone
from unbroken.core.text import counted


def declare_to(parser: Parser) -> None:
    """The options of what turns several changes at once."""
    parser.value("--to", "NUMBER", "all changes up to that one of `unbroken journal`")
    parser.flag("--dry-run", "only say which changes; goes with --to")


def check_to(session: Session) -> None:
    """Raises UsageError where the options do not go together."""
    if session.options.dry_run and session.options.to is None:
        raise UsageError("--dry-run goes with --to; `unbroken journal` lists the changes.")


def change_text(session: Session, verb: str, change: Undone) -> str:
    """`Took back: log Read (3 hours ago).`"""
    return f"{verb}: {_with_age(session, change)}."


def turned_lines(session: Session, verbs: tuple[str, str], turned: Turned) -> Iterator[str]:
    """How many changes were turned, and which; `verbs` say that they were, and would be."""
    yield f"{verbs[turned.dry_run]} {counted(len(turned.changes), 'change')}:"
    for each in turned.changes:
        yield f"  {_with_age(session, each)}"


def _with_age(session: Session, change: Undone) -> str:
    from unbroken.engine.when import ago  # only where a time is read

    return f"{change.label} ({ago(change.made_at, session.now)})"
