"""Days, times and amounts in words, the same on every machine."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from unbroken.core.rules import WEEKDAYS

_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def weekday(day: date) -> str:
    """`Saturday`."""
    return WEEKDAYS[day.weekday()].capitalize()


def long_day(day: date) -> str:
    """`Saturday 21 November`."""
    return f"{weekday(day)} {day.day} {_MONTHS[day.month - 1]}"


def short_day(day: date) -> str:
    """`Sat 21 Nov`."""
    return f"{weekday(day)[:3]} {day.day} {_MONTHS[day.month - 1][:3]}"


def number(value: Decimal) -> str:
    """An amount as people write it: `42.5`, `1,000`."""
    return f"{value:,f}"


def city(zone: str) -> str:
    """The place that a zone is named after: `Europe/Berlin` is `Berlin`."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")
