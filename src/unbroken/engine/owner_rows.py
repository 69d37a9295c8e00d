"""Owners as the engine works with them."""

from collections.abc import Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo

from unbroken.core.errors import RESTORE, NotFound, Refusal, Unreadable
from unbroken.core.instants import FIRST_INSTANT, Instant, moment_of
from unbroken.core.local_days import Day, LocalDays
from unbroken.core.results import Owner, ZoneEntry
from unbroken.core.rules import WEEKDAYS
from unbroken.store.connection import Store
from unbroken.store.stored_values import Known, check_instants

Entries = tuple[tuple[Instant, str], ...]


class UnknownDays(LocalDays):
    """The days of a person whose travel log cannot be read: nothing can be told of them.

    The person is known all the same, so that the others can go on and the zone can be corrected.
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


class Person(NamedTuple):
    """An owner with their days. `week_start` is 0 for Monday."""

    id: str
    name: str
    week_start: int
    grace: int
    days: LocalDays

    def result(self) -> Owner:
        """The owner as the engine answers it. Raises Unreadable where their zone is not known."""
        if isinstance(self.days, UnknownDays):
            raise self.days.fault
        return Owner(
            self.id,
            self.name,
            self.days.day_start,
            WEEKDAYS[self.week_start],
            self.grace,
            tuple(ZoneEntry(moment_of(at), zone) for at, zone in self.days.entries),
        )


def load_people(store: Store, owner_id: str | None = None) -> dict[str, Person]:
    """Every owner in order, or only the one named, by id; asking for one gone raises Unreadable."""
    where, parameters = ("", ()) if owner_id is None else (" WHERE owner_id = ?", (owner_id,))
    zones: dict[str, list[tuple[Instant, str]]] = {}
    for owner, at, zone in store.rows(
        f"SELECT owner_id, effective_from, timezone FROM timezones{where} ORDER BY effective_from",
        parameters,
    ):
        zones.setdefault(owner, []).append((at, zone))
    return Known(
        (owner, Person(owner, name, week_start, grace, _days(zones.get(owner), day_start, name)))
        for owner, name, day_start, week_start, grace in store.rows(
            "SELECT id, name, day_start, week_start, grace_period_days FROM owners"
            f"{where.replace('owner_id', 'id')} ORDER BY position",
            parameters,
        )
    )


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
    check_instants(*(at for at, _ in entries))
    for _, zone in entries[:-1]:
        check_zone(zone)
    mend = f'unbroken owner edit "{name}" --always --tz ZONE'
    check_zone(entries[-1][1], f"give the right one with `{mend}`")


def check_zone(name: str, advice: str = RESTORE) -> None:
    """Raises Unreadable, with `advice`, for a stored zone that the zone data does not have."""
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        raise Unreadable(f"“{name[:40]}” is no time zone known here", advice) from None


def find_person(people: Iterable[Person], text: str) -> Person:
    """The person meant by a name, its beginning, or an id.

    Raises NotFound, naming everybody, where that is nobody, and Refusal where it is several.
    """
    everybody, wanted = list(people), text.strip().casefold()
    found = [each for each in everybody if text == each.id or each.name.casefold() == wanted]
    if not found and wanted:
        found = [each for each in everybody if each.name.casefold().startswith(wanted)]
    names = ", ".join(each.name for each in (found or everybody)[:10])
    if not found:
        raise NotFound(f"There is no owner “{text[:40]}”; there are {names}.", "no_owner")
    if len(found) > 1:
        raise Refusal(
            "ambiguous_owner", f"“{text[:40]}” could be any of {names}; write more of it."
        )
    return found[0]
