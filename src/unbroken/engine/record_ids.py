"""The ids of progress records (docs/domain.md 4.9).

A record whose attempt still exists keeps its id. An attempt is known by the day it opened on; one
whose first day has moved is known by the time it shares with its stored record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from unbroken.core.ids import derived_id
from unbroken.core.judge_state import Attempt
from unbroken.core.local_days import day_of, iso
from unbroken.store.connection import Store
from unbroken.store.identifiers import known_ids
from unbroken.store.progress import Retired


def name_attempts(store: Store, named: Iterable[tuple[Sequence[Attempt], str]]) -> None:
    """Gives every attempt without an id the one that follows from the day it opened on.

    `named` are the attempts of enrolments, each list with its enrolment's unique identifier. A
    record that was first of another day may have that id, having kept it; then the next one.
    """
    used: set[str] = set()
    waiting: list[tuple[Attempt, str]] = []
    for attempts, identifier in named:
        used.update(each.id for each in attempts if each.id is not None)
        waiting += ((each, identifier) for each in attempts if each.id is None)
    number = 0
    while waiting:
        suffix = [number] if number else []
        wanted = [derived_id(key, iso(each.opened_on), *suffix) for each, key in waiting]
        taken = used | known_ids(store, "progress_records", wanted)
        left = []
        for (attempt, identifier), record_id in zip(waiting, wanted, strict=True):
            if record_id in taken:
                left.append((attempt, identifier))
            else:
                attempt.id = record_id
                taken.add(record_id)
                used.add(record_id)
        waiting, number = left, number + 1


def inherit_ids(
    attempts: Sequence[Attempt], stored: Sequence[Attempt], retired: Iterable[Retired]
) -> None:
    """Gives attempts the ids of the records that they were before."""
    by_day = {old.opened_on: old.id for old in stored}
    held = set(by_day.values())
    by_day |= {day_of(day): record for record, day in retired if record not in held}
    known = {attempt.opened_on for attempt in attempts}
    free = [old for old in stored if old.opened_on not in known]
    for attempt in attempts:
        attempt.id = by_day.get(attempt.opened_on)
        if attempt.id is None:
            heir_of = next((old for old in free if _overlap(attempt, old)), None)
            if heir_of is not None:
                attempt.id = heir_of.id
                free.remove(heir_of)


def _overlap(one: Attempt, other: Attempt) -> bool:
    def before(first: Attempt, second: Attempt) -> bool:
        return first.ended_at is not None and first.ended_at < second.started_at

    return not before(one, other) and not before(other, one)
