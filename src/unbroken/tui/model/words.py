"""Days, times and places in words, the same on every machine."""

from __future__ import annotations

from datetime import date
from typing import Final

from unbroken.wording.dates import MONTHS, time_left, weekday_name

HOURS_TOLD: Final = 36 * 3600
"""For so many seconds before it ends the time that is left of a period is told in hours."""


def short_day(day: date, year: int | None = None) -> str:
    """`Sat 21 Nov`; with its year where that is not the `year` one thinks of."""
    said = f"{weekday_name(day)[:3]} {day.day} {MONTHS[day.month - 1][:3]}"
    return said if year in (None, day.year) else f"{said} {day.year}"


def left_words(seconds: int, last_day: date, today: date) -> tuple[str, ...]:
    """How long a period lasts: in full, and then in ever fewer cells.

    Below a day and a half that is a time (`6 h`), then the day that it lasts until: `until Sunday`,
    further off `until 31 December`, a year off `until December 2028`.
    """
    if seconds < HOURS_TOLD:
        return (time_left(seconds),)
    days, month = (last_day - today).days, MONTHS[last_day.month - 1]
    if days < 7:
        return _until(weekday_name(last_day), weekday_name(last_day)[:3])
    if days < 365:
        return _until(f"{last_day.day} {month}", f"{last_day.day} {month[:3]}")
    year = last_day.year
    return (*_until(f"{month} {year}", f"{month[:3]} {year}"), str(year))


def _until(name: str, short: str) -> tuple[str, ...]:
    return f"until {name}", f"until {short}", short


def city(zone: str) -> str:
    """The place that a zone is named after: `Europe/Berlin` is `Berlin`."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")
