"""A change: rows before and after, so that taking it back comes free.

It holds what was done to the rows that people make (owners, streaks, logs, skips …). What is judged
from them is not in it: it is judged anew, save that the ids of progress records which a change
dropped are kept beside it, to be given back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any, Final, NamedTuple

from unbroken.core.errors import Clash, Refusal
from unbroken.core.instants import Instant
from unbroken.core.local_days import iso
from unbroken.engine.enrolment_rows import Enrolled, load_enrolments
from unbroken.engine.judgement import Retired, forget, rejudge
from unbroken.engine.owner_rows import load_people
from unbroken.engine.streak_rows import load_habits
from unbroken.store import tables
from unbroken.store.connection import Store
from unbroken.store.stored_values import Row

_BATCH: Final = 500
_ENROLMENT_COLUMNS: Final = ("id", "streak_id", "owner_id", "enrolled_at", "position")
_UNJUDGED: Final = {
    "owners": {"name", "position"},
    "streaks": {
        *("activity_type", "name", "description", "unit", "color", "group_name"),
        *("position", "status", "archived_at"),
    },
    "enrolments": {"position"},
    "milestones": {"title"},
}
"""Columns that no judgement depends on."""
_REFERENCES: Final = (
    ("timezones", "owner_id", "owners"),
    ("targets", "streak_id", "streaks"),
    ("milestones", "streak_id", "streaks"),
    ("enrolments", "streak_id", "streaks"),
    ("enrolments", "owner_id", "owners"),
    ("logs", "enrolment_id", "enrolments"),
    ("skips", "streak_id", "streaks"),
    ("skips", "owner_id", "owners"),
)
"""Which column of a table names a row of another, among what people make."""


class Operation(NamedTuple):
    """One row of one table before and after a change; None where it was not there."""

    table: str
    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        """The row as it is, or as it was last."""
        return self.after or self.before or {}

    def turned(self) -> Operation:
        """The operation that takes this one back."""
        return Operation(self.table, self.after, self.before)

    @property
    def is_judged(self) -> bool:
        """Whether a judgement may depend on what changed."""
        if self.before is None or self.after is None:
            return True
        changed = {name for name, value in self.after.items() if self.before[name] != value}
        return bool(changed - _UNJUDGED.get(self.table, set()))


def _kind(operation: Operation) -> tuple[str, bool, bool]:
    return operation.table, operation.before is not None, operation.after is not None


def batched(items: Iterable[Any], size: int = _BATCH) -> Iterator[list[Any]]:
    """Lists of at most `size` items."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _batches(operations: Iterable[Operation], key: str) -> Iterator[list[Operation]]:
    """Lists of operations in order; no list has two of one row, which need each other's outcome."""
    batch: dict[Any, Operation] = {}
    for operation in operations:
        if operation.row[key] in batch or len(batch) == _BATCH:
            yield list(batch.values())
            batch = {}
        batch[operation.row[key]] = operation
    yield list(batch.values())


def _key(model: Any) -> Any:
    return model._meta.primary_key


def _columns(model: Any) -> list[Any]:
    if model is tables.Enrolment:
        return [model._meta.fields[name] for name in _ENROLMENT_COLUMNS]
    return list(model._meta.sorted_fields)


class Change:
    """Writes rows inside one transaction, and remembers how they were."""

    def __init__(self, store: Store, label: str = "") -> None:
        self.store = store
        self.label = label
        """What was done, in the words of the undo message."""
        self.operations: list[Operation] = []
        self.judged: set[int] = set()
        """The enrolments that have been judged already for the logs that were added."""
        self.dropped: list[tuple[int, Retired]] = []
        """The progress records that are no more, with their enrolments."""
        self._settled = 0

    def insert(self, model: Any, row: Row) -> Row:
        """Inserts a row; answers it, with the key that the table gave it."""
        key = _key(model).name
        new = self.store.run(model.insert(**row))
        row = row if key in row else {key: new, **row}
        self.operations.append(Operation(model._meta.table_name, None, row))
        return row

    def insert_log(self, row: Row) -> None:
        """Inserts a log: the one row that is written often, and so without Peewee."""
        self.store.insert("logs", {**row, "local_date": iso(row["local_date"])})
        self.operations.append(Operation("logs", None, row))

    def insert_many(self, model: Any, rows: Sequence[Row]) -> None:
        """Inserts many whole rows of one table, keys included."""
        self._insert(model, rows)
        table = model._meta.table_name
        self.operations.extend(Operation(table, None, row) for row in rows)

    def _insert(self, model: Any, rows: Sequence[Row]) -> None:
        fields = _columns(model)
        names = ", ".join(f'"{field.column_name}"' for field in fields)
        marks = ", ".join("?" * len(fields))
        converters = [(field.name, field.db_value) for field in fields]
        self.store.run_many(
            f"INSERT INTO {model._meta.table_name} ({names}) VALUES ({marks})",
            ([convert(row[name]) for name, convert in converters] for row in rows),
        )

    def update(self, model: Any, key: Any, **columns: Any) -> None:
        """Changes columns of the row with a key, if they are not so already."""
        before = self._row(model, key)
        assert before is not None
        after = before | columns
        if after != before:
            self.store.run(model.update(**columns).where(_key(model) == key))
            self.operations.append(Operation(model._meta.table_name, before, after))

    def delete(self, model: Any, *conditions: Any) -> int:
        """Deletes the rows that fulfil the conditions; answers how many."""
        rows = list(self.store.run(model.select(*_columns(model)).where(*conditions).dicts()))
        for batch in batched(rows):
            self._delete(model, [row[_key(model).name] for row in batch])
        table = model._meta.table_name
        self.operations.extend(Operation(table, row, None) for row in rows)
        return len(rows)

    def apply(self, operations: Iterable[Operation]) -> None:
        """Does operations that were read from the journal.

        Raises Refusal where a row is not as the operation expects it, where one that goes is
        needed by another, or one that comes needs another: somebody changed it since.
        """
        first = len(self.operations)
        for (table, had, has), run in groupby(operations, key=_kind):
            model = tables.BY_TABLE[table]
            for batch in _batches(run, _key(model).name):
                try:
                    self._apply_batch(model, batch, had, has)
                except Clash:
                    raise _changed_since() from None
                self.operations.extend(batch)
        if self.store.rows("SELECT 1 FROM owners WHERE id NOT IN (SELECT owner_id FROM timezones)"):
            raise _changed_since()
        self._check_references(self.operations[first:])

    def _check_references(self, operations: Iterable[Operation]) -> None:
        """Raises Refusal where what was applied leaves a row that names one that is not there."""
        named: dict[tuple[str, str, str], set[Any]] = {each: set() for each in _REFERENCES}
        for table, before, after in operations:
            for (child, column, parent), keys in named.items():
                if child == table and after is not None:
                    keys.add(after[column])
                elif parent == table and before is not None and after is None:
                    keys.add(before["id"])
        for (child, column, parent), keys in named.items():
            for batch in batched(keys - {None}):
                if self.store.rows(
                    f"SELECT 1 FROM {child} WHERE {column} IN ({', '.join('?' * len(batch))})"
                    f" AND {column} NOT IN (SELECT id FROM {parent}) LIMIT 1",
                    batch,
                ):
                    raise _changed_since()

    def _apply_batch(self, model: Any, batch: Sequence[Operation], had: bool, has: bool) -> None:
        key = _key(model)
        keys = [operation.row[key.name] for operation in batch]
        query = model.select(*_columns(model)).where(key.in_(keys)).dicts()
        found = {row[key.name]: row for row in self.store.run(query)}
        if any(found.get(key) != each.before for key, each in zip(keys, batch, strict=True)):
            raise _changed_since()
        if model is tables.Timezone and any(self._is_taken(each.after) for each in batch):
            raise _changed_since()
        if not has:
            self._delete(model, keys)
        elif not had:
            self._insert(model, [operation.row for operation in batch])
        else:
            for each in batch:
                self.store.run(model.update(**each.row).where(key == each.row[key.name]))

    def _is_taken(self, entry: Row | None) -> bool:
        """Whether a travel log has got another entry at the instant of one."""
        return entry is not None and bool(
            self.store.rows(
                "SELECT 1 FROM timezones WHERE owner_id = ? AND effective_from = ? AND id <> ?",
                (entry["owner_id"], entry["effective_from"], entry["id"]),
            )
        )

    def settle(self, retired: Iterable[tuple[int, Retired]] = ()) -> None:
        """Judges anew what the operations since the last time touched."""
        touched = self._touched()
        self._settled = len(self.operations)
        if not touched:
            return
        people, habits = load_people(self.store), load_habits(self.store)
        given: dict[int, list[Retired]] = {}
        for enrolment, record in retired:
            given.setdefault(enrolment, []).append(record)
        for each in touched:
            person, habit = people[each.owner_id], habits[each.streak_id]
            gone = rejudge(self.store, each, habit, person, given.get(each.id, ()))
            self.dropped.extend((each.id, record) for record in gone)

    def _touched(self) -> list[Enrolled]:
        """The enrolments whose judgement may depend on what was changed."""
        marks: dict[str, set[Any]] = {"enrolment": set(), "streak": set(), "owner": set()}
        skipped: set[tuple[str, str | None]] = set()
        moved: dict[str, Instant] = {}
        for operation in self.operations[self._settled :]:
            row, table = operation.row, operation.table
            if not operation.is_judged or table == "settings":
                continue
            if table == "logs":
                if row["enrolment_id"] not in self.judged:
                    marks["enrolment"].add(row["enrolment_id"])
            elif table == "enrolments":
                marks["enrolment"].add(row["id"])
            elif table == "skips":
                skipped.add((row["owner_id"], row["streak_id"]))
            elif table == "owners":
                marks["owner"].add(row["id"])
            elif table == "timezones":
                since = min(each["effective_from"] for each in operation[1:] if each)
                moved[row["owner_id"]] = min(since, moved.get(row["owner_id"], since))
            else:
                marks["streak"].add(row["id"] if table == "streaks" else row["streak_id"])
        if not (any(marks.values()) or skipped or moved):
            return []
        enrolments = load_enrolments(self.store)
        affected = self._moved(enrolments, moved)
        return [
            each
            for each in enrolments
            if each.id in marks["enrolment"]
            or each.id in affected
            or each.streak_id in marks["streak"]
            or each.owner_id in marks["owner"]
            or (each.owner_id, each.streak_id) in skipped
            or (each.owner_id, None) in skipped
        ]

    def _moved(self, enrolments: Iterable[Enrolled], moved: dict[str, Instant]) -> set[int]:
        """The enrolments whose boundaries may lie behind the first change of a timeline.

        A boundary before it is where it was, so a journey costs no look at old logs.
        """
        if not moved:
            return set()
        people, habits = load_people(self.store), load_habits(self.store)
        affected = set()
        for each in enrolments:
            if each.owner_id not in moved or each.owner_id not in people:
                continue
            days, since = people[each.owner_id].days, moved[each.owner_id]
            attempt = each.state.attempt
            known = [day for day in (each.cursor_day, attempt and attempt.opened_on) if day]
            first = days.entries[0][0]
            if (
                habits[each.streak_id].strict
                or since <= max(first, each.enrolled_at)
                or any(days.start_of(day) >= since for day in known)
            ):
                affected.add(each.id)
        return affected

    def _row(self, model: Any, key: Any) -> Row | None:
        query = model.select(*_columns(model)).where(_key(model) == key).dicts()
        return next(iter(self.store.run(query)), None)

    def _delete(self, model: Any, keys: Sequence[Any]) -> None:
        if model is tables.Enrolment:
            self.store.run(model.update(record_id=None).where(model.id.in_(keys)))
            for enrolment in keys:
                gone = forget(self.store, enrolment)
                self.dropped.extend((enrolment, record) for record in gone)
        self.store.run(model.delete().where(_key(model).in_(keys)))


def _changed_since() -> Refusal:
    return Refusal(
        "changed_since",
        "That cannot be taken back or done again: it has been changed since by another person.",
    )
