"""Owners: people, their zones, their day and week (DOMAIN.md section 2)."""

from __future__ import annotations

from typing import Any

from unbroken.core.errors import Refusal
from unbroken.core.ids import new_id
from unbroken.core.instants import FIRST_INSTANT, Instant
from unbroken.core.results import Owner
from unbroken.core.rule_validation import check_name, check_weekday, check_whole
from unbroken.core.rules import LARGEST_COUNT
from unbroken.engine.enrolment_rows import load_enrolments
from unbroken.engine.owner_rows import load_people
from unbroken.engine.timezone_timeline import Travels
from unbroken.engine.unit_of_work import Change
from unbroken.engine.zones import machine_zone, zone_named
from unbroken.store import tables
from unbroken.store.stored_values import Row


class Owners(Travels):
    """Adding, changing and removing people."""

    def owners(self) -> list[Owner]:
        """Everybody, for an admin; else only the owner."""
        with self.store.reading():
            if not self.caller.admin:
                return [self._me().result()]
            return [person.result() for person in load_people(self.store).values()]

    def add_owner(
        self,
        name: str,
        *,
        tz: str | None = None,
        day_start: object = 0,
        week_start: str = "monday",
        grace_period_days: object = 0,
    ) -> Owner:
        """Adds a person; without `tz` in the machine's zone."""
        self._require_admin("add an owner")
        with self._changing("add owner") as change:
            named = {"name": name, "day_start": day_start, "week_start": week_start}
            row = self._checked({**named, "grace_period_days": grace_period_days}, None)
            zone = machine_zone() if tz is None else zone_named(tz)
            owner_id = insert_owner(change, row, zone)
            change.label = f"add owner {row['name']}"
        return load_people(self.store, owner_id)[owner_id].result()

    def edit_owner(
        self, owner: str, *, tz: str | None = None, always: bool = False, **fields: Any
    ) -> Owner:
        """Changes `name`, `day_start`, `week_start` or `grace_period_days` of a person, or `tz`.

        A new zone holds from now on; with `always`, the one in force was always wrong and the new
        one takes its place. Logs keep the local dates they were recorded with.
        """
        with self._changing("edit owner") as change:
            person = self._mine(owner)
            given = {name: value for name, value in fields.items() if value is not None}
            change.update(tables.Owner, person.id, **self._checked(given, person.id))
            if tz is not None:
                self._set_zone(change, person, zone_named(tz), always)
            change.label = f"edit owner {person.name}"
        return self._again(person)

    def remove_owner(self, owner: str) -> Owner:
        """Removes a person with all their logs; undo brings them back. The last one stays."""
        self._require_admin("remove an owner")
        with self._changing("remove owner") as change:
            person = self._person(owner)
            if len(load_people(self.store)) == 1:
                raise Refusal("last_owner", "The only owner cannot be removed; add another first.")
            if person.id == self.caller.owner_id:
                raise Refusal("own_owner", "You cannot remove yourself; rename yourself instead.")
            for each in load_enrolments(self.store, owner_id=person.id):
                change.delete(tables.Log, tables.Log.enrolment_id == each.id)
                change.delete(tables.Enrolment, tables.Enrolment.id == each.id)
            change.delete(tables.Skip, tables.Skip.owner_id == person.id)
            change.delete(tables.Timezone, tables.Timezone.owner_id == person.id)
            change.delete(tables.Owner, tables.Owner.id == person.id)
            change.label = f"remove owner {person.name}"
        return person.result()

    def _checked(self, fields: Row, owner_id: str | None) -> Row:
        """The columns of an owner, from fields as people write them."""
        row = dict(fields)
        if "name" in row:
            row["name"] = check_name("name", row["name"])
            for each in load_people(self.store).values():
                if each.name.casefold() == row["name"].casefold() and each.id != owner_id:
                    raise Refusal("owner_exists", f"There is an owner {each.name} already.")
        if "week_start" in row:
            row["week_start"] = check_weekday(row["week_start"])
        for name, called, most in (
            ("day_start", "hour at which the day starts", 12),
            ("grace_period_days", "grace", LARGEST_COUNT),
        ):
            if name in row:
                row[name] = check_whole(called, row[name], 0, most)
        return row


def insert_owner(change: Change, fields: Row, zone: str, since: Instant = FIRST_INSTANT) -> str:
    """Inserts an owner behind the others, with their first zone; answers the id."""
    last = change.store.rows("SELECT COALESCE(MAX(position), -1) FROM owners")[0][0]
    row = {"day_start": 0, "week_start": 0, "grace_period_days": 0, **fields}
    owner_id = row.get("id") or new_id()
    change.insert(tables.Owner, {**row, "id": owner_id, "position": last + 1})
    change.insert(
        tables.Timezone, {"owner_id": owner_id, "effective_from": since, "timezone": zone}
    )
    return owner_id
