"""Statements on one open database file: the rows of a query, and rows that are written.

Errors of SQLite and of Peewee become a person's (StoreError), in every call.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

from unbroken.core.typing import TYPE_CHECKING, Any
from unbroken.store.sqlite_errors import UNDECODABLE, translated
from unbroken.store.stored_values import Row, decoded, marks

if TYPE_CHECKING:
    from peewee import SqliteDatabase


class Statements:
    """Runs hand-written statements and Peewee's queries on one connection.

    Raises StoreError in every call when the file cannot be used.
    """

    path: str
    _connection: sqlite3.Connection
    _peewee: SqliteDatabase | None = None

    @property
    def database(self) -> SqliteDatabase:
        """Peewee's view of the same connection, made when the first of its queries is run."""
        if self._peewee is None:
            from unbroken.store.peewee_adapter import adopt  # Peewee takes longer than a command

            self._peewee = adopt(self._connection)
        return self._peewee

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a hand-written query, as plain tuples: far cheaper than model objects.

        Of a text that is not UTF-8 the bytes that are none become U+FFFD; the doctor names it.
        """
        try:  # without a context manager: it is by far the most frequent call
            return self._connection.execute(sql, parameters).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if not str(error).startswith(UNDECODABLE):
                raise self._plain(error) from error
        with self._plainly():
            self._connection.text_factory = _readable
            try:
                return self._connection.execute(sql, parameters).fetchall()
            finally:
                self._connection.text_factory = str

    def exact_rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The same, but a text that is not UTF-8 raises Unreadable."""
        with self._plainly():
            return self._connection.execute(sql, parameters).fetchall()

    def raw_rows(self, table: str) -> Iterator[Row]:
        """Every row of a table by its columns, unread; a text that is not UTF-8 as its octets."""
        with self._plainly():
            self._connection.text_factory = decoded
            try:
                cursor = self._connection.execute(f"SELECT * FROM {table}")
                names = [column[0] for column in cursor.description]
                for values in cursor.fetchall():
                    yield dict(zip(names, values, strict=True))
            finally:
                self._connection.text_factory = str

    def pages(self) -> bytes:
        """The file as it is, in whatever state its tables are; also while it is being written."""
        with self._plainly():
            return self._connection.serialize()

    def run(self, query: Any) -> Any:
        """Executes a Peewee query on this database."""
        # Peewee takes longer than a command
        from unbroken.store.peewee_adapter import PeeweeException

        try:
            return query.execute(self.database)
        except PeeweeException as error:
            raise self._plain(error) from error

    def records(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """The rows of a query by their columns."""
        with self._plainly():
            cursor = self._connection.execute(sql, parameters)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, values, strict=True)) for values in cursor]

    def insert(self, table: str, row: Row) -> int:
        """Inserts one row of stored values without Peewee; answers its row id."""
        sql = _insertion(table, tuple(row))
        try:
            return self._connection.execute(sql, tuple(row.values())).lastrowid or 0
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise self._plain(error) from error

    def upsert(self, table: str, row: Row) -> None:
        """Inserts one row of stored values, or changes the one with its `id`."""
        changes = ", ".join(f"{name} = excluded.{name}" for name in row if name != "id")
        self.rows(
            f"{_insertion(table, tuple(row))} ON CONFLICT (id) DO UPDATE SET {changes}",
            tuple(row.values()),
        )

    def update(self, table: str, key: int | str, columns: Row) -> None:
        """Changes columns of the row with an `id`, to stored values."""
        changes = ", ".join(f"{name} = ?" for name in columns)
        self.rows(f"UPDATE {table} SET {changes} WHERE id = ?", (*columns.values(), key))

    def zone_key(self, name: str) -> int:
        """The number of a time zone in which something is logged; a new one gets its own."""
        rows = self.rows("SELECT id FROM zones WHERE name = ?", (name,))
        return int(rows[0][0]) if rows else self.insert("zones", {"name": name})

    def run_many(self, sql: str, rows: Iterator[Sequence[Any]]) -> None:
        """Executes a statement once for each row: seven times faster than a query a row."""
        with self._plainly():
            self._connection.executemany(sql, rows)

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, UnicodeDecodeError) as error:  # its own words may be damaged, too
            raise self._plain(error) from error

    def _plain(self, error: Exception) -> Exception:
        """What an error means to a person, or the error itself if it is none but a bug."""
        return translated(error, self.path) or error


@lru_cache(maxsize=64)
def _insertion(table: str, names: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks(len(names))})"


def _readable(stored: bytes) -> str:
    return stored.decode("utf-8", "replace")
