"""Taking back an owner's changes, and doing them again."""

from __future__ import annotations

from collections.abc import Sequence

from unbroken.core.errors import ErrorCode, NotFound, Refusal
from unbroken.core.instants import moment_of
from unbroken.core.reports import Turned, Undone
from unbroken.core.rule_validation import check_whole
from unbroken.core.typing import Final
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context, owner_id_of
from unbroken.engine.recalculation import recalculate
from unbroken.store.journal import (
    Entry,
    entries_up_to,
    hand_over,
    latest_entry,
    mark_entry,
    read_entry,
)
from unbroken.store.owners import has_owner, load_owners
from unbroken.store.unit_of_work import UnitOfWork

_LARGEST: Final = 10**12 - 1
"""No journal comes to a higher number."""


def undo(context: Context, caller: Caller) -> Undone:
    """Takes back the owner's last change. Raises Refusal where there is none."""
    return _turn(context, caller, undo=True)


def redo(context: Context, caller: Caller) -> Undone:
    """Does again what the owner took back last. Raises Refusal where there is none."""
    return _turn(context, caller, undo=False)


def undo_to(
    context: Context,
    caller: Caller,
    number: object,
    *,
    expected: int | None = None,
    dry_run: bool = False,
) -> Turned:
    """Takes back the owner's changes up to the one of that number, it included, or none.

    With `dry_run` it is only tried out. Raises Refusal where there is no such change to take back,
    where one of them cannot be, and where there are not as many as were `expected`.
    """
    return _turn_to(context, caller, number, expected, undo=True, dry_run=dry_run)


def redo_to(
    context: Context,
    caller: Caller,
    number: object,
    *,
    expected: int | None = None,
    dry_run: bool = False,
) -> Turned:
    """Does again what the owner took back, up to the change of that number, or nothing.

    Raises Refusal as `undo_to` does.
    """
    return _turn_to(context, caller, number, expected, undo=False, dry_run=dry_run)


def _turn(context: Context, caller: Caller, *, undo: bool) -> Undone:
    owner_id, store = owner_id_of(caller), context.store
    with store.writing():
        context.check_owner(caller)
        entry = latest_entry(store, owner_id, undone=not undo)
        if entry is None:
            word = "undo" if undo else "redo"
            code = ErrorCode.NOTHING_TO_UNDO if undo else ErrorCode.NOTHING_TO_REDO
            raise Refusal(code, f"There is nothing to {word}.")
        _apply(context, owner_id, [entry], undo=undo)
    context.send()
    return Undone(entry.label, moment_of(entry.made_at))


def _turn_to(
    context: Context,
    caller: Caller,
    number: object,
    expected: int | None,
    *,
    undo: bool,
    dry_run: bool,
) -> Turned:
    owner_id, store = owner_id_of(caller), context.store
    wanted = check_whole("number of a change", number, 1, _LARGEST)
    done = "taken back" if undo else "done again"
    with store.writing(discard=dry_run):
        context.check_owner(caller)
        entries = entries_up_to(store, owner_id, wanted, undone=not undo)
        if wanted not in (each.id for each in entries):
            said = f"There is no change {wanted} to be {done}; `unbroken journal` lists them."
            raise NotFound(said)
        if expected not in (None, len(entries)):
            said = f"Nothing was {done}: there are other changes by now; look at them first."
            raise Refusal(ErrorCode.CHANGED_SINCE, said)
        _apply(context, owner_id, entries, undo=undo, dry_run=dry_run)
    context.send()
    changes = tuple(Undone(each.label, moment_of(each.made_at)) for each in entries)
    return Turned(changes, dry_run)


def _apply(
    context: Context,
    owner_id: str,
    entries: Sequence[Entry],
    *,
    undo: bool,
    dry_run: bool = False,
) -> None:
    """Takes entries back or does them again, each as if alone; what they touched is judged once."""
    store, is_synced = context.store, False
    work = UnitOfWork(store)
    for entry in entries:
        operations = read_entry(store, entry.id)
        try:
            work.apply([each.reversed() for each in reversed(operations)] if undo else operations)
        except Refusal as refusal:
            if len(entries) == 1:
                raise
            said = (
                f"Nothing was {'taken back' if undo else 'done again'}: what change {entry.id}"
                f" ({entry.label}) did has been changed since by another person."
            )
            raise Refusal(refusal.code, said) from None
        is_synced = mark_entry(store, entry.id, undone=undo)
    recalculate(work)
    if is_synced and not dry_run:
        context.note_change(work)
    if not has_owner(store, owner_id):
        hand_over(store, owner_id, next(iter(load_owners(store))))
