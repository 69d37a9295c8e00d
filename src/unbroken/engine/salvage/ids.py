"""Ids of rows, and what is meant by one that leads nowhere."""

from __future__ import annotations

from collections.abc import Callable

from unbroken.core.ids import derived_id
from unbroken.core.typing import Any
from unbroken.engine.salvage.findings import Fault, said
from unbroken.engine.salvage.rows import Rows
from unbroken.engine.salvage.values import is_between, is_key
from unbroken.store.stored_values import Garbled, Row


def own_id(rows: Rows, table: str, row: Row, whose: str) -> Any:
    """The row's id, or another where it is none, or another row's."""
    value, made = row["id"], rows.made[table]
    if is_key(value) and value not in made:
        return value
    new = derived_id(table, *map(_plain, row.values()))
    if new in made or made.get(value) == row:
        raise Fault(f"{whose}: it is there twice")
    what = "its id is there twice" if value in made else f"{said(value)} is no id"
    rows.faults.append(f"{whose}: {what}")
    rows.renamed.setdefault((table, value), new)
    return new


def own_number(rows: Rows, table: str, row: Row, whose: str) -> Any:
    """The row's number, or another where it is none, or another row's."""
    value, made = row["id"], rows.made[table]
    known = [each["id"] for each in rows.raw[table] if type(each["id"]) is int]
    fits = is_between(value, 1, 1 << 62) and value not in made
    return rows.fitting(value, fits, whose, "number of a row", max([0, *known, *made]) + 1)


def refer(
    rows: Rows,
    table: str,
    row: Row,
    column: str,
    parent: str,
    make: Callable[[Any], str] | None = None,
) -> str:
    """The id of the row that a column refers to, or of that which is meant, or of a new one.

    Raises Fault where none is meant, and none is made.
    """
    key = row[column]
    if key not in rows.made[parent]:
        text = f"the table {table} refers to a row of {parent} that is not there"
        found = _meant(rows, parent, key)
        if found is None:
            if make is None:
                raise Fault(text)
            found = make(key)
        rows.faults.append(text)
        row[column] = found
    return str(row[column])


def new_id(table: str, key: Any) -> str:
    """The id of a row that is made since others refer to it: as they do, where that is an id."""
    return str(key) if is_key(key) else derived_id(table, _plain(key))


def _meant(rows: Rows, parent: str, key: Any) -> str | None:
    near = [each for each in rows.made[parent] if _is_near(each, key)]
    return rows.renamed.get((parent, key), near[0] if len(near) == 1 else None)


def _is_near(one: str, other: Any) -> bool:
    """Whether two ids differ in one place, as by a flipped bit."""
    if isinstance(other, Garbled):
        other = other.decode("latin-1")
    if not isinstance(other, str) or len(one) != len(other):
        return False
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _plain(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
