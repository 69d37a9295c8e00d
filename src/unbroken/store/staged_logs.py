"""Logs on their way into a database: those of a document, until all of it is known to do.

They are in a file of their own that SQLite makes and nobody else sees, so that a document of any
length takes little memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

from unbroken.core.typing import Any, Final
from unbroken.store.sqlite_errors import translated
from unbroken.store.stored_values import batched, marks

LOG_COLUMNS: Final = (
    *("id", "enrolment_id", "activity_at", "timezone", "local_date", "value", "note"),
    *("unique_identifier", "recorded_at", "metadata", "reference"),
)
"""The columns of a log as `StagedLogs.rows` gives them; `local_date` is a day."""

_TABLE: Final = """CREATE TABLE staged (
    group_number INTEGER NOT NULL,
    number INTEGER NOT NULL,
    id TEXT NOT NULL,
    activity_at INTEGER NOT NULL,
    timezone TEXT NOT NULL,
    local_date INTEGER NOT NULL,
    value INTEGER NOT NULL,
    note TEXT NOT NULL,
    unique_identifier TEXT,
    recorded_at INTEGER NOT NULL,
    metadata TEXT,
    reference TEXT,
    PRIMARY KEY (group_number, number)
) STRICT, WITHOUT ROWID"""
_WIDTH: Final = 12
"""How many columns that are."""
_AT_ONCE: Final = 500
"""Logs that are read at once."""

Place = tuple[int, int]
"""Where a log is: its group, and its number in the document."""


class StagedLogs:
    """Logs in groups, each in the order of its document. Every call raises StoreError."""

    def __init__(self) -> None:
        with _plainly():
            self._connection = sqlite3.connect("", isolation_level=None)
            for statement in ("PRAGMA journal_mode = OFF", "PRAGMA cache_size = -4000", _TABLE):
                self._connection.execute(statement)
            self._connection.execute("BEGIN")

    def close(self) -> None:
        """Forgets all of them."""
        self._connection.close()

    def __len__(self) -> int:
        [(count,)] = self._rows("SELECT COUNT(*) FROM staged")
        return int(count)

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Adds logs: each its place, and the columns but for the enrolment."""
        self._run(f"INSERT INTO staged VALUES ({marks(_WIDTH)})", rows)

    def first_repeated(self, ids: Collection[str]) -> tuple[int, str] | None:
        """The number and the id of the first log that has the id of one before it; one of `ids`."""
        known: set[str] = set()
        found = [
            each
            for batch in batched(ids)
            for each in self._rows(
                f"SELECT number, id FROM staged WHERE id IN ({marks(len(batch))})", batch
            )
        ]
        for number, log_id in sorted(found):
            if log_id in known:
                return number, log_id
            known.add(log_id)
        return None

    def drop_groups(self, groups: Iterable[int]) -> None:
        """Drops all logs of some groups."""
        self._run("DELETE FROM staged WHERE group_number = ?", ((each,) for each in groups))

    def drop(self, places: Iterable[Place]) -> int:
        """Drops logs at some places; answers how many."""
        before = self._connection.total_changes
        self._run("DELETE FROM staged WHERE group_number = ? AND number = ?", places)
        return self._connection.total_changes - before

    def ids(self, group: int) -> Iterator[list[tuple[int, str]]]:
        """The number and the id of each log of a group, some at a time."""
        yield from self._batches(
            "SELECT number, id FROM staged WHERE group_number = ? ORDER BY number", (group,)
        )

    def unique_identifiers(self) -> list[tuple[int, int, str]]:
        """The place and the unique identifier of every log that has one, in the order of all."""
        return self._rows(
            "SELECT group_number, number, unique_identifier FROM staged"
            " WHERE unique_identifier IS NOT NULL ORDER BY number"
        )

    def spans(self) -> dict[int, tuple[int, int, int]]:
        """By group that has logs: how many, and the first and the last of their local dates."""
        return {
            group: (count, first, last)
            for group, count, first, last in self._rows(
                "SELECT group_number, COUNT(*), MIN(local_date), MAX(local_date) FROM staged"
                " GROUP BY group_number"
            )
        }

    def rows(
        self, groups: Collection[int], enrolment_id: int, size: int
    ) -> Iterator[list[tuple[Any, ...]]]:
        """The logs of some groups as rows of an enrolment, at most `size` at a time."""
        yield from self._batches(
            "SELECT id, ?, activity_at, timezone, local_date, value, note, unique_identifier,"
            f" recorded_at, metadata, reference FROM staged WHERE group_number IN"
            f" ({marks(len(groups))}) ORDER BY number",
            (enrolment_id, *groups),
            size,
        )

    def _rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with _plainly():
            return self._connection.execute(sql, parameters).fetchall()

    def _run(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        with _plainly():
            self._connection.executemany(sql, rows)

    def _batches(
        self, sql: str, parameters: Sequence[Any], size: int = _AT_ONCE
    ) -> Iterator[list[tuple[Any, ...]]]:
        with _plainly():
            cursor = self._connection.execute(sql, parameters)
        while True:
            with _plainly():
                batch = cursor.fetchmany(size)
            if not batch:
                return
            yield batch


@contextmanager
def _plainly() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise translated(error, "a temporary file") or error from error
