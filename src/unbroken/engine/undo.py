"""Taking back an owner's changes, and doing them again."""

from __future__ import annotations

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.instants import moment_of
from unbroken.core.reports import Undone
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context, owner_id_of
from unbroken.engine.recalculation import recalculate
from unbroken.store.journal import hand_over, latest_entry, mark_entry, read_entry
from unbroken.store.owners import load_owners
from unbroken.store.unit_of_work import UnitOfWork


def undo(context: Context, caller: Caller) -> Undone:
    """Takes back the owner's last change. Raises Refusal where there is none."""
    return _turn(context, caller, undo=True)


def redo(context: Context, caller: Caller) -> Undone:
    """Does again what the owner took back last. Raises Refusal where there is none."""
    return _turn(context, caller, undo=False)


def _turn(context: Context, caller: Caller, *, undo: bool) -> Undone:
    owner_id, store = owner_id_of(caller), context.store
    with store.writing():
        context.check_owner(caller)
        entry = latest_entry(store, owner_id, undone=not undo)
        if entry is None:
            word = "undo" if undo else "redo"
            code = ErrorCode.NOTHING_TO_UNDO if undo else ErrorCode.NOTHING_TO_REDO
            raise Refusal(code, f"There is nothing to {word}.")
        operations = read_entry(store, entry.id)
        work = UnitOfWork(store)
        work.apply([each.reversed() for each in reversed(operations)] if undo else operations)
        recalculate(work)
        mark_entry(store, entry.id, undone=undo)
        owners = load_owners(store)
        if owner_id not in owners:
            hand_over(store, owner_id, next(iter(owners)))
    return Undone(entry.label, moment_of(entry.made_at))
