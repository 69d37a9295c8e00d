"""Taking back a change after a merge: what of it still stands, and what others have changed since.

A row is turned only where its registers still hold what the change wrote (docs/sync.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from unbroken.core.typing import Any, Final
from unbroken.store.connection import Store
from unbroken.store.operations import Operation
from unbroken.store.stored_values import Row
from unbroken.store.sync import enrolments_by_key
from unbroken.store.unit_of_work import UnitOfWork
from unbroken.sync.row_registers import STREAK

_PLACES: Final = {"position", "enrolment_id"}
"""Columns that a merge may set otherwise, though nobody has changed the record."""
_TOGETHER: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {"streaks": tuple(STREAK.values())}
"""By table: columns that are one register."""


def turn_standing(work: UnitOfWork, operations: Iterable[Operation]) -> tuple[int, int]:
    """Does those operations that can still be done; answers how many, and how many were left."""
    done = left = 0
    moved: dict[int, int] = {}
    for each in operations:
        now = work.row(each.table, each.row["key" if each.table == "settings" else "id"])
        turned = _turned(work.store, each, now, moved)
        if turned is None:
            left += 1
        elif turned.before == turned.after or work.apply_one(turned):
            done += 1
        else:
            left += 1
    return done, left


def _turned(
    store: Store, operation: Operation, now: Row | None, moved: dict[int, int]
) -> Operation | None:
    """What is left to do of an operation; None where others have changed the same since."""
    table, before, after = operation
    if after is None:
        if now is not None and before is not None and not _is_as(now, before):
            return None
        return Operation(table, now, None)
    if table == "logs" and after["enrolment_id"] in moved:
        after = {**after, "enrolment_id": moved[after["enrolment_id"]]}
    if before is None:
        if table == "enrolments":
            whose = after["owner_id"], after["streak_id"]
            known = {pair: key for key, pair in enrolments_by_key(store).items()}
            if whose in known:  # it came back with logs of others
                moved[after["id"]] = known[whose]
                return Operation(table, None, None)
        if now is None or table in ("streaks", "owners"):
            return Operation(table, now, after)
        return None
    if now is None:
        return None
    return _changed(table, before, after, now)


def _changed(table: str, before: Row, after: Row, now: Row) -> Operation | None:
    """The registers that still hold what was written, given what they held before."""
    registers = _TOGETHER.get(table, ())
    single: set[tuple[str, ...]] = {
        (name,) for name in after.keys() - set(chain.from_iterable(registers))
    }
    if table in ("logs", "skips", "milestones", "coupons"):
        single = {tuple(sorted(after.keys() - _PLACES))}
    new: dict[str, Any] = {}
    is_left = False
    for names in (*registers, *single):
        if any(before[name] != after[name] for name in names):
            if all(now[name] == before[name] for name in names):
                new |= {name: after[name] for name in names}
            else:
                is_left = True
    if is_left and not new:
        return None
    return Operation(table, now, now | new)


def _is_as(now: Row, before: Row) -> bool:
    """Whether a row is as a change has left it."""
    return all(now[name] == value for name, value in before.items() if name not in _PLACES)
