"""A unit of work: the rows that one change of an owner touches, before and after.

It holds what was done to the rows that people make (owners, streaks, logs, skips …), so that taking
a change back comes free. What is judged from them is not in it: it is judged anew.

Rows hold days as `Day`, instants as `Instant`; the journal keeps them as whole numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby

from unbroken.core.errors import Clash, ErrorCode, Refusal
from unbroken.core.local_days import iso
from unbroken.core.streak_fields import STORED, Kind
from unbroken.core.typing import Any, Final
from unbroken.store.connection import Store
from unbroken.store.operations import Operation, Operations
from unbroken.store.progress import Former, delete_progress
from unbroken.store.stored_values import (
    LOG_RECORD,
    Row,
    batched,
    marks,
    optional_day,
    read_id,
    stored_ids,
    stored_log,
)

_BATCH: Final = 500
_COLUMNS: Final = {
    "enrolments": "id, streak_id, owner_id, enrolled_at, position",
    "logs": LOG_RECORD,
}
"""The columns that people make, where not all of them are, or not as they are stored."""
_OFTEN: Final = ("logs", "skips", "enrolments")
"""The tables in which rows are made every day: without Peewee, which takes longer to import."""
_KEYS: Final = {"settings": "key"}
"""The columns that are keys, where that is not `id`."""
_DAYS: Final = frozenset(
    (
        *("from_day", "first_day", "last_day", "local_date"),
        *(each.column for each in STORED if each.kind == Kind.DAY),
    )
)
"""The columns that hold days, of whichever table."""
_FLAGS: Final = frozenset(each.column for each in STORED if each.kind == Kind.FLAG)
_REFERENCES: Final = (
    ("timezones", "owner_id", "owners"),
    ("targets", "streak_id", "streaks"),
    ("milestones", "streak_id", "streaks"),
    ("enrolments", "streak_id", "streaks"),
    ("enrolments", "owner_id", "owners"),
    ("logs", "enrolment_id", "enrolments"),
    ("skips", "streak_id", "streaks"),
    ("skips", "owner_id", "owners"),
    ("timers", "streak_id", "streaks"),
    ("timers", "owner_id", "owners"),
)
"""Which column of a table names a row of another, among what people make."""


class UnitOfWork:
    """Writes rows inside one transaction, and remembers how they were."""

    def __init__(self, store: Store, owner_id: str = "", label: str = "") -> None:
        self.store = store
        self.owner_id = owner_id
        """Whose change it is."""
        self.label = label
        """What was done, in the words of the undo message."""
        self.operations = Operations(store.written_by)
        self.former: Former | None = None
        """What a log that came in order has changed of what is stored of a judgement."""
        self._new: list[Operation] = []

    def new_operations(self) -> list[Operation]:
        """The operations since this was asked last; of many new rows the last stands for all."""
        new, self._new = self._new, []
        return new

    def count_last_as_judged(self) -> None:
        """What the last operation does to a judgement is stored already."""
        self._new.pop()

    def add_rows(
        self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], owner: str
    ) -> None:
        """Inserts very many rows, with days as they are stored, that nobody will take back.

        Of those with one value in the column `owner` a single one is remembered, which is enough
        to have judged anew what they touch.
        """
        if not rows:
            return
        self.store.hold_more_pages()
        self.store.changed(table)
        self._insert(table, columns, rows, has_days=False)
        place = columns.index(owner)
        firsts = {row[place]: row for row in reversed(rows)}
        self._new.extend(
            Operation(table, None, dict(zip(columns, row, strict=True))) for row in firsts.values()
        )

    @property
    def sets_alone(self) -> bool:
        """Whether nothing but settings was touched."""
        return all(each.table == "settings" for each in self.operations)

    def insert(self, table: str, row: Row) -> Row:
        """Inserts a row; answers it, with the key that the table gave it."""
        key = _key(table)
        if table in _OFTEN:
            new: Any = self.store.insert(table, self._stored(table, row))
        else:
            from unbroken.store.model_rows import insert_row  # Peewee takes longer than a command

            new = insert_row(self.store, table, row)
        row = row if key in row else {key: new, **row}
        self._note(Operation(table, None, row))
        return row

    def insert_many(self, table: str, rows: Sequence[Row]) -> None:
        """Inserts many whole rows of one table, keys included."""
        self.store.hold_more_pages()
        self._insert_rows(table, rows)
        for row in rows:
            self._note(Operation(table, None, row))

    def insert_logs(self, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Inserts many logs of one enrolment, each by its columns, keys included."""
        self.store.hold_more_pages()
        self._insert("logs", columns, rows)
        self.operations.extend_with_rows("logs", columns, rows)
        last = dict(zip(columns, rows[-1], strict=True))
        self._new.append(Operation("logs", None, last))

    def update(self, table: str, key: Any, **columns: Any) -> None:
        """Changes columns of the row with a key, if they are not so already."""
        [before] = self._rows(table, **{_key(table): [key]})
        after = before | columns
        if after != before:
            if table in _OFTEN:
                self._update(table, key, columns)
            else:
                from unbroken.store.model_rows import update_row  # Peewee takes longer

                update_row(self.store, table, key, columns)
            self._note(Operation(table, before, after))

    def delete(self, table: str, **equal: Any) -> int:
        """Deletes the rows in which the columns have these values; answers how many."""
        return self.delete_in(table, **{column: [value] for column, value in equal.items()})

    def delete_in(self, table: str, **values: Sequence[Any]) -> int:
        """Deletes the rows in which each column has one of its values; answers how many."""
        rows = self._rows(table, **values)
        for batch in batched(rows):
            self._delete(table, [row[_key(table)] for row in batch])
        for row in rows:
            self._note(Operation(table, row, None))
        return len(rows)

    def apply(self, operations: Collection[Operation]) -> None:
        """Does operations that were read from the journal.

        Raises Refusal where a row is not as the operation expects it, where one that goes is
        needed by another, or one that comes needs another: somebody changed it since.
        """
        for (table, had, has), run in groupby(operations, key=_kind):
            for batch in _batches(run, _key(table)):
                try:
                    self._apply_batch(table, batch, had, has)
                except Clash:
                    raise _changed_since() from None
                for each in batch:
                    self._note(each)
        self.check_people()
        self._check_references(operations)

    def check_people(self) -> None:
        """Raises Refusal where somebody is left who is in no time zone."""
        if self.store.rows("SELECT 1 FROM owners WHERE id NOT IN (SELECT owner_id FROM timezones)"):
            raise _changed_since()

    def row(self, table: str, key: Any) -> Row | None:
        """The row of a table with a key, if there is one."""
        found = self._rows(table, **{_key(table): [key]})
        return found[0] if found else None

    def apply_one(self, operation: Operation) -> bool:
        """Does one operation by itself; False, and nothing is done, where another row needs
        what goes, or what comes needs another or takes its place.
        """
        table, had, has = _kind(operation)
        try:
            with self.store.writing():
                self._apply_batch(table, [operation], had, has)
                self._check_references([operation])
        except (Clash, Refusal):
            return False
        self._note(operation)
        return True

    def _note(self, operation: Operation) -> None:
        self.store.changed(operation.table)
        self.operations.append(operation)
        self._new.append(operation)

    def _insert(
        self,
        table: str,
        names: Sequence[str],
        rows: Iterable[Sequence[Any]],
        *,
        has_days: bool = True,
    ) -> None:
        """Inserts rows; without `has_days` their days are as they are stored already."""
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        for place, name in enumerate(names):
            if name in _DAYS and has_days:
                columns[place] = [*_dates(columns[place])]
            elif (table, name) == ("logs", "id"):
                columns[place] = stored_ids(columns[place])
            elif (table, name) == ("logs", "timezone"):
                columns[place] = [*map(cache(self.store.zone_key), columns[place])]
        self.store.run_many(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks(len(names))})",
            zip(*columns, strict=True),
        )

    def _insert_rows(self, table: str, rows: Sequence[Row]) -> None:
        names = tuple(rows[0])
        self._insert(table, names, ([row[name] for name in names] for row in rows))

    def _delete(self, table: str, keys: Sequence[Any]) -> None:
        among = f"{_key(table)} IN ({marks(len(keys))})"
        if table == "enrolments":
            self.store.rows(f"UPDATE enrolments SET record_id = NULL WHERE {among}", keys)
            for enrolment in keys:
                delete_progress(self.store, enrolment)
        self.store.rows(f"DELETE FROM {table} WHERE {among}", _stored_keys(table, keys))

    def _rows(self, table: str, **values: Sequence[Any]) -> list[Row]:
        """The rows in which each column has one of its values."""
        among = " AND ".join(f"{name} IN ({marks(len(each))})" for name, each in values.items())
        found = self.store.records(
            f"SELECT {_COLUMNS.get(table, '*')} FROM {table} WHERE {among}",
            [
                value
                for name, each in values.items()
                for value in (_stored_keys(table, each) if name == "id" else each)
            ],
        )
        for row in found:
            if table == "logs":
                row["id"] = read_id(row["id"])
            for name in row.keys() & _DAYS:
                row[name] = optional_day(row[name])
            for name in row.keys() & _FLAGS:
                row[name] = bool(row[name])
        return found

    def _update(self, table: str, key: Any, columns: Row) -> None:
        changes = ", ".join(f"{name} = ?" for name in columns)
        values = (*self._stored(table, columns).values(), *_stored_keys(table, [key]))
        self.store.rows(f"UPDATE {table} SET {changes} WHERE {_key(table)} = ?", values)

    def _stored(self, table: str, row: Row) -> Row:
        """A row as it is stored: days as `YYYY-MM-DD`, and a log in its own way."""
        stored = {
            name: iso(value) if name in _DAYS and value is not None else value
            for name, value in row.items()
        }
        return stored_log(stored, self.store.zone_key) if table == "logs" else stored

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
                    f"SELECT 1 FROM {child} WHERE {column} IN ({marks(len(batch))})"
                    f" AND {column} NOT IN (SELECT id FROM {parent}) LIMIT 1",
                    batch,
                ):
                    raise _changed_since()

    def _apply_batch(self, table: str, batch: Sequence[Operation], had: bool, has: bool) -> None:
        key = _key(table)
        keys = [operation.row[key] for operation in batch]
        found = {row[key]: row for row in self._rows(table, **{key: keys})}
        if any(found.get(key) != each.before for key, each in zip(keys, batch, strict=True)):
            raise _changed_since()
        if table == "timezones" and any(self._is_taken(each.after) for each in batch):
            raise _changed_since()
        if not has:
            self._delete(table, keys)
        elif not had:
            self._insert_rows(table, [each.row for each in batch])
        else:
            for each in batch:
                self._update(table, each.row[key], each.row)

    def _is_taken(self, entry: Row | None) -> bool:
        """Whether a timezone timeline has got another entry at the instant of one."""
        return entry is not None and bool(
            self.store.rows(
                "SELECT 1 FROM timezones WHERE owner_id = ? AND effective_from = ? AND id <> ?",
                (entry["owner_id"], entry["effective_from"], entry["id"]),
            )
        )


def _key(table: str) -> str:
    return _KEYS.get(table, "id")


def _stored_keys(table: str, keys: Sequence[Any]) -> Sequence[Any]:
    """Keys of a table as they are stored."""
    return stored_ids(keys) if table == "logs" else keys


def _dates(days: Iterable[Any]) -> Iterator[str | None]:
    """Days as `YYYY-MM-DD`."""
    return (day if day is None else iso(day) for day in days)


def _kind(operation: Operation) -> tuple[str, bool, bool]:
    return operation.table, operation.before is not None, operation.after is not None


def _batches(operations: Iterable[Operation], key: str) -> Iterator[list[Operation]]:
    """Lists of operations in order; no list has two of one row, which need each other's outcome."""
    batch: dict[Any, Operation] = {}
    for operation in operations:
        if operation.row[key] in batch or len(batch) == _BATCH:
            yield list(batch.values())
            batch = {}
        batch[operation.row[key]] = operation
    yield list(batch.values())


def _changed_since() -> Refusal:
    return Refusal(
        ErrorCode.CHANGED_SINCE,
        "That cannot be taken back or done again: it has been changed since by another person, or"
        " on another machine.",
    )
