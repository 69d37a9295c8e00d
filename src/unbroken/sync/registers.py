"""Registers: what of a record is settled by itself, and what that is of a log (docs/sync.md).

A log is all that most changes are; what the other kinds of record have is in `row_registers`.
"""

from __future__ import annotations

from collections.abc import Mapping

from unbroken.core.local_days import iso
from unbroken.core.typing import Any, Final, NamedTuple
from unbroken.store.stored_values import Row

LOG: Final = (
    *("activity_at", "timezone", "local_date", "value", "note", "unique_identifier"),
    *("recorded_at", "metadata", "reference"),
)
"""The columns of a log; its register holds besides whose it is."""
ROW: Final = "row"
ALIVE: Final = "alive"
MADE: Final = "made"
DEVICE: Final = "device"
FORKED: Final = "forked"
"""Of a device: not all have read the same of it, so that each writes again what it has of it."""
JOINED: Final = "joined"
"""Of a device: that it is there, and since when by its stamp."""


def register_id(kind: str, key: str, register: str) -> str:
    """The id under which a register is stored."""
    return f"{kind}/{key}/{register}"


class Write(NamedTuple):
    """A register gets a value."""

    kind: str
    key: str
    register: str
    value: Any


class Whose(NamedTuple):
    """The enrolment of a log."""

    owner: str
    streak: str


def log_write(before: Row | None, after: Row | None, whose: Mapping[int, Whose]) -> Write:
    """What a change of a log writes; None where it is deleted."""
    key: str = (after or before or {})["id"]
    value = None if after is None else log_value(after, whose[after["enrolment_id"]])
    return Write("log", key, ROW, value)


def log_value(row: Row, whose: Whose) -> Row:
    """What the register of a log holds."""
    value = {"streak": whose.streak, "owner": whose.owner}
    for name in LOG:
        value[name] = row[name]
    day = row["local_date"]
    if not isinstance(day, str):
        value["local_date"] = iso(day)
    return value
