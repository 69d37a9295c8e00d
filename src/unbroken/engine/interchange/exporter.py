"""Moving in and out: the interchange document, read into and written from the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from unbroken.core.amounts import decimal_of
from unbroken.core.instants import rfc3339
from unbroken.core.local_days import iso
from unbroken.core.reports import Imported, Joined, Numbers
from unbroken.core.rules import WEEKDAYS
from unbroken.engine.callers import Caller
from unbroken.engine.civil_instants import OwnersMoments
from unbroken.engine.context import Progressed
from unbroken.engine.history import LOG_TABLES, check_log
from unbroken.engine.interchange.document import VERSION, OwnerPart
from unbroken.engine.interchange.reader import read_document
from unbroken.engine.interchange.writer import Importer
from unbroken.engine.owner_rows import Person, load_people
from unbroken.engine.streak_rows import Habit, load_habits
from unbroken.engine.streaks import Streaks
from unbroken.store.stored_values import check_instants, stored_day

_UNBEGUN = Numbers(0, 0, None, None)


class Moving(Streaks):
    """Import and export of whole histories."""

    def moments(self) -> OwnersMoments:
        """What an importer needs to know of the owner's time."""
        return OwnersMoments(self._me().days, self._now())

    def import_document(
        self,
        document: Any,
        *,
        foreign: bool,
        merge: bool = False,
        name_as: str | None = None,
        dry_run: bool = False,
        undoable: bool = True,
        progressed: Progressed | None = None,
    ) -> Imported:
        """Brings in a document as one change; what is there already, by its id, stays as it is.

        A `foreign` one is another tracker's: all of it belongs to the owner in use. With `merge`,
        logs of a streak whose activity type is taken join the streak that has it; with `name_as`
        that streak comes in under another name. With `dry_run` it is only tried out; one that is
        not `undoable` leaves no entry in the journal.

        `progressed` is told of every log twice, as it is read and as it is written, and once more
        before the change is kept. What it raises ends the import, and nothing has changed then.
        Raises Refusal, naming the place, for a document that will not do.
        """
        self._require_admin("import")
        person = self._me()
        own = OwnerPart({"id": person.id}, person.days) if foreign else None
        reading, writing = _halves(progressed)
        parts = read_document(document, own, self._now(), reading)
        with self._changing("import", discard=dry_run, journaled=undoable) as change:
            importer = Importer(change, parts, person, self._now(), writing)
            habits = {match.habit.id: match.habit for match in importer.matches.values()}
            before = {habit.id: self._numbers(habit) for habit in habits.values()}
            imported = importer.bring(merge=merge, name_as=name_as)
            change.settle()
            effects = tuple(self._effects(habits.values(), before, importer.joined))
            if not dry_run:
                self._adopt()
            if progressed is not None:
                progressed(1, 1)
        return imported._replace(effects=effects, dry_run=dry_run)

    def _effects(
        self,
        habits: Iterable[Habit],
        before: Mapping[str, Mapping[str, Numbers]],
        joined: Mapping[tuple[str, str], int],
    ) -> Iterator[Joined]:
        """What has become of streaks that get logs, or whose numbers are others than before."""
        people = load_people(self.store)
        for habit in habits:
            for owner, after in self._numbers(habit).items():
                was = before[habit.id].get(owner, _UNBEGUN)
                logs = joined.get((habit.id, owner), 0)
                if logs or was != after:
                    name = people[owner].name
                    yield Joined(habit.activity_type, habit.name, name, logs, was, after)

    def _adopt(self) -> None:
        """Acts for the first owner from here on, where the owner in use has been replaced."""
        people = load_people(self.store)
        if self.caller.owner_id not in people:
            self.caller = Caller(True, next(iter(people)))

    def export_document(self) -> dict[str, Any]:
        """Everything, as an interchange document: exact, and always in the same order."""
        self._require_admin("export everything")
        with self.store.reading():
            people, habits = load_people(self.store), load_habits(self.store)
            types = {habit.id: habit.activity_type for habit in habits.values()}
            return {
                "format": "unbroken",
                "version": VERSION,
                "owners": [_owner(person) for person in people.values()],
                "streaks": [_streak(habit) for habit in habits.values()],
                "enrolments": list(self._enrolments(types)),
                "logs": list(self._logs(people)),
                "skips": self._skips(types),
            }

    def _enrolments(self, types: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        for streak, owner, at, position in self.store.rows(
            "SELECT e.streak_id, e.owner_id, e.enrolled_at, e.position FROM enrolments e"
            " JOIN owners o ON o.id = e.owner_id JOIN streaks s ON s.id = e.streak_id"
            " ORDER BY o.position, e.position, s.position"
        ):
            check_instants(at)
            yield {
                "activity_type": types[streak],
                "owner_id": owner,
                "enrolled_at": rfc3339(at),
                "position": position,
            }

    def _logs(self, people: Mapping[str, Person]) -> Iterator[dict[str, Any]]:
        for log, key, owner, at, zone, day, value, note, unique, recorded_at in self.store.rows(
            "SELECT l.id, s.activity_type, e.owner_id, l.activity_at, l.timezone,"
            " l.local_date, l.value, l.note, l.unique_identifier, l.recorded_at"
            f" FROM {LOG_TABLES} ORDER BY l.activity_at, l.id"
        ):
            check_log(at, zone, day, recorded_at)
            yield {
                "id": log,
                "activity_type": key,
                "owner_id": people[owner].id,
                "activity_at": rfc3339(at),
                "timezone": zone,
                "local_date": day,
                "value": plain(value),
                "note": note,
                "unique_identifier": unique,
                "recorded_at": rfc3339(recorded_at),
            }

    def _skips(self, types: dict[str, str]) -> list[dict[str, Any]]:
        return [
            {
                "id": skip,
                "activity_type": types.get(streak),
                "owner_id": owner,
                "first_day": iso(stored_day(first)),
                "last_day": None if last is None else iso(stored_day(last)),
                "reason": reason,
            }
            for skip, streak, owner, first, last, reason in self.store.rows(
                "SELECT id, streak_id, owner_id, first_day, last_day, reason FROM skips"
                " ORDER BY first_day, id"
            )
        ]


def _halves(progressed: Progressed | None) -> tuple[Progressed | None, Progressed | None]:
    """Reading is the first half of the way, writing the second."""
    if progressed is None:
        return None, None
    return (
        lambda done, total: progressed(done, 2 * total),
        lambda done, total: progressed(total + done, 2 * total),
    )


def plain(amount: int) -> int | Decimal:
    """Thousandths as a JSON number: whole where it is whole."""
    number = decimal_of(amount)
    return int(number) if number == number.to_integral_value() else number


def _owner(person: Person) -> dict[str, Any]:
    owner = person.result()
    return {
        "id": owner.id,
        "name": owner.name,
        "day_start": owner.day_start,
        "week_start": owner.week_start,
        "grace_period_days": owner.grace_period_days,
        "timezones": [
            {"effective_from": rfc3339(at), "timezone": zone} for at, zone in person.days.entries
        ],
    }


def _streak(habit: Habit) -> dict[str, Any]:
    schedule = habit.schedule
    return {
        "id": habit.id,
        "activity_type": habit.activity_type,
        "name": habit.name,
        "description": habit.description,
        "unit": habit.unit,
        "color": habit.color,
        "group": habit.group,
        "aggregation_method": habit.method,
        "aggregation_period": habit.period,
        "every": habit.every,
        "goal": habit.goal,
        "aggregation_target_value": plain(habit.target),
        "targets": [
            {"from_day": iso(day), "aggregation_target_value": plain(target)}
            for day, target in habit.targets
        ],
        "completion_target_value": habit.length,
        "grace_periods": habit.grace,
        "schedule": None if schedule is None else [WEEKDAYS[day] for day in schedule],
        "starts_on": iso(habit.starts_on),
        "strict": habit.strict,
        "status": habit.status,
        "archived_at": None if habit.archived_at is None else rfc3339(habit.archived_at),
        "milestones": [milestone._asdict() for milestone in habit.milestones],
    }
