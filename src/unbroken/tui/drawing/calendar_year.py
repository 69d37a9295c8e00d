"""A year as months. Pure."""

from __future__ import annotations

from datetime import date

from unbroken.core.day_states import CalendarPeriod
from unbroken.core.results import CalendarDay
from unbroken.tui.drawing.calendar_month import Choice, look_of, tie_of
from unbroken.tui.drawing.line import Line, Span
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.tui.model.calendar_statistics import share_words, tally
from unbroken.wording.dates import day_and_month
from unbroken.wording.states import LEGEND, LEGEND_OF_ALL
from unbroken.wording.symbols import Shapes


def year_lines(
    page: CalendarPage, choice: Choice, shapes: Shapes, width: int, height: int
) -> list[Line]:
    """The year, a month a row and a day a shape; how many were met where there is room.

    Below stands what the shapes mean, where the months leave room for it.
    """
    cell = max(min((width - 5) // 31, 2), 1)
    counting = width >= 5 + 31 * cell + 8
    lines = [Line((Span("     "), Span(_rule(cell), "quiet")))]
    by_month: dict[int, list[CalendarDay]] = {}
    for each in page.year.days if page.year is not None else ():
        by_month.setdefault(each.date.month, []).append(each)
    frames = _frames(page)
    for month in range(1, 13):
        days, here = by_month.get(month, []), month == choice.day.month
        name = day_and_month(choice.day.replace(month=month, day=1))[-3:]
        spans = [Span(f" {name} ", "strong" if here else "quiet")]
        for each in days:
            spans += _year_cell(page, each, frames.get(each.date), choice, shapes, cell)
        if counting and days:
            said = _month_words(page, days)
            spans.append(Span(" " * (cell * (31 - len(days)) + 1)))
            spans.append(Span(f"{said:>7}", "quiet"))
        lines += [Line(tuple(spans)), Line()] if height >= 27 else [Line(tuple(spans))]
    if height >= len(lines) + 2:
        lines += [Line(), _legend(page, shapes, width)]
    return lines


def _month_words(page: CalendarPage, days: list[CalendarDay]) -> str:
    """`20/21` of a streak's periods; of all streaks how much of what was asked."""
    if page.streak is None or page.year is None:
        return share_words(days, page.today)
    met, asked, _ = tally(page, days, page.year.periods)
    return f"{met}/{asked}" if asked else ""


def _frames(page: CalendarPage) -> dict[date, CalendarPeriod]:
    """The period of each day of the year, where it is longer than a day."""
    if page.year is None or not page.tied:
        return {}
    first, last = page.year.days[0].date, page.year.days[-1].date
    return {
        date.fromordinal(at): each
        for each in page.year.periods
        for at in range(
            max(each.first_day, first).toordinal(), min(each.last_day, last).toordinal() + 1
        )
    }


def _legend(page: CalendarPage, shapes: Shapes, width: int) -> Line:
    """What the shapes mean, as many of them as there is room for."""
    spans, left = [Span(" ")], width - 1
    for state, words in LEGEND if page.streak is not None else LEGEND_OF_ALL:
        left -= len(words) + 5
        if left >= -3:
            spans += [Span(shapes.of_state(state), state), Span(f" {words}   ", "quiet")]
    return Line(tuple(spans))


def _rule(cell: int) -> str:
    """The days of the month above their columns: 1, 5, 10, …, 30."""
    text = [" "] * (31 * cell + 1)
    for number in (1, 5, 10, 15, 20, 25, 30):
        for at, digit in enumerate(str(number)):
            text[number * cell - len(str(number)) + at] = digit
    return "".join(text)[: 31 * cell]


def _year_cell(
    page: CalendarPage,
    each: CalendarDay,
    period: CalendarPeriod | None,
    choice: Choice,
    shapes: Shapes,
    cell: int,
) -> list[Span]:
    """A day's shape, tied to the day before where both are of one period; the chosen one inverted.

    Where a day has one cell only, a period's shape stands on its first day, and the tie on others.
    """
    first, last = choice.ends()
    day, shape = each.date, shapes.of_state(each.state)
    chosen = "chosen" if choice.mark is not None and first <= day <= last else ""
    ground = "cursor" if day == choice.day else chosen
    tied = period is not None and period.first_day < day and day.day > 1 and bool(shape.strip())
    if not tied or period is None:
        lead = Span(" " * (cell - 1), "plain", "" if day == first else chosen, day)
        return [lead, Span(shape, look_of(page, each), ground, day)]
    link = "tie-here" if period.first_day <= choice.day <= period.last_day else "tie"
    if cell == 1:
        return [Span(tie_of(shapes), link, ground, day)]
    lead = Span(tie_of(shapes), link, "" if day == first else chosen, day)
    return [lead, Span(shape, look_of(page, each), ground, day)]
