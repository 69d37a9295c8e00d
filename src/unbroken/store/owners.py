"""Owners and their timezone timelines."""

from __future__ import annotations

from unbroken.core.errors import Unreadable
from unbroken.core.instants import FIRST_INSTANT, Instant
from unbroken.core.local_days import Day, LocalDays
from unbroken.core.owner_fields import STORED
from unbroken.core.typing import Any, Final, NamedTuple
from unbroken.store.connection import Store
from unbroken.store.stored_values import (
    MAYBE_TEXT,
    TEXT,
    WHOLE,
    Known,
    check_instants,
    check_numbers,
    check_types,
    check_zone,
)

_COLUMNS: Final = ", ".join(f"o.{field.name}" for field in STORED)
_TYPES: Final = tuple(
    MAYBE_TEXT if field.default is None else (type(field.default),) for field in STORED
)
_ENTRY: Final = (WHOLE, TEXT)

Entries = tuple[tuple[Instant, str], ...]


class UnknownDays(LocalDays):
    """The days of an owner whose timezone timeline cannot be read: nothing can be told of them.

    The owner is known all the same, so that the others can go on and the zone can be corrected.
    Every question raises `fault`.
    """

    __slots__ = ("fault",)

    def __init__(self, entries: Entries, day_start: int, fault: Unreadable) -> None:
        super().__init__(entries, day_start)
        self.fault = fault

    def zone_at(self, at: Instant) -> str:
        raise self.fault

    def _find_start(self, day: Day) -> Instant:
        raise self.fault

    def void_days(self) -> tuple[Day, ...]:
        raise self.fault


class OwnerName(NamedTuple):
    """Who an owner is."""

    id: str
    name: str


class OwnerRow(NamedTuple):
    """An owner with their local days. `week_start` is 0 for Monday."""

    id: str
    name: str
    week_start: int
    grace_period_days: int
    days: LocalDays
    external_id: str | None = None
    """Who they are to the app that records for them."""
    profile: str = "{}"
    """What that app knows of them, as a JSON object."""
    quiet_hours: str | None = None
    """When they are reminded of nothing, as `22:00-07:00`."""


def load_owners(store: Store, owner_id: str | None = None) -> dict[str, OwnerRow]:
    """Every owner in order, or only the one named, by id; asking for one gone raises Unreadable."""
    where, parameters = ("", ()) if owner_id is None else ("WHERE o.id = ? ", (owner_id,))
    rows: dict[str, tuple[Any, ...]] = {}
    timelines: dict[str, list[tuple[Instant, str]]] = {}
    for key, *columns, at, zone in store.rows(
        f"SELECT {_COLUMNS}, t.effective_from, t.timezone FROM owners o"
        f" LEFT JOIN timezones t ON t.owner_id = o.id {where}"
        "ORDER BY o.position, o.id, t.effective_from",
        parameters,
    ):
        rows[key] = (key, *columns)
        if at is not None:
            timelines.setdefault(key, []).append((at, zone))

    def read(row: tuple[Any, ...]) -> OwnerRow:
        return _owner(row, timelines.get(row[0]))

    if owner_id is not None:  # without this one there is no answer
        return Known((key, read(row)) for key, row in rows.items())
    owners = store.readable(rows.values(), read, lambda row: f"the owner {str(row[1])[:40]}")
    return Known((each.id, each) for each in owners)


def _owner(row: tuple[Any, ...], entries: list[tuple[Instant, str]] | None) -> OwnerRow:
    check_types(row, _TYPES)
    key, name, day_start, week_start, grace, *others = row
    if not (0 <= day_start <= 12 and 0 <= week_start <= 6):
        raise Unreadable(f"the day or the week of {name[:40]} begins at no time there is")
    check_numbers(grace)
    return OwnerRow(key, name, week_start, grace, _days(entries, day_start, name), *others)


def owner_with(store: Store, owner_id: str) -> OwnerRow | None:
    """One owner by id, if they are there."""
    return store.kept("owners", owner_id, lambda: load_owners(store, owner_id).get(owner_id))


def load_owner_names(store: Store) -> list[OwnerName]:
    """Who is in the database, in order; what else their rows hold is not read."""
    return [
        OwnerName(key, str(name))
        for key, name in store.rows("SELECT id, name FROM owners ORDER BY position, id")
    ]


def has_owners(store: Store) -> bool:
    """Whether anybody is in the database; nobody is in one that was just made."""
    return opening(store)[0]


def opening(store: Store) -> tuple[bool, bool]:
    """Whether anybody is in the database, and whether it is synced: asked when it is opened."""
    [(owners, synced)] = store.rows(
        "SELECT EXISTS (SELECT 1 FROM owners), EXISTS (SELECT 1 FROM sync_vault)"
    )
    return bool(owners), bool(synced)


def has_owner(store: Store, owner_id: str) -> bool:
    """Whether an owner is in the database."""
    return bool(store.rows("SELECT 1 FROM owners WHERE id = ?", (owner_id,)))


def find_owner_id(store: Store, external_id: str) -> str | None:
    """The id of the owner with an external id; else with that id, or without any of that name."""
    for condition in ("external_id = ?", "id = ?", "name = ? AND external_id IS NULL"):
        rows = store.rows(f"SELECT id FROM owners WHERE {condition}", (external_id,))
        if rows:
            return str(rows[0][0])
    return None


def members(store: Store) -> list[str]:
    """The ids of the owners that apps record for."""
    rows = store.rows("SELECT id FROM owners WHERE external_id IS NOT NULL")
    return [owner_id for (owner_id,) in rows]


def is_name_taken(store: Store, name: str) -> bool:
    """Whether an owner has a name."""
    return bool(store.rows("SELECT 1 FROM owners WHERE name = ?", (name,)))


def is_unused(store: Store) -> bool:
    """Whether nobody has a streak, takes part in one, or has excused a date."""
    return not store.rows(
        "SELECT 1 FROM streaks UNION ALL SELECT 1 FROM enrolments UNION ALL SELECT 1 FROM skips"
        " LIMIT 1"
    )


def last_owner_position(store: Store) -> int:
    """The place of the last owner in order; -1 where there is none."""
    return int(store.rows("SELECT COALESCE(MAX(position), -1) FROM owners")[0][0])


def timezone_key(store: Store, owner_id: str, effective_from: Instant) -> int | None:
    """The key of the timeline's entry that begins at an instant, if there is one."""
    rows = store.rows(
        "SELECT id FROM timezones WHERE owner_id = ? AND effective_from = ?",
        (owner_id, effective_from),
    )
    return int(rows[0][0]) if rows else None


def _days(entries: list[tuple[Instant, str]] | None, day_start: int, name: str) -> LocalDays:
    if not entries:
        fault = Unreadable(f"the travel log of {name} is empty")
        return UnknownDays(((FIRST_INSTANT, "UTC"),), day_start, fault)
    try:
        _check_entries(entries, name)
    except Unreadable as fault:
        return UnknownDays(tuple(entries), day_start, fault)
    return LocalDays(tuple(entries), day_start)


def _check_entries(entries: list[tuple[Instant, str]], name: str) -> None:
    for entry in entries:
        check_types(entry, _ENTRY)
    check_instants(*(at for at, _ in entries))
    for _, zone in entries[:-1]:
        check_zone(zone)
    advice = f'give the right one with `unbroken owner edit "{name}" --always --tz ZONE`'
    check_zone(entries[-1][1], advice)
