"""Moving about in the calendar. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from unbroken.core.local_days import FIRST_DAY, LAST_DAY


class _Step(NamedTuple):
    """How far a move leads."""

    days: int = 0
    months: int = 0


_EITHER: Final = {
    "left": _Step(-1),
    "right": _Step(1),
    "before": _Step(-7),
    "after": _Step(7),
}
_IN_A_MONTH: Final = {
    **_EITHER,
    "up": _Step(-7),
    "down": _Step(7),
    "back": _Step(months=-1),
    "on": _Step(months=1),
}
_IN_A_YEAR: Final = {
    **_EITHER,
    "up": _Step(months=-1),
    "down": _Step(months=1),
    "back": _Step(months=-12),
    "on": _Step(months=12),
}


def day_after_move(day: date, way: str, *, yearly: bool) -> date:
    """Where a move leads in a month, or with `yearly` in a year."""
    step = (_IN_A_YEAR if yearly else _IN_A_MONTH)[way]
    return months_on(day, step.months) if step.months else day + timedelta(step.days)


def row_after_move(rows: Sequence[str], row: str | None, way: str) -> str | None:
    """The row below or above one; above the first there is None, which is all of them."""
    places = [None, *rows]
    at = places.index(row) if row in places else 0
    return places[max(0, min(at + (1 if way == "down" else -1), len(rows)))]


def within_reach(day: date, today: date) -> date:
    """The nearest day from 1970 to the end of the month after the present one."""
    ahead = months_on(today.replace(day=1), 1)
    last = ahead.replace(day=monthrange(ahead.year, ahead.month)[1])
    return max(date.fromordinal(FIRST_DAY), min(day, last, date.fromordinal(LAST_DAY)))


def months_on(day: date, by: int) -> date:
    """The same day of a month some months on, or the last one there is, from 1970 to 2100."""
    months = max(1970 * 12, min(day.year * 12 + day.month - 1 + by, 2100 * 12 + 11))
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
