"""Somebody else's SQLite files: read only, guarded, and left exactly as they are."""

from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Final

from unbroken.exchange import contract
from unbroken.exchange.contract import ExchangeError, too_many
from unbroken.exchange.readers.text_file import check, reason

MAGIC: Final = b"SQLite format 3\0"
STEPS_A_TICK: Final = 10_000
MOST_TICKS: Final = 50_000
LONGEST_CELL: Final = 16 * 1024 * 1024

_VIRTUAL: Final = re.compile(r"\s*create\s+virtual\b", re.IGNORECASE)
_HARMLESS: Final = frozenset({sqlite3.SQLITE_READ, sqlite3.SQLITE_SELECT})
_DENIED: Final = sqlite3.SQLITE_DENY


class Tables:
    """The real tables of an open file; views and virtual tables are not seen."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        """The schema version that the tracker keeps."""
        self._columns: dict[str, tuple[str, dict[str, str]]] = {}
        for name, sql in connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
        ).fetchall():
            if isinstance(name, str) and not _VIRTUAL.match(str(sql)):
                info = connection.execute(f"PRAGMA table_info({_quoted(name)})")
                self._columns[name.lower()] = (name, {row[1].lower(): row[1] for row in info})

    def has(self, table: str, *columns: str) -> bool:
        """True where there is such a table with all these columns."""
        return table in self._columns and set(columns) <= self._columns[table][1].keys()

    def rows(self, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """The named columns of all rows, in the order they are kept in; None for a missing one.

        Raises ExchangeError where there are too many.
        """
        name, known = self._columns[table]
        wanted = ", ".join(_quoted(known[c]) if c in known else "NULL" for c in columns)
        found = self._connection.execute(f"SELECT {wanted} FROM {_quoted(name)}")
        for number, row in enumerate(found):
            if number >= contract.MOST_ENTRIES:
                raise too_many(f"The table “{name}”", contract.MOST_ENTRIES, "rows")
            yield row

    def further(self, table: str, *known: str) -> list[str]:
        """The columns of a table that are not `known`, in lower case, and hold anything."""
        name, columns = self._columns[table]
        found = []
        for column in sorted(columns.keys() - {*known}):
            quoted = _quoted(columns[column])
            query = f"SELECT 1 FROM {_quoted(name)} WHERE {quoted} NOT IN ('', 0) LIMIT 1"
            if self._connection.execute(query).fetchone():
                found.append(column)
        return found


@contextmanager
def opened(path: Path) -> Iterator[Tables]:
    """The tables of an SQLite file, for reading.

    A file with a journal of unfinished work beside it is read from a private copy, since only its
    owner may roll that back. Raises ExchangeError, also for errors met while reading.
    """
    check(path)
    try:
        with ExitStack() as stack:
            connection = stack.enter_context(closing(_connected(path.resolve(), stack)))
            _guard(connection)
            yield Tables(connection)
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter from SQLite's own messages
        raise ExchangeError(f"“{path.name}” is damaged or not an SQLite database.") from error
    except OSError as error:
        raise ExchangeError(f"“{path.name}” cannot be read: {reason(error)}.") from error


TableColumns = tuple[tuple[str, ...], ...]
"""The tables by which a tracker's database is known, each with columns that it must have."""


@contextmanager
def opened_as(tracker: str, path: Path, wanted: TableColumns) -> Iterator[Tables]:
    """The tables of a tracker's database. Raises ExchangeError, also where it is not one."""
    with opened(path) as tables:
        if not all(tables.has(*table) for table in wanted):
            raise ExchangeError(f"“{path.name}” is not a {tracker} database.")
        yield tables


def holds(path: Path, wanted: TableColumns) -> bool:
    """Whether a file is an SQLite database with these tables."""
    try:
        with opened(path) as tables:
            return all(tables.has(*table) for table in wanted)
    except ExchangeError:
        return False


def _connected(path: Path, stack: ExitStack) -> sqlite3.Connection:
    with path.open("rb") as stream:
        head = stream.read(20)
    if not head.startswith(MAGIC):
        raise sqlite3.DatabaseError("not a database")
    beside = [path.with_name(path.name + end) for end in ("-wal", "-journal")]
    unfinished = [file for file in beside if file.is_file() and file.stat().st_size]
    if unfinished:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="unbroken-")))
        for file in (path, *unfinished):
            check(file)
            shutil.copyfile(file, folder / file.name)
        return _connection((folder / path.name).as_uri())
    if head[18:20] == b"\2\2":  # a file in WAL mode would get side files even from a reader
        return _connection(f"{path.as_uri()}?mode=ro&immutable=1")
    connection = _connection(f"{path.as_uri()}?mode=ro")
    try:
        connection.execute("PRAGMA schema_version")
    except sqlite3.Error:
        connection.close()
        return _connection(f"{path.as_uri()}?mode=ro&immutable=1")
    return connection


def _connection(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=2, isolation_level=None)
    connection.text_factory = _text
    return connection


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _guard(connection: sqlite3.Connection) -> None:
    """Leaves nothing but plain reading possible, and not without end."""
    ticks = 0

    def tick() -> int:
        nonlocal ticks
        ticks += 1
        return int(ticks > MOST_TICKS)

    def allowed(action: int, first: str | None, second: str | None, *_: str | None) -> int:
        if action in _HARMLESS:
            return sqlite3.SQLITE_OK
        asks = first == "table_info" or (first == "user_version" and second is None)
        return sqlite3.SQLITE_OK if action == sqlite3.SQLITE_PRAGMA and asks else _DENIED

    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_CELL)
    connection.execute("PRAGMA trusted_schema = 0")
    connection.execute("PRAGMA query_only = 1")
    connection.set_progress_handler(tick, STEPS_A_TICK)
    connection.set_authorizer(allowed)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
