"""Values of a column, each as it was or what it is instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from unbroken.core.errors import Unreadable
from unbroken.core.local_days import day_of
from unbroken.core.rule_validation import can_be_day
from unbroken.core.rules import LARGEST_COUNT
from unbroken.core.text import clean, is_harmless, one_line
from unbroken.engine.salvage.findings import said
from unbroken.engine.salvage.rows import Rows
from unbroken.store.stored_values import Garbled, Row, check_instants, check_zone, stored_day

LAST: Final = 1 << 20
"""A place behind all others."""
_PLACE: Final = 1 << 40
BOUNDS: Final = {
    "position": (-_PLACE, _PLACE, LAST),
    "day_start": (0, 12, 0),
    "week_start": (0, 6, 0),
    "grace_period_days": (0, LARGEST_COUNT, 0),
}
"""By column: the least and the most it can be, and what it is instead."""


def text_of(rows: Rows, row: Row, column: str, whose: str, *, lines: bool = False) -> str:
    """A text that people wrote, without what could steer a terminal."""
    value, noun = row[column], column.removesuffix("_name")
    if isinstance(value, Garbled):
        rows.faults.append(f"{whose}: the {noun} is not UTF-8")
        value = value.decode("utf-8", "replace")
    elif not isinstance(value, str):
        rows.faults.append(f"{whose}: {said(value)} is no text for the {noun}")
        return ""
    elif is_harmless(value.replace("\n", "") if lines else value):
        return value
    else:
        rows.faults.append(f"{whose}: the {noun} has control characters in it")
    return clean(value).strip() if lines else one_line(value, len(value))


def whole_of(rows: Rows, row: Row, column: str, whose: str) -> Any:
    """A whole number that lies in the bounds of its column."""
    least, most, instead = BOUNDS[column]
    value = row[column]
    return rows.fitting(value, is_between(value, least, most), whose, column, instead)


def is_between(value: Any, least: int, most: int) -> bool:
    """Whether it is a whole number in some bounds."""
    return isinstance(value, int) and least <= value <= most


def is_day(value: Any) -> bool:
    """Whether it is a local date that people can give (docs/domain.md 2)."""
    return passes(stored_day, value) and can_be_day(day_of(value))


def is_instant(value: Any) -> bool:
    """Whether it is an instant that a calendar has a date for."""
    return value is not None and passes(check_instants, value)


def is_zone(value: Any) -> bool:
    """Whether it is a zone that the zone data has."""
    return passes(check_zone, value)


def is_key(value: Any) -> bool:
    """Whether it is a text that something can be known by."""
    return isinstance(value, str) and bool(value) and is_harmless(value)


def passes_text(read: Callable[[str], object], value: Any) -> bool:
    """Whether it is a text that can be read as what it stands for."""
    try:
        return isinstance(value, str) and bool(read(value))
    except ValueError:
        return False


def passes(check: Callable[[Any], object], value: Any) -> bool:
    """Whether a check does not find that a value is Unreadable."""
    try:
        check(value)
    except Unreadable:
        return False
    return True
