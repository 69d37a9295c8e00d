"""Changes of the journal in words, and the options that choose some."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.reports import Turned, Undone
from unbroken.core.text import counted
from unbroken.wording.journal import undone_words


def declare_to(parser: Parser) -> None:
    """The options of what turns several changes at once."""
    parser.value("--to", "NUMBER", "all changes up to that one of `unbroken journal`")
    parser.flag("--dry-run", "only say which changes; goes with --to")


def answer_turned(
    session: Session,
    verbs: tuple[str, str],
    turn: Callable[[], Undone],
    turn_to: Callable[..., Turned],
) -> None:
    """Turns the last change, or with `--to` all up to a chosen one, and says which.

    `verbs` say that they were turned, and would be. Raises UsageError where the options do not go
    together.
    """
    options = session.options
    if options.to is not None:
        turned = turn_to(options.to, dry_run=options.dry_run)
        session.answer(turned, lambda: _turned_lines(session, verbs, turned))
        return
    if options.dry_run:
        raise UsageError("--dry-run goes with --to; `unbroken journal` lists the changes.")
    change = turn()
    session.answer(change, lambda: [f"{verbs[0]}: {_with_age(session, change)}."])


def _turned_lines(session: Session, verbs: tuple[str, str], turned: Turned) -> Iterator[str]:
    yield f"{verbs[turned.dry_run]} {counted(len(turned.changes), 'change')}:"
    for each in turned.changes:
        yield f"  {_with_age(session, each)}"


def _with_age(session: Session, change: Undone) -> str:
    from unbroken.engine.when import ago  # only where a time is read

    return f"{undone_words(change)} ({ago(change.made_at, session.now)})"
