"""An owner's travel log: their timezone timeline, entry by entry (DOMAIN.md section 2.2)."""

from __future__ import annotations

from datetime import datetime

from unbroken.core.errors import Forbidden, NotFound, Refusal
from unbroken.core.instants import FIRST_INSTANT, LAST_INSTANT, Instant, instant_of
from unbroken.core.results import Owner, ZoneEntry
from unbroken.engine.context import Desk
from unbroken.engine.owner_rows import Person, find_person, load_people
from unbroken.engine.unit_of_work import Change
from unbroken.engine.zones import zone_named
from unbroken.store import tables
from unbroken.store.stored_values import Row


class Travels(Desk):
    """Saying where a person was since when.

    An entry holds until the next one, the first one for all time before it too. Logs keep the
    local dates they were recorded with; what is judged from them is judged anew. Each call raises
    Forbidden where the travel log is somebody else's.
    """

    def owner_named(self, owner: str) -> Owner:
        """The owner meant by a name, its beginning or an id; another than oneself for an admin."""
        with self.store.reading():
            return self._mine(owner).result()

    def add_zone(self, owner: str, zone: str, since: datetime) -> Owner:
        """Says that a person was in `zone` from `since` on.

        Raises Refusal for an unknown zone, and for a `since` that is still to come, lies outside
        the years 1970 to 2100, or has an entry already.
        """
        with self._changing("add to the travel log") as change:
            person = self._mine(owner)
            name = zone_named(zone)
            self._insert_zone(change, person, name, self._free(person, since))
            change.label = f"add {name} to the travel log"
        return self._again(person)

    def edit_zone(
        self,
        owner: str,
        effective_from: datetime,
        *,
        zone: str | None = None,
        since: datetime | None = None,
    ) -> Owner:
        """Changes the zone of the entry that holds from `effective_from` on, or its instant.

        Raises NotFound where there is no such entry, and Refusal as `add_zone` does.
        """
        with self._changing("edit the travel log") as change:
            person, at = self._mine(owner), instant_of(effective_from)
            entry = self._entry(person, at)
            changed: Row = {} if zone is None else {"timezone": zone_named(zone)}
            if since is not None and since != effective_from:
                changed["effective_from"] = self._free(person, since)
            change.update(tables.Timezone, entry, **changed)
        return self._again(person)

    def remove_zone(self, owner: str, effective_from: datetime) -> Owner:
        """Removes the entry that holds from `effective_from` on.

        Raises NotFound where there is no such entry, and Refusal where it is the only one.
        """
        with self._changing("remove from the travel log") as change:
            person, at = self._mine(owner), instant_of(effective_from)
            entry = self._entry(person, at)
            if len(person.days.entries) == 1:
                raise Refusal(
                    "last_zone", "The only entry cannot be removed; change its zone instead."
                )
            change.delete(tables.Timezone, tables.Timezone.id == entry)
            change.label = f"remove {person.days.zone_at(at)} from the travel log"
        return self._again(person)

    def _person(self, text: str) -> Person:
        return find_person(load_people(self.store).values(), text)

    def _mine(self, text: str) -> Person:
        """The person meant, whom the caller must be, or be the admin."""
        person = self._person(text)
        if not self.caller.admin and person.id != self.caller.owner_id:
            raise Forbidden("You may change only what is yours.")
        return person

    def _again(self, person: Person) -> Owner:
        return load_people(self.store, person.id)[person.id].result()

    def _entry(self, person: Person, at: Instant) -> int:
        """The key of an entry."""
        rows = self.store.rows(
            "SELECT id FROM timezones WHERE owner_id = ? AND effective_from = ?", (person.id, at)
        )
        if not rows:
            raise NotFound("There is no such entry in the travel log; look at it again.", "no_zone")
        return int(rows[0][0])

    def _free(self, person: Person, since: datetime) -> Instant:
        """The instant at which a new entry may begin."""
        at = instant_of(since)
        if not FIRST_INSTANT <= at <= LAST_INSTANT:
            raise Refusal("bad_time", "A journey must lie in the years 1970 to 2100.")
        if at > self._now():
            raise Refusal("future", "That time is still to come; say it when you are there.")
        if at in (known for known, _ in person.days.entries):
            raise Refusal(
                "zone_exists",
                "The travel log has an entry since that very time; change that one instead.",
            )
        return at

    def _set_zone(self, change: Change, person: Person, zone: str, always: bool) -> None:
        """From now on; or, with `always`, in place of the zone in force."""
        now, entries = self._now(), person.days.entries
        since = max((at for at, _ in entries if at <= now), default=entries[0][0])
        if always or since == now:
            change.update(tables.Timezone, self._entry(person, since), timezone=zone)
        elif zone != person.days.zone_at(now):
            self._insert_zone(change, person, zone, now)

    def _insert_zone(self, change: Change, person: Person, zone: str, since: Instant) -> None:
        row = {"owner_id": person.id, "effective_from": since, "timezone": zone}
        change.insert(tables.Timezone, row)


def in_force(owner: Owner, now: datetime) -> ZoneEntry:
    """The entry of a travel log that holds at `now`."""
    past = [each for each in owner.timezones if each.effective_from <= now]
    return past[-1] if past else owner.timezones[0]
