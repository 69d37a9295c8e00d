"""How a month is told in words. Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from rich.cells import cell_len

from unbroken.core.day_states import OPEN, PARTIAL, CalendarPeriod
from unbroken.core.local_days import zone_info
from unbroken.core.notes import PAUSE
from unbroken.core.results import CalendarDay, Log, Streak
from unbroken.core.text import counted
from unbroken.tui.model.calendar_page import CalendarPage, holding
from unbroken.wording.amounts import amount, behind, unit_behind
from unbroken.wording.dates import city, day_and_month, long_day, month_name
from unbroken.wording.day_strength import drawn_state
from unbroken.wording.rules import span
from unbroken.wording.states import HOLDS, STATES


class Facts(NamedTuple):
    """A day, and the period that it belongs to.

    `period` names a period longer than a day, else it is empty. `part` is None where there is
    nothing to fill. `remark` says what else there is to know, such as that the day is skipped.
    """

    day: str
    short: str
    period: str
    state: str
    said: str
    part: float | None
    amount: str
    remark: str


class StateRow(NamedTuple):
    """How one of all streaks stood on a day, in the period that holds it.

    `holds` is true of a limit that is kept and met once that is over, `asks` is false of a period
    of several days that is open still: it asks for nothing on any one of them (docs/domain.md 4).
    """

    state: str
    name: str
    amount: str
    holds: bool = False
    asks: bool = True


class LogRow(NamedTuple):
    """A log as it is shown."""

    log_id: str
    time: str
    name: str
    amount: str
    note: str


def whose(page: CalendarPage) -> str:
    """The streak's name."""
    return "All streaks" if page.streak is None else page.streak.name


def range_words(first: date, last: date) -> str:
    """`3 days marked`."""
    return f"{counted((last - first).days + 1, 'day')} marked"


def facts_of(page: CalendarPage, day: date) -> Facts | None:
    """What there is to say of a day; None where it is not of the page."""
    found, period = page.day(day), page.span(day)
    if found is None:
        return None
    value, target = (found.value, found.target) if period is None else (period.value, period.target)
    state = drawn_state(page.streak, found, page.today)
    kept, part, told = state == "kept", None, ""
    if target is not None:
        part = float(min(value / target, Decimal(1))) if target else None
        told = day_amount(page.streak, value, target) + _so_far(page, day)
    return Facts(
        long_day(day, page.today.year),
        day_and_month(day, page.today.year),
        "" if period is None or page.streak is None else _period_words(page.streak, period),
        found.state if page.streak else state,
        HOLDS if kept else STATES[found.state],
        part,
        told,
        _remark(page, found) or (HOLDS if kept and part is not None else ""),
    )


def _so_far(page: CalendarPage, day: date) -> str:
    """` so far`, of all streaks where limits are kept that are met once their period is over."""
    kept = day == page.today and any(each.holds and each.asks for each in state_rows(page, day))
    return " so far" if kept else ""


def day_amount(streak: Streak | None, value: Decimal, target: Decimal) -> str:
    """`22 / 20 min`, `2 of 3`, `2, at most 0`."""
    if streak is None:
        return f"{amount(value)} of {amount(target)} met"
    summed = streak.aggregation_method == "sum"
    unit = unit_behind(streak)
    if streak.goal == "at_most":
        return f"{amount(value)}{unit}, at most {amount(target)}"
    noun = " days" if streak.aggregation_method == "days" else ""
    return f"{amount(value)} {'/' if summed else 'of'} {amount(target)}{unit}{noun}"


def unit_in_cells(page: CalendarPage, cells: int) -> str:
    """The unit behind what the days gave; nothing where it does not fit behind all of them."""
    unit = "" if page.streak is None else unit_behind(page.streak)
    told = (amount(each.value) + unit for each in page.days if each.in_month and each.value)
    return unit if unit and all(cell_len(each) <= cells for each in told) else ""


def cell_words(page: CalendarPage, day: CalendarDay, cells: int, unit: str) -> str:
    """What a day gave, in so many cells; nothing where its shape says it already. All days of a
    page have their `unit`, or none (`unit_in_cells`).
    """
    if page.streak is None:
        said = f"{day.value}/{day.target}" if day.target and day.date <= page.today else ""
        return said if len(said) <= cells else ""
    telling = page.tied or page.streak.aggregation_method == "sum" or day.value != 1
    if not day.value or not telling:
        return ""
    return amount(day.value) + unit if unit else short_number(day.value, cells)


def short_number(value: Decimal, cells: int) -> str:
    """An amount in so many cells, at least 4: `42.5`, `1.2k`, `12M`."""
    exact = amount(value)
    if len(exact) <= cells:
        return exact
    for size, letter in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
        if value >= size:
            part = value / size
            return f"{part:.1f}{letter}" if part < 9 else f"{int(part)}{letter}"
    return f"{value:.1f}" if value < 99 else f"{value:.0f}"


def state_rows(page: CalendarPage, day: date) -> tuple[StateRow, ...]:
    """Each of all streaks with a period on a day: those that ask for something on it, or were
    excused, then limits that hold so far, then what is open for longer.
    """
    if page.streak is not None:
        return ()
    found = ((page.streaks.get(key), holding(each, day)) for key, each in page.periods.items())
    rows = [
        _state_row(page, streak, period)
        for streak, period in found
        if streak is not None and period is not None and period.state not in ("none", "future")
    ]
    return tuple(sorted(rows, key=lambda each: (not each.holds and not each.asks, each.holds)))


def _state_row(page: CalendarPage, streak: Streak, period: CalendarPeriod) -> StateRow:
    here = period.first_day <= page.today <= period.last_day
    state = "now" if here and streak.id in page.urgent else period.state
    if period.state == "skipped" or period.target is None:
        return StateRow(state, streak.name, STATES[period.state])
    holds = streak.goal == "at_most" and period.state == OPEN
    said = day_amount(streak, period.value, period.target)
    is_open = period.state in (OPEN, PARTIAL) and period.first_day < period.last_day
    return StateRow(state, streak.name, said, holds, not is_open)


def log_rows(page: CalendarPage, day: date) -> tuple[LogRow, ...]:
    """The day's logs, oldest first."""
    return tuple(log_row(page, log) for log in page.logs.get(day, ()))


def log_row(page: CalendarPage, log: Log) -> LogRow:
    """A log: its time on the wall clock of its own zone, its amount and its note."""
    wall = log.activity_at.astimezone(zone_info(log.timezone))
    time = f"{wall:%H:%M}"
    if wall.date() != log.local_date:
        time = f"{day_and_month(wall.date())[:3]} {time}"
    if log.timezone != page.zone:
        time = f"{time} {city(log.timezone)}"
    streak = page.streaks.get(log.streak_id)
    told = ""
    if streak is None or streak.aggregation_method == "sum" or log.value != 1:
        told = amount(log.value) + behind(streak.unit if streak else None)
    name = "" if page.streak or streak is None else streak.name
    return LogRow(log.id, time, name, told, " ".join(log.note.split()))


def count_words(logs: int) -> str:
    """`no logs`, `2 logs`."""
    return counted(logs, "log") if logs else "no logs"


def _period_words(streak: Streak, period: CalendarPeriod) -> str:
    if period.first_day.year < 1900 or period.last_day.year > 2200:
        return "the whole of it"
    noun = span(streak.aggregation_period, streak.every).capitalize()
    if streak.every == 1 and streak.aggregation_period == "monthly":
        return f"{month_name(period.first_day)} {period.first_day.year}"
    if streak.every == 1 and streak.aggregation_period == "yearly":
        return f"{period.first_day.year}"
    return f"{noun}, {_brief(period.first_day)} to {_brief(period.last_day)}"


def _remark(page: CalendarPage, day: CalendarDay) -> str:
    skip = page.skip(day.date)
    if skip is not None:
        said = "skipped" if page.streak is None or skip.activity_type else "skipped, as all are"
        if skip.last_day is None:
            said = "paused"
        return f"{said}: {skip.reason}" if skip.reason not in ("", PAUSE) else said
    if day.state == "none" and page.streak and day.date < page.streak.starts_on:
        return _beginning(page, page.streak, day.date)
    return ""


def _beginning(page: CalendarPage, streak: Streak, day: date) -> str:
    """When a streak begins that has not begun on a day: a log before its first day opens it."""
    asked = (each.date for each in page.days if each.date > day and each.state != "none")
    begins = min(next(asked, streak.starts_on), streak.starts_on)
    if begins == streak.starts_on and begins <= page.today and page.day(begins) is None:
        return "it had not begun"  # on which day stands in another month
    verb = "begins" if begins > page.today else "began"
    return f"it {verb} on {day_and_month(begins)} {begins.year}"


def _brief(day: date) -> str:
    return day_and_month(day).split(" ", 1)[1]
