"""Owners as the engine works with them."""

from collections.abc import Iterable
from typing import NamedTuple

from unbroken.core.days import Instant, LocalDays, moment_of
from unbroken.core.rules import WEEKDAYS
from unbroken.engine.errors import NotFound
from unbroken.engine.results import Owner, ZoneEntry
from unbroken.store.database import Store


class Person(NamedTuple):
    """An owner with their days. `week_start` is 0 for Monday."""

    id: str
    name: str
    week_start: int
    grace: int
    days: LocalDays

    def result(self) -> Owner:
        """The owner as the engine answers it."""
        return Owner(
            self.id,
            self.name,
            self.days.day_start,
            WEEKDAYS[self.week_start],
            self.grace,
            tuple(ZoneEntry(moment_of(at), zone) for at, zone in self.days.entries),
        )


def load_people(store: Store, owner_id: str | None = None) -> dict[str, Person]:
    """Every owner in order, or only the one named, by id."""
    where, parameters = ("", ()) if owner_id is None else (" WHERE owner_id = ?", (owner_id,))
    zones: dict[str, list[tuple[Instant, str]]] = {}
    for owner, at, zone in store.rows(
        f"SELECT owner_id, effective_from, timezone FROM timezones{where} ORDER BY effective_from",
        parameters,
    ):
        zones.setdefault(owner, []).append((at, zone))
    return {
        owner: Person(owner, name, week_start, grace, LocalDays(tuple(zones[owner]), day_start))
        for owner, name, day_start, week_start, grace in store.rows(
            "SELECT id, name, day_start, week_start, grace_period_days FROM owners"
            f"{where.replace('owner_id', 'id')} ORDER BY position",
            parameters,
        )
    }


def find_person(people: Iterable[Person], text: str) -> Person:
    """The person meant by a name, its beginning, or an id.

    Raises NotFound, naming everybody, where that is not one.
    """
    everybody, wanted = list(people), text.strip().casefold()
    found = [each for each in everybody if text == each.id or each.name.casefold() == wanted]
    if not found and wanted:
        found = [each for each in everybody if each.name.casefold().startswith(wanted)]
    if len(found) != 1:
        names = ", ".join(each.name for each in everybody[:10])
        raise NotFound(f"There is no one owner “{text[:40]}”; there are {names}.", "no_owner")
    return found[0]
