"""Days, times of day and what is left of them, in words that are the same on every machine."""

from __future__ import annotations

from datetime import date, datetime

from unbroken.core.local_days import zone_info
from unbroken.core.rules import WEEKDAYS
from unbroken.core.typing import Final

_HOUR: Final = 3600
HOURS_TOLD: Final = 36 * _HOUR
"""For so many seconds before it ends the time that is left of a period is told in hours."""
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def weekday_name(day: date) -> str:
    """`Saturday`."""
    return WEEKDAYS[day.weekday()].capitalize()


def long_day(day: date, year: int | None = None) -> str:
    """`Saturday 21 November`; with its year where that is not the `year` one thinks of."""
    text = f"{weekday_name(day)} {day.day} {MONTHS[day.month - 1]}"
    return text if year in (None, day.year) else f"{text} {day.year}"


def time_left(seconds: int) -> str:
    """What is left of a period in its largest fitting unit: `45 min`, `6 h`, `3 days`."""
    if seconds < _HOUR:
        return f"{max(seconds, 0) // 60} min"
    if seconds < HOURS_TOLD:
        return f"{seconds // _HOUR} h"
    days = (seconds + 12 * 3600) // 86_400
    return "1 day" if days == 1 else f"{days} days"


def short_day(day: date) -> str:
    """`Sat 2026-11-21`."""
    return f"{weekday_name(day)[:3]} {day.isoformat()}"


def day_and_month(day: date, year: int | None = None) -> str:
    """`Sat 21 Nov`; with its year where that is not the `year` one thinks of."""
    text = f"{weekday_name(day)[:3]} {day.day} {MONTHS[day.month - 1][:3]}"
    return text if year in (None, day.year) else f"{text} {day.year}"


def near_day(day: date, today: date) -> str:
    """`today`, `yesterday`, or the day and month, with its year where that is another."""
    near = {0: "today", 1: "yesterday"}.get((today - day).days)
    return near or day_and_month(day, today.year)


def month_name(day: date) -> str:
    """`November`."""
    return MONTHS[day.month - 1]


def city(zone: str) -> str:
    """The place that a zone is named after: `Europe/Berlin` is `Berlin`."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def local_text(moment: datetime, zone: str, *, seconds: bool = False) -> str:
    """`2026-11-21 07:40` on the wall of a zone, or with `seconds` `2026-11-21 07:40:05`."""
    return f"{moment.astimezone(zone_info(zone)):%Y-%m-%d %H:%M{':%S' if seconds else ''}}"


def local_clock(moment: datetime, zone: str) -> str:
    """`07:40` on the wall of a zone."""
    return f"{moment.astimezone(zone_info(zone)):%H:%M}"


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


def left_words_hold(seconds: int) -> int:
    """For how many seconds more those words stay as they are on the same day."""
    if seconds < HOURS_TOLD:
        return max(seconds, 0) % (60 if seconds < _HOUR else _HOUR)
    return seconds - HOURS_TOLD


def _until(name: str, short: str) -> tuple[str, ...]:
    return f"until {name}", f"until {short}", short
