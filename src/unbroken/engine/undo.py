"""Taking back an owner's changes, and doing them again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from unbroken.core.errors import ErrorCode, NotFound, Refusal
from unbroken.core.instants import moment_of
from unbroken.core.local_days import Day
from unbroken.core.reports import Turned, Undone
from unbroken.core.rule_validation import check_whole
from unbroken.core.text import counted
from unbroken.core.typing import Final, TypeVar
from unbroken.engine.callers import Caller
from unbroken.engine.changed_rows import Counting, counting_of, row_words
from unbroken.engine.context import Context, owner_id_of
from unbroken.engine.judgement import put_back
from unbroken.engine.recalculation import recalculate
from unbroken.store.connection import Store
from unbroken.store.enrolments import load_counting
from unbroken.store.journal import (
    Entry,
    entries_up_to,
    hand_over,
    latest_entry,
    mark_entry,
    read_entry,
    take_former,
)
from unbroken.store.operations import Operation
from unbroken.store.owners import has_owner, load_owners, opening
from unbroken.store.unit_of_work import UnitOfWork

Answer = TypeVar("Answer")

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

    def turn(standing: bool) -> Undone:
        with store.writing():
            return _turn_latest(context, caller, owner_id, undo=undo, standing=standing)

    undone = _turned(store, turn)
    context.send()
    return undone


def _turn_latest(
    context: Context, caller: Caller, owner_id: str, *, undo: bool, standing: bool
) -> Undone:
    store = context.store
    today = context.today(context.owner(caller))
    entry = latest_entry(store, owner_id, undone=not undo)
    if entry is None:
        word = "undo" if undo else "redo"
        code = ErrorCode.NOTHING_TO_UNDO if undo else ErrorCode.NOTHING_TO_REDO
        raise Refusal(code, f"There is nothing to {word}.")
    [undone] = _apply(context, owner_id, [entry], today, undo=undo, standing=standing)
    return undone


def _turn_to(
    context: Context,
    caller: Caller,
    number: object,
    expected: int | None,
    *,
    undo: bool,
    dry_run: bool,
) -> Turned:
    store = context.store
    wanted = check_whole("number of a change", number, 1, _LARGEST)

    def turn(standing: bool) -> tuple[Undone, ...]:
        with store.writing(discard=dry_run):
            return _turn_several(
                context, caller, wanted, expected, undo=undo, standing=standing, dry_run=dry_run
            )

    changes = _turned(store, turn)
    context.send()
    return Turned(changes, dry_run)


def _turn_several(
    context: Context,
    caller: Caller,
    wanted: int,
    expected: int | None,
    *,
    undo: bool,
    standing: bool,
    dry_run: bool,
) -> tuple[Undone, ...]:
    owner_id, store = owner_id_of(caller), context.store
    done = "taken back" if undo else "done again"
    today = context.today(context.owner(caller))
    entries = entries_up_to(store, owner_id, wanted, undone=not undo)
    if wanted not in (each.id for each in entries):
        said = f"There is no change {wanted} to be {done}; `unbroken journal` lists them."
        raise NotFound(said)
    if expected not in (None, len(entries)):
        said = f"Nothing was {done}: there are other changes by now; look at them first."
        raise Refusal(ErrorCode.CHANGED_SINCE, said)
    return tuple(
        _apply(context, owner_id, entries, today, undo=undo, standing=standing, dry_run=dry_run)
    )


def _apply(
    context: Context,
    owner_id: str,
    entries: Sequence[Entry],
    today: Day,
    *,
    undo: bool,
    standing: bool,
    dry_run: bool = False,
) -> list[Undone]:
    """Takes entries back or does them again, each as if alone; what they touched is judged once."""
    store, is_synced = context.store, False
    counting: dict[int, Counting] = {}
    work, turned = UnitOfWork(store), []
    for entry in entries:
        operations = read_entry(store, entry.id)
        logged = {each.row["enrolment_id"] for each in operations if each.table == "logs"}
        counting |= load_counting(store, logged - counting.keys())
        counting = counting_of(operations) | counting
        rows = row_words(operations, counting, today)
        if undo:
            operations = [each.reversed() for each in reversed(operations)]
        try:
            left = _turn_entry(work, entry.id, operations, standing=standing)
        except Refusal as refusal:
            if len(entries) == 1:
                raise
            said = (
                f"Nothing was {'taken back' if undo else 'done again'}: what change {entry.id}"
                f" ({entry.label}) did has been changed since by another person."
            )
            raise Refusal(refusal.code, said) from None
        turned.append(Undone(entry.label + left, moment_of(entry.made_at), "" if left else rows))
        is_synced = mark_entry(store, entry.id, undone=undo)
    recalculate(work)
    if is_synced and not dry_run:
        context.note_change(work)
    if not has_owner(store, owner_id):
        hand_over(store, owner_id, next(iter(load_owners(store))))
    return turned


def _turn_entry(
    work: UnitOfWork, entry_id: int, operations: Sequence[Operation], *, standing: bool
) -> str:
    """Turns the rows of one entry; answers what of it could not be turned, in words.

    Of what is `standing` only the rows are turned that nobody has changed since.
    """
    if not standing:
        work.apply(operations)
        _put_back(work, entry_id, operations)
        return ""
    from unbroken.engine.synchronisation.standing import turn_standing  # only where it is synced

    done, left = turn_standing(work, operations)
    if not done:
        work.apply(operations)  # which says why
    work.check_people()
    told = f"{left:,} of {counted(done + left, 'row')}"
    return f" ({told} were changed elsewhere since, and stay)" if left else ""


def _put_back(work: UnitOfWork, entry_id: int, operations: Sequence[Operation]) -> None:
    """Puts back what was judged before a log that was taken back, where that is still known.

    Then nothing has to be judged anew for it. Where another change that is turned with it asks for
    that all the same, it is, and what was put back here is overwritten.
    """
    if len(operations) != 1 or operations[0].table != "logs" or operations[0].after is not None:
        return
    former = take_former(work.store, entry_id, operations[0].row["enrolment_id"])
    if former is not None and put_back(work.store, former):
        work.count_last_as_judged()


def _turned(store: Store, turn: Callable[[bool], Answer]) -> Answer:
    """What a turn answers: of all rows, or where machines share them, of those that still stand."""
    try:
        return turn(False)
    except Refusal as refusal:
        if refusal.code != ErrorCode.CHANGED_SINCE or not opening(store)[1]:
            raise
        return turn(True)
