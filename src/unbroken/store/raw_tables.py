"""The rows of a database file whatever its state: as SQLite has them, unread and unchecked.

What a broken page holds is skipped; of the rest every row is found, by ranges of row ids. Where the
first page, with the schema on it, is broken, each table is read with another page in its place,
that has this table alone: where it begins, its records tell.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from functools import cache
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from types import NoneType

from unbroken.core.typing import Any, Final, NamedTuple
from unbroken.store.connection import MEMORY, Store
from unbroken.store.integrity import of_a_new_file
from unbroken.store.schema import APPLICATION_ID
from unbroken.store.stored_values import Garbled, Row, decoded, read_id, stored_log
from unbroken.store.table_roots import Field, table_roots

Tables = dict[str, list[Row]]
"""By table: its rows, each value by its column. A text that is not UTF-8 is `Garbled`."""

_BROKEN: Final = (sqlite3.Error, OverflowError, UnicodeDecodeError)
"""What reading a broken file raises; the words of an error can be damaged themselves."""
_STEPS: Final = 5_000_000
"""Steps of SQLite's machine after which a query goes in circles, in a tree that is broken."""
_BARREN: Final = 20
"""Broken rows in a row after which it is no row that is broken but the tree."""
_UNSEEN: Final = 5000
"""Rows that are looked for behind the last one that was found, where no index knows of more."""
_LEAST_CELL: Final = 8
"""Octets that no row is shorter than."""
_PAGE: Final = 4096
"""Octets of a page of our files."""
_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "TEXT": (str, Garbled),
    "INTEGER": (int,),
    "BLOB": (bytes,),
    "ANY": (bytes, str, Garbled),
}
"""What is stored in a column, by how it is declared."""
_ONCE_TEXT: Final = ("logs", "timezone")
"""A column that holds texts in files of before."""


class _Column(NamedTuple):
    name: str
    is_row_id: bool
    """Whether it has no value of its own."""
    types: tuple[type, ...]
    """What its values are."""
    default: str | None
    """What it is, as SQL, in rows that were written before it was added."""

    @property
    def field(self) -> Field:
        """It as a value of a record, in which a row id has none."""
        if self.is_row_id:
            return Field((NoneType,), False)
        types = tuple(bytes if each is Garbled else each for each in self.types)
        return Field(types, NoneType in types or self.default is not None)


def _columns() -> dict[str, list[_Column]]:
    """By table of the schema: its columns."""
    found: dict[str, list[_Column]] = {}
    for table, name, kind, key, required, default in of_a_new_file(
        'SELECT m.name, c.name, c.type, c.pk, c."notnull", c.dflt_value FROM sqlite_master m'
        " JOIN pragma_table_info(m.name) c"
        " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.rowid, c.cid"
    ):
        types = _TYPES[kind] if required else (*_TYPES[kind], NoneType)
        if (table, name) == _ONCE_TEXT:
            types += _TYPES["TEXT"]
        column = _Column(name, bool(key) and kind == "INTEGER", types, default)
        found.setdefault(table, []).append(column)
    return found


def read_tables(path: Path) -> Tables:
    """What can be read of a file that nobody else uses; it may be written to, to read it.

    Empty where it is no file of ours.
    """
    content, columns = path.read_bytes(), _columns()
    found = _read_file(path, columns)
    if len(found) == len(columns):
        return _with_read_logs(found)
    other: Tables = {}
    fields = {table: [each.field for each in those] for table, those in columns.items()}
    for table, root in table_roots(content, _PAGE, fields).items():
        with path.open("r+b") as file:
            file.write(_first_page(table, columns[table], root, len(content)))
        other |= _read_file(path, {table: columns[table]})
    path.write_bytes(content)
    return _with_read_logs(max(found, other, key=_count))


def rows_of(store: Store, but: Collection[str] = ()) -> Tables:
    """Every row of a database whose structure is whole, but for some tables."""
    found = {name: list(store.raw_rows(name)) for name in _columns() if name not in but}
    return _with_read_logs(found)


def _with_read_logs(tables: Tables) -> Tables:
    """The same with the ids and the zones of logs as everybody knows them; so zones can go."""
    zones = {row["id"]: row["name"] for row in tables.pop("zones", ())}
    for row in tables.get("logs", ()):
        row["id"] = read_id(row["id"])
        row["timezone"] = zones.get(row["timezone"], row["timezone"])
    return tables


def write_tables(store: Store, tables: Mapping[str, Sequence[Row]]) -> None:
    """Inserts rows into new tables, in one transaction."""
    zone_key = cache(store.zone_key)
    for name, rows in tables.items():
        for row in rows:
            store.insert(name, stored_log(row, zone_key) if name == "logs" else row)


def _count(tables: Tables) -> int:
    """How many rows are what their table holds: by a wrong schema those of others are found."""
    known = _columns()
    return sum(
        all(isinstance(row[column.name], column.types) for column in known[name])
        for name, rows in tables.items()
        for row in rows
    )


def _read_file(path: Path, tables: Mapping[str, list[_Column]]) -> Tables:
    size = path.stat().st_size
    found: Tables = {}
    try:
        connection = sqlite3.connect(path, isolation_level=None)
    except _BROKEN:
        return found
    with closing(connection):
        connection.text_factory = decoded
        for name, columns in tables.items():
            try:
                described = connection.execute(f"SELECT * FROM {name} WHERE 0").description
            except _BROKEN:
                continue
            if len(described) == len(columns):
                rows = _Reader(connection, name, size).rows()
                found[name] = [_row(columns, *each) for each in rows]
    return found


def _row(columns: list[_Column], rowid: int, values: Sequence[Any]) -> Row:
    """A row by the columns of the schema, whatever a damaged file calls them."""
    return {
        column.name: rowid if column.is_row_id else value
        for column, value in zip(columns, values, strict=True)
    }


class _Reader:
    """Reads one table as far as it can be read."""

    def __init__(self, connection: sqlite3.Connection, table: str, size: int) -> None:
        self._connection, self._table, self._size = connection, table, size
        self._found: dict[int, list[Sequence[Any]]] = {}
        """By row id; a broken row can have that of another."""
        self._names: list[str] = []
        self._taken = 0
        """How many rows the last query gave."""

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """The rows, by row id. From either end as far as it goes, then what is in the gaps."""
        if not self._take("ORDER BY rowid"):
            first = max(self._found, default=0)
            self._step_over()
            self._take("ORDER BY rowid DESC")
            known = [first, *sorted(rowid for rowid in self._found if rowid > first)]
            if not self._taken:
                known.append(max(known[-1], self._last_known()) + 1)
            for before, behind in pairwise(known):
                self._take_between(before + 1, behind - 1)
        for rowid, those in sorted(self._found.items(), key=itemgetter(0)):
            for values in those:
                yield rowid, values

    def _add(self, rowid: int, values: Sequence[Any]) -> None:
        """Adds a row, unless it was read before."""
        known = self._found.setdefault(rowid, [])
        if values not in known:
            known.append(values)

    def _take(self, which: str, parameters: tuple[int, ...] = ()) -> bool:
        """Takes rows until one is unreadable; whether all were read."""
        self._taken = 0
        steps = iter(range(_STEPS // 1000))
        self._connection.set_progress_handler(lambda: next(steps, None) is None, 1000)
        try:
            cursor = self._connection.execute(
                f"SELECT rowid, * FROM {self._table} {which}", parameters
            )
            self._names = [column[0] for column in cursor.description][1:]
            for rowid, *values in cursor:
                self._taken += 1
                self._add(rowid, values)
        except _BROKEN:
            return False
        finally:
            self._connection.set_progress_handler(None, 0)
        return True

    def _step_over(self) -> None:
        """Goes on behind rows that are broken in themselves, where the tree is whole."""
        place, barren = self._taken + 1, 0
        while barren < _BARREN:
            if self._take("ORDER BY rowid LIMIT -1 OFFSET ?", (place,)):
                return
            barren = 0 if self._taken else barren + 1
            place += self._taken + 1

    def _take_between(self, low: int, high: int) -> None:
        waiting = [(low, high)]
        while waiting:
            first, last = waiting.pop()
            if first > last or self._take("WHERE rowid BETWEEN ? AND ?", (first, last)):
                continue
            if first < last:
                middle = (first + last) // 2
                waiting += [(middle + 1, last), (first, middle)]
            else:
                self._take_columns(first)

    def _take_columns(self, rowid: int) -> None:
        """Takes a row of which some columns are broken; those are None."""
        row: dict[str, Any] = {}
        with suppress(*_BROKEN):  # what stands behind a broken column cannot be found either
            for name in self._names:
                sql = f"SELECT {name} FROM {self._table} WHERE rowid = ?"
                for (value,) in self._connection.execute(sql, (rowid,)):
                    row[name] = value
        if any(value is not None for value in row.values()):
            self._add(rowid, [row.get(name) for name in self._names])

    def _last_known(self) -> int:
        """A row id that none is above, or none is looked for: an index may know it."""
        indexed: list[int] = []
        with suppress(*_BROKEN):
            indices = self._connection.execute(f"PRAGMA index_list({self._table})").fetchall()
            for _, name, *_ in indices:
                with suppress(*_BROKEN):
                    sql = f'SELECT MAX(rowid) FROM {self._table} INDEXED BY "{name}"'
                    indexed.append(self._connection.execute(sql).fetchone()[0] or 0)
        unseen = max(self._found, default=0) + _UNSEEN
        return min(self._size // _LEAST_CELL, max(indexed, default=unseen))


def _first_page(table: str, columns: Sequence[_Column], root: int, size: int) -> bytes:
    """The first page of a file that has one table, which begins on the page `root`."""
    told = (f"{each.name} DEFAULT {each.default or 'NULL'}" for each in columns)
    with closing(sqlite3.connect(MEMORY, isolation_level=None)) as made:
        made.execute(f"PRAGMA page_size = {_PAGE}")
        made.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        made.execute(f"CREATE TABLE {table} ({', '.join(told)})")
        made.execute("PRAGMA writable_schema = ON")
        made.execute("UPDATE sqlite_master SET rootpage = ?", (root,))
        page = bytearray(made.serialize()[:_PAGE])
    page[28:32] = (size // _PAGE).to_bytes(4, "big")
    return bytes(page)
