"""What apps that record over HTTP add: columns of owners and logs, and tables of their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from unbroken.core.errors import Unreadable
from unbroken.core.members import LONGEST_ID
from unbroken.core.text import one_line
from unbroken.core.typing import Any, Final
from unbroken.engine.salvage.findings import Fault, said
from unbroken.engine.salvage.rows import Rows
from unbroken.store.stored_values import (
    MAYBE_TEXT,
    MAYBE_WHOLE,
    TEXT,
    WHOLE,
    Row,
    Types,
    check_types,
    stored_object,
)

_TABLES: Final[dict[str, Types]] = {
    "coupons": (TEXT, MAYBE_TEXT, MAYBE_WHOLE, MAYBE_WHOLE),
    "webhooks": (TEXT, TEXT, TEXT, TEXT, WHOLE),
    "deliveries": (TEXT, TEXT, TEXT, WHOLE, WHOLE),
    "announced": (TEXT, WHOLE),
}
"""With the types of their columns."""


def mend_apps_owner(rows: Rows, row: Row, whose: str) -> None:
    """An owner's external id, which nobody else has, and their profile."""
    _mend(rows, row, whose, "external_id", is_external_id, None)
    _mend(rows, row, whose, "profile", is_object, "{}")
    own = row["external_id"]
    if own is not None and not rows.is_new("external_id", own):
        rows.faults.append(f"{whose}: another owner has that external id")
        row["external_id"] = None


def mend_apps_log(rows: Rows, row: Row, whose: str) -> None:
    """A log's metadata, and the id that an app has for it."""
    _mend(rows, row, whose, "metadata", is_object, None)
    _mend(rows, row, whose, "reference", is_external_id, None)


def mend_apps_tables(rows: Rows) -> None:
    """The tables of which no row can be mended: each is kept, or left out."""
    for table, types in _TABLES.items():
        rows.mend(table, partial(_kept, table=table, types=types))


def _mend(
    rows: Rows,
    row: Row,
    whose: str,
    column: str,
    is_right: Callable[[Any], bool],
    instead: Any,
) -> None:
    """A column, which a file of an older version has not."""
    value = row.setdefault(column, instead)
    fits = value == instead or is_right(value)
    row[column] = rows.fitting(value, fits, whose, column.replace("_", " "), instead)


def _kept(rows: Rows, row: Row, *, table: str, types: Types) -> Row:
    try:
        check_types(tuple(row.values()), types)
    except Unreadable as fault:
        raise Fault(f"the table {table}: {fault.what}") from None
    if table == "deliveries" and row["webhook_id"] not in rows.made["webhooks"]:
        raise Fault("the table deliveries refers to a row of webhooks that is not there")
    if row["id"] in rows.made[table]:
        raise Fault(f"the table {table}: {said(row['id'])} is there twice")
    return row


def is_object(value: Any) -> bool:
    """Whether a value is a JSON object as it is stored."""
    try:
        stored_object(value)
    except (Unreadable, TypeError):
        return False
    return True


def is_external_id(value: Any) -> bool:
    """Whether a value is an id that an app can have given."""
    return isinstance(value, str) and 0 < len(value) <= LONGEST_ID and one_line(value) == value
