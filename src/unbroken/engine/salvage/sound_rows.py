"""Rows that nothing is wrong with, found to be so many at a time, without holding all of them.

What it takes for a fault may be none: `salvaged_rows` has the last word on every row.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from operator import sub

from unbroken.core.amounts import LARGEST, ONE
from unbroken.core.errors import Unreadable
from unbroken.core.instants import Instant
from unbroken.core.local_days import AROUND_A_DAY, earliest_of
from unbroken.core.text import is_harmless
from unbroken.core.typing import Any, Final
from unbroken.engine.salvage.app_rows import is_external_id, is_object
from unbroken.engine.salvage.journal import is_whole
from unbroken.engine.salvage.values import is_day, is_instant, is_key
from unbroken.store.connection import Store
from unbroken.store.journal import part_ids, parts_with
from unbroken.store.operations import is_sound_part
from unbroken.store.stored_values import (
    MAYBE_TEXT,
    TEXT,
    WHOLE,
    are_octets,
    read_id,
    stored_day,
    typed,
)

_TYPES: Final = (
    *((bytes, str), WHOLE, WHOLE, TEXT, WHOLE, TEXT),
    *(MAYBE_TEXT, WHOLE, MAYBE_TEXT, MAYBE_TEXT),
)

_is_day: Final = lru_cache(maxsize=8192)(is_day)


def are_sound_logs(
    rows: list[tuple[Any, ...]], known: Collection[int], *, counts_fractions: bool
) -> bool:
    """Whether nothing is wrong with some logs, as `exact_log_rows` has them; `known` are zones.

    Of a streak that counts logs or days, fractions among the amounts are odd.
    """
    if not rows:
        return True
    try:
        ids, instants, zones, days, values, notes, uniques, recorded, metadata, references = zip(
            *typed(rows, _TYPES), strict=True
        )
    except Unreadable:
        return False
    return (
        _are_ids(ids)
        and is_instant(min(instants))
        and is_instant(max(instants))
        and is_instant(min(recorded))
        and is_instant(max(recorded))
        and all(zone in known for zone in {*zones})
        and _all(_is_day, days)
        and _are_dates_of(instants, days)
        and min(values) >= 1
        and max(values) <= LARGEST
        and (counts_fractions or not any(value % ONE for value in set(values)))
        and all(is_harmless(note.replace("\n", "")) for note in set(notes))
        and _all(is_key, uniques)
        and _all(is_object, metadata)
        and _all(is_external_id, references)
    )


def is_sound_journal(store: Store) -> bool:
    """Whether every entry of the journal can be read, and no part is left of one that is gone."""
    entries = {row["id"]: row for row in store.raw_rows("changes")}
    whole = set()
    for part_id, entry_id in part_ids(store):
        entry = entries.get(entry_id)
        if entry is None or not is_whole(entry, parts_with(store, part_id), is_sound_part):
            return False
        whole.add(entry_id)
    return whole == set(entries) and all(is_harmless(each["label"]) for each in entries.values())


def _are_ids(stored: tuple[bytes | str, ...]) -> bool:
    return are_octets(stored) or all(map(is_key, map(read_id, stored)))


def _are_dates_of(instants: Sequence[Instant], days: Sequence[str]) -> bool:
    """Whether `is_date_of` holds of each instant and its date."""
    since: list[int] = [*map(sub, instants, map(_earliest_of, days))]
    return min(since) >= 0 and max(since) < AROUND_A_DAY


@lru_cache(maxsize=8192)
def _earliest_of(day: str) -> Instant:
    return earliest_of(stored_day(day))


def _all(is_right: Callable[[Any], bool], values: Iterable[Any]) -> bool:
    """Whether all values are right that are there at all."""
    return all(map(is_right, {*values} - {None}))
