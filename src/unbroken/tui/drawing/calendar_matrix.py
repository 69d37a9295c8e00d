"""A month of all streaks: a row a streak, a column a day. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from rich.cells import cell_len

from unbroken.core.day_states import CalendarPeriod
from unbroken.core.results import CalendarDay, Streak
from unbroken.tui.drawing.calendar_month import Choice
from unbroken.tui.drawing.line import Line, Span, fit
from unbroken.tui.model.calendar_page import CalendarPage, holding
from unbroken.tui.model.calendar_statistics import share_words
from unbroken.wording.dates import weekday_name
from unbroken.wording.symbols import Shapes

MATRIX: Final = 1 + 8 + 1 + 31
"""From so many cells on there is room for a column a day beside the names."""
_COUNT: Final = 7


def matrix_lines(
    page: CalendarPage, choice: Choice, shapes: Shapes, width: int, height: int
) -> list[Line]:
    """The days on top, each streak's states below; how many were met of those asked at the right,
    and of each day below, where there is room.
    """
    days = [each for each in page.days if each.in_month]
    told = [(page.streaks[key], each) for key, each in page.periods.items() if key in page.streaks]
    longest = max((cell_len(streak.name) for streak, _ in told), default=8)
    cell = min((width - 2 - min(longest, 24)) // len(days), 3)
    cell = max(cell, 1)
    name = max(min(longest, width - 2 - cell * len(days)), 8)
    counted = width >= 2 + name + cell * len(days) + _COUNT
    gap = height >= 2 * len(told) + 6
    lines = [
        _head(days, choice, name, cell, lambda day: weekday_name(day)[0]),
        _head(days, choice, name, cell, lambda day: _number(day, choice.day, cell)),
    ]
    for streak, periods in told:
        lines += [Line()] if gap else []
        lines.append(_row(page, streak, periods, days, choice, shapes, name, cell, counted))
    if height >= len(lines) + 2 and cell > 1:
        shares = [share_words([each], page.today).removesuffix("%") for each in days]
        spans = [Span(" " + fit("met, %", name, shapes) + " ", "quiet")]
        wide = cell > 2
        spans += [Span((each if wide else "").rjust(cell), "quiet") for each in shares]
        lines += [Line(), Line(tuple(spans))] if wide else []
    return lines


def _number(day: date, chosen: date, cell: int) -> str:
    """The number of a day; where there is little room not of each, but of the chosen one."""
    if cell > 2 or day == chosen:
        return str(day.day)[-2:] if cell > 1 else str(day.day)[-1]
    if cell == 2:
        return str(day.day) if day.day % 2 and abs((day - chosen).days) > 1 else ""
    return str(day.day)[-1] if day.day % 5 == 0 or day.day == 1 else ""


def _head(
    days: list[CalendarDay], choice: Choice, name: int, cell: int, word: Callable[[date], str]
) -> Line:
    spans = [Span(" " * (name + 2))]
    for each in days:
        here = each.date == choice.day
        look = "strong" if here else "quiet"
        spans.append(Span(word(each.date).rjust(cell), look, "", each.date))
    return Line(tuple(spans))


def _row(
    page: CalendarPage,
    streak: Streak,
    periods: tuple[CalendarPeriod, ...],
    days: list[CalendarDay],
    choice: Choice,
    shapes: Shapes,
    name: int,
    cell: int,
    counted: bool,
) -> Line:
    first, last = choice.ends()
    spans = [Span(" " + fit(streak.name, name, shapes) + " ")]
    for each in days:
        period = holding(periods, each.date)
        state = "none" if period is None else period.state
        ground = "chosen" if first <= each.date <= last else ""
        if each.date == choice.day:
            ground = "cursor"
        spans.append(Span(" " * (cell - 1), "plain", "" if cell > 1 else ground, each.date))
        spans.append(Span(shapes.of_state(state), state, ground, each.date))
    if counted:
        month = (days[0].date, days[-1].date)
        ended = (each for each in periods if month[0] <= each.last_day <= month[1])
        asked = [each for each in ended if each.state in ("met", "missed")]
        met = sum(each.state == "met" for each in asked)
        spans.append(Span(f"{met}/{len(asked)}".rjust(_COUNT) if asked else "", "quiet"))
    return Line(tuple(spans))
