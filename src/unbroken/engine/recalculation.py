"""What a change has to have judged anew: the enrolments whose judgement may depend on it."""

from __future__ import annotations

from collections.abc import Iterable

from unbroken.core import owner_fields
from unbroken.core.instants import Instant
from unbroken.core.streak_fields import STORED
from unbroken.core.typing import Any, Final
from unbroken.engine.judgement import judge_history
from unbroken.store.connection import Store
from unbroken.store.enrolments import EnrolmentRow, load_enrolments
from unbroken.store.operations import Operation
from unbroken.store.owners import OwnerRow, load_owners
from unbroken.store.stored_values import Known
from unbroken.store.streaks import StreakRow, load_streaks
from unbroken.store.unit_of_work import UnitOfWork

_UNJUDGED: Final = {
    "owners": {"position", *(each.name for each in owner_fields.STORED if not each.is_judged)},
    "streaks": {"position", *(each.column for each in STORED if each.judged_as is None)},
    "enrolments": {"position"},
    "milestones": {"title"},
}
"""Columns that no judgement depends on."""


_FEW: Final = 20
"""Owners and enrolments that are loaded one by one."""


def recalculate(work: UnitOfWork) -> None:
    """Judges anew what was touched since the last time."""
    marks = _Marks()
    for operation in work.new_operations():
        marks.add(operation)
    if marks.is_empty:
        return
    owners, enrolments = _load_marked(work.store, marks)
    named = {each.streak_id for each in enrolments}
    streaks = load_streaks(work.store, named.pop() if len(named) == 1 else None)
    for each in enrolments:
        if marks.touch(each, owners, streaks):
            judge_history(work.store, each, streaks[each.streak_id], owners[each.owner_id])


def _load_marked(store: Store, marks: _Marks) -> tuple[dict[str, OwnerRow], Iterable[EnrolmentRow]]:
    """The enrolments that what is marked may touch, and their owners: not those of everybody."""
    keys, people = marks.only
    if keys is None or len(keys) + len(people) > _FEW:
        return load_owners(store), load_enrolments(store)
    found = {each.id: each for owner in people for each in load_enrolments(store, owner_id=owner)}
    for key in keys - set(found):
        found |= {each.id: each for each in load_enrolments(store, enrolment_id=key)}
    owners: dict[str, OwnerRow] = Known()
    for owner_id in {each.owner_id for each in found.values()}:
        owners |= load_owners(store, owner_id)
    return owners, found.values()


class _Marks:
    """What was touched."""

    def __init__(self) -> None:
        self._enrolments: set[int] = set()
        self._streaks: set[str] = set()
        self._owners: set[str] = set()
        self._skips: set[tuple[str, str | None]] = set()
        self._moves: dict[str, Instant] = {}
        """By owner: the first instant from which their timezone timeline is another."""

    @property
    def is_empty(self) -> bool:
        return not (self._enrolments or self._streaks or self._owners or self._skips or self._moves)

    @property
    def only(self) -> tuple[set[int] | None, set[str]]:
        """The enrolments and the owners that are marked; None where a whole streak is."""
        owners = self._owners | {owner for owner, _ in self._skips} | set(self._moves)
        return None if self._streaks else self._enrolments, owners

    def add(self, operation: Operation) -> None:
        """Marks what an operation touched."""
        row: dict[str, Any] = operation.row
        table, changed = operation.table, operation.changed_columns()
        if table in ("settings", "coupons", "timers") or not (
            changed is None or changed - _UNJUDGED.get(table, set())
        ):
            return
        if table == "logs":
            self._enrolments.add(row["enrolment_id"])
        elif table == "enrolments":
            self._enrolments.add(row["id"])
        elif table == "skips":
            self._skips.add((row["owner_id"], row["streak_id"]))
        elif table == "owners":
            self._owners.add(row["id"])
        elif table == "timezones":
            since = min(each["effective_from"] for each in operation[1:] if each)
            owner_id = row["owner_id"]
            self._moves[owner_id] = min(since, self._moves.get(owner_id, since))
        else:
            self._streaks.add(row["id"] if table == "streaks" else row["streak_id"])

    def touch(
        self, each: EnrolmentRow, owners: dict[str, OwnerRow], streaks: dict[str, StreakRow]
    ) -> bool:
        """Whether the judgement of an enrolment may depend on what was touched."""
        return (
            each.id in self._enrolments
            or each.streak_id in self._streaks
            or each.owner_id in self._owners
            or (each.owner_id, each.streak_id) in self._skips
            or (each.owner_id, None) in self._skips
            or self._moves_boundaries(each, owners, streaks)
        )

    def _moves_boundaries(
        self, each: EnrolmentRow, owners: dict[str, OwnerRow], streaks: dict[str, StreakRow]
    ) -> bool:
        """Whether boundaries of an enrolment may lie behind the first change of a timeline.

        A boundary before it is where it was, so a new entry costs no look at old logs.
        """
        if each.owner_id not in self._moves or each.owner_id not in owners:
            return False
        days, since = owners[each.owner_id].days, self._moves[each.owner_id]
        attempt = each.state.attempt
        known = [day for day in (each.cursor_day, attempt and attempt.opened_on) if day]
        first = days.entries[0][0]
        return (
            streaks[each.streak_id].strict
            or since <= max(first, each.enrolled_at)
            or any(days.start_of(day) >= since for day in known)
        )
