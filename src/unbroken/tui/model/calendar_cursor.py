"""Moving about in the calendar. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from unbroken.tui.model.calendar_page import FIRST_DAY, LAST_DAY
from unbroken.tui.model.calendar_words import months_on


def day_after_move(day: date, way: str, *, yearly: bool) -> date:
    """Where a move leads: `left` and `right` by a day, `up` and `down` by a week, `back` and `on`
    by a month, `before` and `after` by a week; in the year `up` and `down` by a month, `back` and
    `on` by a year.
    """
    if way in ("left", "right"):
        return day + timedelta(-1 if way == "left" else 1)
    if way in ("before", "after"):
        return day + timedelta(-7 if way == "before" else 7)
    if way in ("up", "down") and not yearly:
        return day + timedelta(-7 if way == "up" else 7)
    by = 12 if yearly and way in ("back", "on") else 1
    return months_on(day, -by if way in ("up", "back") else by)


def within_reach(day: date, today: date) -> date:
    """The nearest day from 1970 to the end of the month after the present one."""
    ahead = months_on(today.replace(day=1), 1)
    last = min(ahead.replace(day=monthrange(ahead.year, ahead.month)[1]), LAST_DAY)
    return max(FIRST_DAY, min(day, last))
