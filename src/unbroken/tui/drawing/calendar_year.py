"""A year as months. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from unbroken.core.results import CalendarDay
from unbroken.core.rules import WEEKDAYS
from unbroken.core.year_review import YearMonth, YearWeekday
from unbroken.tui.drawing.calendar_month import Choice
from unbroken.tui.drawing.day_legend import legend_of
from unbroken.tui.drawing.line import Line, Span
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.wording.dates import day_and_month, weekday_name
from unbroken.wording.day_strength import drawn_state
from unbroken.wording.symbols import Shapes
from unbroken.wording.told import percent
from unbroken.wording.year_review import only_daily

HEAT: Final = 66
"""From so many cells on a year is a map of weekdays by weeks."""
_SPACED: Final = 18
"""From so many lines on one is left free between two weekdays, where the weeks stand apart too."""
_LEAD: Final = 5
_DAILY: Final = "daily"
"""What the shares of weekdays are of, where not all streaks are."""
_RULE: Final = "1" + "".join(f"{day:>5}" for day in (5, 10, 15, 20, 25, 30))[1:]
"""The days of a month above their columns."""


def _days_of(page: CalendarPage) -> Sequence[CalendarDay]:
    """The days of the year, once they are known."""
    return page.year.days if page.year is not None else ()


def year_lines(
    page: CalendarPage, choice: Choice, shapes: Shapes, width: int, height: int
) -> list[Line]:
    """The year, a month a row and a day a shape; how many were met where there is room.

    Where there is room for the weeks of a year beside each other, it is a map of weekdays by weeks.
    Below stands what the shapes mean, where the months leave room for it.
    """
    if width >= HEAT:
        return _heat_lines(page, choice, shapes, width, height)
    counting = width >= _LEAD + 31 + 8
    lines = [Line((Span(" " * _LEAD), Span(_RULE, "quiet")))]
    by_month: dict[int, list[CalendarDay]] = {}
    for each in _days_of(page):
        by_month.setdefault(each.date.month, []).append(each)
    for month in range(1, 13):
        days, here = by_month.get(month, []), month == choice.day.month
        name = day_and_month(choice.day.replace(month=month, day=1))[-3:]
        spans = [Span(f" {name} ", "strong" if here else "quiet")]
        spans += [span for each in days for span in _cell(page, each, choice, shapes, 1)]
        if counting and days:
            said = _month_words(page, month)
            spans.append(Span(" " * (31 - len(days) + 1)))
            spans.append(Span(f"{said:>7}", "quiet"))
        lines += [Line(tuple(spans)), Line()] if height >= 27 else [Line(tuple(spans))]
    return lines + legend_of(page, _days_of(page), shapes, width, height - len(lines))


def _heat_lines(
    page: CalendarPage, choice: Choice, shapes: Shapes, width: int, height: int
) -> list[Line]:
    """Weekdays by weeks, a shape a day, the months above and what came of each below; at the right
    what came of each weekday, of daily streaks alone. In a large window the days stand further
    apart.
    """
    days = _days_of(page)
    if not days:
        return []
    first = (days[0].date.weekday() - page.days[0].date.weekday()) % 7
    cell = max((each for each in (2, 3) if width >= _LEAD + 54 * each + 6), default=1)
    spaced = cell > 1 and height >= _SPACED
    cell = cell if spaced else min(cell, 2)
    weeks = -(-(first + len(days)) // 7)
    rows: list[list[CalendarDay | None]] = [[None] * weeks for _ in range(7)]
    months: dict[int, list[CalendarDay]] = {}
    begins: dict[int, int] = {}
    for at, each in enumerate(days, first):
        rows[at % 7][at // 7] = each
        months.setdefault(each.date.month, []).append(each)
        begins.setdefault(each.date.month, -(-at // 7) if at // 7 else 0)
    heads = {at: day_and_month(months[month][0].date)[-3:] for month, at in begins.items()}
    review = page.year and page.year.review
    if page.streak is None and review and only_daily(review):
        heads[weeks] = _DAILY
    lines = [_placed(heads, cell, "quiet")]
    shares = {each.weekday: _percent(each) for each in review.weekdays} if review else {}
    for row in rows:
        told = [each for each in row if each is not None]
        here = any(each.date == choice.day for each in told)
        name = weekday_name(told[0].date)[:3]
        spans = [Span(f" {name} ", "strong" if here else "quiet")]
        spans += [span for each in row for span in _cell(page, each, choice, shapes, cell)]
        if not page.tied:
            share = shares.get(WEEKDAYS[told[0].date.weekday()], "")
            spans.append(Span(f" {share:>4}", "quiet"))
        lines += [Line(tuple(spans)), Line()] if spaced else [Line(tuple(spans))]
    if spaced:
        lines.pop()
    met = {at: _month_words(page, month) for month, at in begins.items()}
    if cell == 1:
        met = {at: _share(each) for at, each in met.items()}
    lines.append(_placed(met, cell, "quiet"))
    return lines + legend_of(page, _days_of(page), shapes, width, height - len(lines))


def _placed(texts: dict[int, str], cell: int, look: str) -> Line:
    """Texts above or below the weeks that they begin with."""
    line = ""
    for at, text in sorted(texts.items()):
        line = line.ljust(_LEAD + at * cell) + text + " "
    return Line((Span(line.rstrip(), look),))


def _share(told: str) -> str:
    """`20/21` as `95%`."""
    met, _, asked = told.partition("/")
    return f"{100 * int(met) // int(asked)}%" if asked else told


def _percent(told: YearMonth | YearWeekday) -> str:
    """The share of what was met; empty where nothing was asked."""
    return percent(told.share) if told.asked else ""


def _cell(
    page: CalendarPage, each: CalendarDay | None, choice: Choice, shapes: Shapes, cell: int
) -> list[Span]:
    """A day as it is drawn, in so many cells; the chosen one inverted."""
    blank = " " * (cell - 1)
    if each is None:
        return [Span(" " * cell)]
    first, last = choice.ends()
    state = drawn_state(page.streak, each, page.today)
    chosen = "chosen" if choice.mark is not None and first <= each.date <= last else ""
    ground = "cursor" if each.date == choice.day else chosen
    spans = [Span(shapes.of_state(state), state, ground, each.date)]
    return [*spans, Span(blank, "plain", chosen, each.date)] if blank else spans


def _month_words(page: CalendarPage, month: int) -> str:
    """`20/21` of a streak's periods; of all streaks the share."""
    review = page.year and page.year.review
    told = [each for each in review.months if each.first_day.month == month] if review else []
    if not told or not told[0].asked:
        return ""
    return f"{told[0].met}/{told[0].asked}" if page.streak else _percent(told[0])
