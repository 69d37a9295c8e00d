"""Moving in and out: the interchange document, read into and written from the database."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from unbroken.core.amounts import decimal_of
from unbroken.core.days import Instant, iso, rfc3339
from unbroken.core.rules import WEEKDAYS
from unbroken.engine.callers import Caller
from unbroken.engine.desk import Desk, Progressed
from unbroken.engine.documents import VERSION, Document, OwnerPart, StreakPart, read_document
from unbroken.engine.errors import Refusal
from unbroken.engine.history import LOG_TABLES
from unbroken.engine.journal import Change, batched
from unbroken.engine.moments import OwnersMoments
from unbroken.engine.people import Person, load_people
from unbroken.engine.results import Imported
from unbroken.engine.rulebook import Habit, load_habits
from unbroken.engine.views import civil
from unbroken.store import tables
from unbroken.store.tables import Row

_BATCH = 5000


class Moving(Desk):
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
        dry_run: bool = False,
        progressed: Progressed | None = None,
    ) -> Imported:
        """Brings in a document as one change; what is there already, by its id, stays as it is.

        A `foreign` one is another tracker's: all of it belongs to the owner in use. With `merge`,
        logs of a streak whose activity type is taken join the streak that has it. With `dry_run`
        it is only tried out. Raises Refusal, naming the place, for a document that will not do.
        """
        self._require_admin("import")
        person = self._me()
        own = OwnerPart({"id": person.id}, person.days) if foreign else None
        parts = read_document(document, own, self._now())
        with self._changing("import", discard=dry_run) as change:
            importer = _Importer(change, parts, person, self._now(), progressed)
            imported = importer.bring(merge=merge)
            change.settle()
            if not dry_run:
                self._adopt(change)
        return imported._replace(dry_run=dry_run)

    def _adopt(self, change: Change) -> None:
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
                "enrolments": self._enrolments(types),
                "logs": self._logs(),
                "skips": self._skips(types),
            }

    def _enrolments(self, types: dict[str, str]) -> list[dict[str, Any]]:
        return [
            {
                "activity_type": types[streak],
                "owner_id": owner,
                "enrolled_at": rfc3339(at),
                "position": position,
            }
            for streak, owner, at, position in self.store.rows(
                "SELECT e.streak_id, e.owner_id, e.enrolled_at, e.position FROM enrolments e"
                " JOIN owners o ON o.id = e.owner_id JOIN streaks s ON s.id = e.streak_id"
                " ORDER BY o.position, e.position, s.position"
            )
        ]

    def _logs(self) -> list[dict[str, Any]]:
        return [
            {
                "id": log,
                "activity_type": key,
                "owner_id": owner,
                "activity_at": rfc3339(at),
                "timezone": zone,
                "local_date": day,
                "value": plain(value),
                "note": note,
                "unique_identifier": unique,
                "recorded_at": rfc3339(recorded_at),
            }
            for log, key, owner, at, zone, day, value, note, unique, recorded_at in self.store.rows(
                "SELECT l.id, s.activity_type, e.owner_id, l.activity_at, l.timezone,"
                " l.local_date, l.value, l.note, l.unique_identifier, l.recorded_at"
                f" FROM {LOG_TABLES} ORDER BY l.activity_at, l.id"
            )
        ]

    def _skips(self, types: dict[str, str]) -> list[dict[str, Any]]:
        return [
            {
                "id": skip,
                "activity_type": types.get(streak),
                "owner_id": owner,
                "first_day": first,
                "last_day": last,
                "reason": reason,
            }
            for skip, streak, owner, first, last, reason in self.store.rows(
                "SELECT id, streak_id, owner_id, first_day, last_day, reason FROM skips"
                " ORDER BY first_day, id"
            )
        ]


def plain(amount: int) -> int | Decimal:
    """Thousandths as a JSON number: whole where it is whole."""
    number = decimal_of(amount)
    return int(number) if number == number.to_integral_value() else number


def _owner(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "day_start": person.days.day_start,
        "week_start": WEEKDAYS[person.week_start],
        "grace_period_days": person.grace,
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


class _Importer:
    """Writes a document's rows inside one change."""

    def __init__(
        self,
        change: Change,
        parts: Document,
        person: Person,
        now: Instant,
        progressed: Progressed | None,
    ) -> None:
        self.change = change
        self.store = change.store
        self.parts = parts
        self.person = person
        self.now = now
        self.progressed = progressed
        self.unchanged = 0
        self.earliest: dict[tuple[str, str], Row] = {}
        for log in parts.logs:
            pair = (log["activity_type"], log["owner_id"])
            if pair not in self.earliest or log["activity_at"] < self.earliest[pair]["activity_at"]:
                self.earliest[pair] = log

    def bring(self, *, merge: bool) -> Imported:
        """Brings in everything; answers what was new."""
        owners = self._owners()
        habits, streaks = self._streaks(merge)
        enrolled, enrolments = self._enrolments(habits)
        logs = self._logs(enrolled)
        skips = self._skips(habits)
        days = [log["local_date"] for log in self.parts.logs]
        rules = tuple(
            (habit.name, habit.result(self.person, self.person.days.date_at(self.now)).rule)
            for habit in load_habits(self.store).values()
            if habit.activity_type in habits
        )
        return Imported(
            owners,
            streaks,
            enrolments,
            logs,
            skips,
            self.unchanged,
            civil(min(days, default=None)),
            civil(max(days, default=None)),
            rules,
            False,
        )

    def _new(self, model: Any, rows: list[Row]) -> list[Row]:
        """The rows whose id is not in the table yet."""
        known: set[str] = set()
        if self.store.rows(f"SELECT 1 FROM {model._meta.table_name} LIMIT 1"):
            for batch in batched([row["id"] for row in rows], 500):
                marks = ", ".join("?" * len(batch))
                known.update(
                    row[0]
                    for row in self.store.rows(
                        f"SELECT id FROM {model._meta.table_name} WHERE id IN ({marks})", batch
                    )
                )
        self.unchanged += len(known)
        return [row for row in rows if row["id"] not in known]

    def _owners(self) -> int:
        rows = [part.row for part in self.parts.owners]
        new = {row["id"] for row in self._new(tables.Owner, rows)}
        present = load_people(self.store)
        used = self.store.rows(
            "SELECT 1 FROM streaks UNION ALL SELECT 1 FROM enrolments UNION ALL SELECT 1 FROM skips"
        )
        if len(present) == 1 and not used and new and not set(present) & {r["id"] for r in rows}:
            self.change.delete(tables.Timezone, tables.Timezone.owner_id.in_(list(present)))
            self.change.delete(tables.Owner, tables.Owner.id.in_(list(present)))
            present = {}
        names = {person.name.casefold() for person in present.values()}
        position = self.store.rows("SELECT COALESCE(MAX(position), -1) FROM owners")[0][0]
        for part in self.parts.owners:
            if part.row["id"] not in new:
                self._join_timeline(part, present[part.row["id"]])
                continue
            position += 1
            name, number = part.row["name"], 1
            while name.casefold() in names:
                number += 1
                name = f"{part.row['name']} {number}"
            names.add(name.casefold())
            self.change.insert(tables.Owner, {**part.row, "name": name, "position": position})
            self._insert_zones(part)
        return len(new)

    def _insert_zones(self, part: OwnerPart, but: frozenset[Instant] = frozenset()) -> None:
        for at, zone in part.days.entries:
            if at not in but:
                row = {"owner_id": part.row["id"], "effective_from": at, "timezone": zone}
                self.change.insert(tables.Timezone, row)

    def _join_timeline(self, part: OwnerPart, person: Person) -> None:
        """Adds the entries of a timeline that the owner's own does not have."""
        self._insert_zones(part, frozenset(at for at, _ in person.days.entries))

    def _streaks(self, merge: bool) -> tuple[dict[str, str], int]:
        """By the document's activity types: the ids of the streaks; and how many are new."""
        present = {habit.activity_type: habit for habit in load_habits(self.store).values()}
        rows = {part.row["id"]: part for part in self.parts.streaks}
        new = {row["id"] for row in self._new(tables.Streak, [part.row for part in rows.values()])}
        habits: dict[str, str] = {}
        position = self.store.rows("SELECT COALESCE(MAX(position), -1) FROM streaks")[0][0]
        count = 0
        for part in rows.values():
            key = part.row["activity_type"]
            habits[key] = part.row["id"]
            if part.row["id"] not in new:
                continue
            if key in present:
                if not merge:
                    raise Refusal(
                        "streak_exists",
                        f"There is a streak “{key}” already; import with --merge to join the logs,"
                        f" or rename yours first with: unbroken edit {key} --type NEW.",
                    )
                habits[key] = present[key].id
                continue
            position += 1
            count += 1
            self._insert_streak(part, position)
        return habits, count

    def _insert_streak(self, part: StreakPart, position: int) -> None:
        row = {**part.row, "position": position}
        if row["starts_on"] is None:
            firsts = [
                log["local_date"]
                for (key, _), log in self.earliest.items()
                if key == row["activity_type"]
            ]
            row["starts_on"] = min(firsts, default=self.person.days.date_at(self.now))
        self.change.insert(tables.Streak, row)
        for day, target in part.targets:
            values = {"from_day": day, "aggregation_target_value": target}
            self.change.insert(tables.Target, {"streak_id": row["id"], **values})
        for milestone in part.milestones:
            self.change.insert(tables.Milestone, {**milestone, "streak_id": row["id"]})

    def _enrolments(self, habits: dict[str, str]) -> tuple[dict[tuple[str, str], int], int]:
        """By activity type and owner: the ids of the enrolments; and how many are new."""
        present = {
            (streak, owner): number
            for number, streak, owner in self.store.rows(
                "SELECT id, streak_id, owner_id FROM enrolments"
            )
        }
        wanted = {(row["activity_type"], row["owner_id"]): row for row in self.parts.enrolments}
        if not self.parts.owners:
            for place, part in enumerate(self.parts.streaks):
                pair = (part.row["activity_type"], self.person.id)
                wanted.setdefault(pair, {"enrolled_at": None, "position": place})
        for key, owner in self.earliest:
            wanted.setdefault((key, owner), {"enrolled_at": None, "position": None})
        last = self.store.rows("SELECT COALESCE(MAX(position), -1) FROM enrolments")[0][0]
        enrolled: dict[tuple[str, str], int] = {}
        count = 0
        for pair, row in wanted.items():
            known = present.get((habits[pair[0]], pair[1]))
            if known is not None:
                enrolled[pair] = known
                continue
            first = self.earliest.get(pair)
            at = row["enrolled_at"]
            if at is None:
                at = self.now if first is None else first["activity_at"]
            position = row["position"]
            if position is None or not self.parts.owners:
                last += 1
                position = last
            values = {"owner_id": pair[1], "enrolled_at": at, "position": position}
            new = self.change.insert(tables.Enrolment, {"streak_id": habits[pair[0]], **values})
            enrolled[pair] = new["id"]
            count += 1
        return enrolled, count

    def _logs(self, enrolled: dict[tuple[str, str], int]) -> int:
        once = {
            (number, unique)
            for number, unique in self.store.rows(
                "SELECT enrolment_id, unique_identifier FROM logs"
                " WHERE unique_identifier IS NOT NULL"
            )
        }
        rows = []
        for log in self._new(tables.Log, self.parts.logs):
            number = enrolled[log.pop("activity_type"), log.pop("owner_id")]
            unique = (number, log["unique_identifier"])
            if log["unique_identifier"] is not None and unique in once:
                self.unchanged += 1
                continue
            once.add(unique)
            log["enrolment_id"] = number
            rows.append(log)
        for first in range(0, len(rows), _BATCH):
            self.change.insert_many(tables.Log, rows[first : first + _BATCH])
            if self.progressed is not None:
                self.progressed(min(first + _BATCH, len(rows)), len(rows))
        return len(rows)

    def _skips(self, habits: dict[str, str]) -> int:
        rows = [
            {**row, "streak_id": habits.get(row["activity_type"])}
            for row in self._new(tables.Skip, self.parts.skips)
        ]
        for row in rows:
            del row["activity_type"]
            self.change.insert(tables.Skip, row)
        return len(rows)
