"""A month of all streaks: a row a streak, a column a day. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from rich.cells import cell_len

from unbroken.core.day_states import CalendarPeriod
from unbroken.core.results import CalendarDay, Streak
from unbroken.tui.drawing.calendar_month import Choice
from unbroken.tui.drawing.day_legend import legend_line
from unbroken.tui.drawing.line import Line, Span, fit
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.tui.model.calendar_statistics import share_words
from unbroken.wording.dates import weekday_name
from unbroken.wording.day_strength import drawn_state
from unbroken.wording.symbols import ASCII, Shapes

MATRIX: Final = 1 + 8 + 1 + 31
"""From so many cells on there is room for a column a day beside the names."""
HEADS: Final = 2
"""The lines above the rows."""
_COUNT: Final = 7
_TOLD: Final = (1, 5, 10, 15, 20, 25, 30)
"""The days whose numbers are told where there is no room for all."""


def rows_of(page: CalendarPage) -> list[str]:
    """The ids of the streaks that have a row, from top to bottom."""
    return [key for key in page.periods if key in page.streaks]


def matrix_lines(
    page: CalendarPage, choice: Choice, shapes: Shapes, width: int, height: int
) -> list[Line]:
    """The days on top, each streak's states below; how many were met of those asked at the right,
    and of each day below, where there is room. The cursor is on a streak's day, or on the day of
    all.
    """
    days = [each for each in page.days if each.in_month]
    told = [(page.streaks[key], page.periods[key]) for key in rows_of(page)]
    longest = max((cell_len(streak.name) for streak, _ in told), default=8)
    cell = min((width - 2 - min(longest, 24)) // len(days), 4)
    cell = max(cell, 1)
    name = max(min(longest, width - 2 - cell * len(days)), 8)
    counted = width >= 2 + name + cell * len(days) + _COUNT
    gap = height >= 2 * len(told) + 6
    dates = [each.date for each in days]
    here = dates.index(choice.day) if choice.day in dates else -1
    wide = cell == 1 and choice.day.day >= 10
    lines = [
        _head(days, range(here, here + 1), name, cell, [weekday_name(each)[0] for each in dates]),
        _head(days, range(here - wide, here + 1), name, cell, _numbers(dates, choice.day, cell)),
    ]
    shown = set[str]()
    for streak, periods in told:
        drawn = _drawn(page, streak, periods, dates)
        shown |= {*drawn.values()}
        lines += [Line()] if gap else []
        lines.append(_row(streak, periods, drawn, choice, shapes, name, cell, counted))
    if height >= len(lines) + 2 and cell > 1:
        shares = [share_words([each], page.today).removesuffix("%") for each in days]
        spans = [Span(" " + fit("met, %", name, shapes) + " ", "quiet")]
        spans += [Span((each if cell > 2 else "").rjust(cell), "quiet") for each in shares]
        lines += [Line(), Line(tuple(spans))] if cell > 2 else []
    if height >= len(lines) + 2:
        lines += [Line(), legend_line(shown, shapes, width, of_one=True)]
    return lines


def _numbers(days: list[date], chosen: date, cell: int) -> list[str]:
    """The number of each day; where there is little room only of the chosen one and of some others,
    each ending where its day is.
    """
    if cell > 2:
        return [str(day.day) for day in days]
    if cell == 2:
        odd = ((day.day % 2 == 1 and abs((day - chosen).days) > 1) or day == chosen for day in days)
        return [str(day.day) if told else "" for day, told in zip(days, odd, strict=True)]
    signs = [" "] * len(days)
    for at, day in enumerate(days):
        if day == chosen or (day.day in _TOLD and abs((day - chosen).days) > 2):
            signs[max(at - 1, 0) : at + 1] = str(day.day).rjust(min(at + 1, 2))
    return signs


def _head(days: list[CalendarDay], strong: range, name: int, cell: int, words: list[str]) -> Line:
    """A word above each day, those at some places strong."""
    spans = [Span(" " * (name + 2))]
    for at, (each, word) in enumerate(zip(days, words, strict=True)):
        look = "strong" if at in strong else "quiet"
        spans.append(Span(word.rjust(cell), look, "", each.date))
    return Line(tuple(spans))


def _row(
    streak: Streak,
    periods: tuple[CalendarPeriod, ...],
    drawn: dict[date, str],
    choice: Choice,
    shapes: Shapes,
    name: int,
    cell: int,
    counted: bool,
) -> Line:
    first, last = choice.ends()
    here = choice.row == streak.id
    if here:
        sign = Span(">" if shapes is ASCII else "›", "cursor", "cursor")
        spans = [sign, Span(fit(streak.name, name, shapes), "strong", "chosen"), Span(" ")]
    else:
        spans = [Span(" " + fit(streak.name, name, shapes) + " ")]
    signs = {state: shapes.of_state(state) for state in {*drawn.values()}}
    marked = here or choice.row is None
    blank = " " * (cell - 1)
    for day, state in drawn.items():
        ground = ""
        if marked and first <= day <= last:
            ground = "cursor" if day == choice.day else "chosen"
        if blank:
            spans.append(Span(blank, day=day))
        spans.append(Span(signs[state], state, ground, day))
    if counted:
        ended = (each for each in periods if each.last_day in drawn)
        asked = [each for each in ended if each.state in ("met", "missed")]
        met = sum(each.state == "met" for each in asked)
        spans.append(Span(f"{met}/{len(asked)}".rjust(_COUNT) if asked else "", "quiet"))
    return Line(tuple(spans), streak.id)


def _drawn(
    page: CalendarPage, streak: Streak, periods: tuple[CalendarPeriod, ...], days: list[date]
) -> dict[date, str]:
    """A streak's days as they are drawn in its own month."""
    found = dict.fromkeys(days, "none")
    logged, today = page.logged[streak.id], page.today
    for period in periods:
        day = max(period.first_day, days[0])
        while day <= period.last_day and day in found:
            told = CalendarDay(
                day, period.state, period.value, period.target, int(day in logged), True
            )
            found[day] = drawn_state(streak, told, today)
            day += timedelta(1)
    return found
