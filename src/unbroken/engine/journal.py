"""The journal as people see it: what can be taken back, and what was."""

from __future__ import annotations

from unbroken.core.errors import Unreadable
from unbroken.core.instants import moment_of, optional_moment
from unbroken.core.reports import Change
from unbroken.core.rule_validation import check_whole
from unbroken.core.rules import LARGEST_COUNT
from unbroken.core.typing import Final
from unbroken.engine.callers import Caller
from unbroken.engine.changed_rows import Counting, counting_of, row_words
from unbroken.engine.context import Context
from unbroken.store.enrolments import load_counting
from unbroken.store.journal import Recorded, load_journal
from unbroken.store.operations import PART, Operation

_UNREADABLE: Final = "what it did cannot be read"


def journal(context: Context, caller: Caller, *, limit: object = None) -> list[Change]:
    """The owner's changes, newest first: at most `limit`, else all that are kept.

    Of a very large change only the size is told. One of which the rows cannot be read is listed
    all the same.
    """
    most = None if limit is None else check_whole("limit", limit, 1, LARGEST_COUNT)
    store = context.store
    with store.reading():
        owner = context.owner(caller)
        entries = load_journal(store, owner.id, most)
        counting: dict[int, Counting] = load_counting(store)
    today, changes = context.today(owner), []
    known = [(each, _operations(each)) for each in entries]
    for _, operations in known:
        counting = counting_of(operations or ()) | counting
    for each, operations in known:
        if each.parts > 1:
            words = f"more than {PART * (each.parts - 1):,} rows"
        elif operations is None:
            words = _UNREADABLE
        else:
            words = row_words(operations, counting, today)
        entry, (program, opened_at) = each.entry, each.made_by() or (None, None)
        made_at, opened = moment_of(entry.made_at), optional_moment(opened_at)
        change = Change(entry.id, entry.label, words, made_at, each.undone, program, opened)
        changes.append(change)
    return changes


def _operations(recorded: Recorded) -> list[Operation] | None:
    """What a change did, if it is not very large; None where that cannot be read."""
    if recorded.parts > 1:
        return []
    try:
        return recorded.operations()
    except Unreadable:
        return None
