"""Opening a database file safely, reading it consistently, writing it in one piece.

A rollback journal with `synchronous=EXTRA` loses nothing in a power cut, survives a sync client
that replaces the file, and can be read on a read-only disk. Every write is `BEGIN IMMEDIATE`, so
that two windows take turns instead of failing.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from peewee import PeeweeException, SqliteDatabase

from unbroken.store.errors import NEWER, NO_ACCESS, NOT_OURS, StoreError, store_error, translated
from unbroken.store.schema import APPLICATION_ID, MIGRATIONS

MEMORY: Final = ":memory:"

_PATIENCE: Final = 20
_PAUSE: Final = 0.05

_PRAGMAS: Final = (
    ("foreign_keys", 1),
    ("synchronous", "EXTRA"),
    ("trusted_schema", 0),
    ("temp_store", "MEMORY"),
)


class Store:
    """One open database file, used by one thread.

    Raises StoreError, in the constructor and in every call, when the file cannot be used.
    `timeout` is how many seconds another program's lock is waited for.
    """

    def __init__(self, path: Path | str, *, timeout: float = 5.0) -> None:
        self.path = str(path)
        made = self.path != MEMORY and _make_private(Path(self.path))
        self.database = SqliteDatabase(self.path, pragmas=_PRAGMAS, timeout=timeout)
        with self._plainly():
            self.database.connect()
            self._connection: sqlite3.Connection = self.database.connection()  # type: ignore[no-untyped-call]
            self._connection.execute("PRAGMA journal_mode = DELETE")
            self._climb(made or self.path == MEMORY)

    def close(self) -> None:
        """Closes the file."""
        self.database.close()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a hand-written query, as plain tuples: far cheaper than model objects."""
        with self._plainly():
            return self._connection.execute(sql, parameters).fetchall()

    def run(self, query: Any) -> Any:
        """Executes a Peewee query on this database."""
        with self._plainly():
            return query.execute(self.database)

    def run_many(self, sql: str, rows: Iterator[Sequence[Any]]) -> None:
        """Executes a statement once for each row: seven times faster than a query a row."""
        with self._plainly():
            self._connection.executemany(sql, rows)

    @property
    def data_version(self) -> int:
        """A number that changes when another connection has changed the file."""
        return int(self.rows("PRAGMA data_version")[0][0])

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several reads that see one state of the file. Inside a write: that write's state."""
        if self._connection.in_transaction:
            yield
            return
        with self._plainly():
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    @contextmanager
    def writing(self, *, discard: bool = False) -> Iterator[None]:
        """One transaction: all of it is kept or nothing. With `discard`, it is only tried out.

        The first error is the one that is raised, also where SQLite has rolled back by itself.
        """
        with self._plainly():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("ROLLBACK" if discard else "COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, PeeweeException) as error:
            plain = translated(error, self.path)
            if plain is None:
                raise
            raise plain from error

    def _climb(self, made: bool) -> None:
        blank = self._is_blank()
        for _ in range(_PATIENCE if blank and not made else 0):
            time.sleep(_PAUSE)  # another first start may be about to fill the file it has made
            if not (blank := self._is_blank()):
                break
        if blank and not made:
            raise store_error(NOT_OURS, self.path)
        if not blank and self._version() == len(MIGRATIONS):
            return
        with self.writing():
            climbed = 0 if self._is_blank() else self._version()
            for number, statements in enumerate(MIGRATIONS[climbed:], climbed + 1):
                for statement in statements:
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA user_version = {number}")
            self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    def _is_blank(self) -> bool:
        return not self.rows("SELECT 1 FROM sqlite_master")

    def _version(self) -> int:
        """How many migrations the file has had. Refuses what is not ours, or newer."""
        if self.rows("PRAGMA application_id")[0][0] != APPLICATION_ID:
            raise store_error(NOT_OURS, self.path)
        version = int(self.rows("PRAGMA user_version")[0][0])
        if version > len(MIGRATIONS):
            raise store_error(NEWER, self.path)
        return version


def _make_private(path: Path) -> bool:
    """Makes an empty file that only its owner can read; False where there is a file already."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        if path.is_dir() or not path.parent.is_dir():
            raise StoreError(
                NO_ACCESS, f"{path} is not a file; name a file for the database with --db."
            ) from None
        return False
    except OSError as error:
        if path.exists():
            return False
        raise store_error(NO_ACCESS, str(path)) from error
    return True
