"""A month as weeks. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

from unbroken.core.results import CalendarDay
from unbroken.tui.drawing.day_legend import legend_of
from unbroken.tui.drawing.line import Line, Span
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.tui.model.calendar_statistics import week_words
from unbroken.tui.model.calendar_words import cell_words, unit_in_cells
from unbroken.wording.dates import weekday_name
from unbroken.wording.day_strength import drawn_state
from unbroken.wording.symbols import Shapes

SMALLEST_CELL: Final = 5
_WEEK_COLUMN: Final = 4
_TOTAL: Final = 8
_SPREAD: Final = 120
"""From so many cells on the days take all of the width."""


class Choice(NamedTuple):
    """The day under the cursor, and where a range that ends there was begun.

    `row` is the id of the streak in whose row the cursor is, where each has one; None is all.
    """

    day: date
    mark: date | None = None
    row: str | None = None

    def ends(self) -> tuple[date, date]:
        """The first and the last day chosen."""
        other = self.day if self.mark is None else self.mark
        return min(self.day, other), max(self.day, other)


def month_lines(
    page: CalendarPage, choice: Choice, shapes: Shapes, width: int, height: int
) -> list[Line]:
    """The month as weeks. Where there is room a day is a block, whose ground shows how much was
    done on it, with its amount inside, and each week has its total at the right.
    """
    numbered = width >= _WEEK_COLUMN + 7 * SMALLEST_CELL
    lead = _WEEK_COLUMN if numbered else 0
    room = width - lead - (_TOTAL if width >= _SPREAD else 0)
    cell = max(min(room // 7, 20 if width >= _SPREAD else 11), 4)
    each_week = max(min((height - 1) // 6, 6), 1)
    totals = width >= lead + 7 * cell + _TOTAL and each_week > 1
    heads = "".join(f" {weekday_name(each.date)[:3]}".ljust(cell) for each in page.days[:7])
    lines = [Line((Span(" wk " if numbered else "", "quiet"), Span(heads, "quiet")))]
    unit = unit_in_cells(page, _width(cell) - 1)
    for at in range(0, len(page.days), 7):
        week = page.days[at : at + 7]
        number = f" {week_number(week[0].date):>2} " if numbered else ""
        shown = [_month_cell(page, each, choice, shapes, cell) for each in week]
        total = [Span(f"{week_words(page, week):>{_TOTAL}}", "quiet")] if totals else []
        spans = (span for spans in shown for span in spans)
        lines.append(Line((Span(number, "quiet"), *spans, *total)))
        inside = [_amount_cell(page, each, choice, cell, unit) for each in week]
        for at in range(1, each_week):
            last = at == each_week - 1 and at > 1
            words = [span if at == 1 else _blank(span) for spans in inside for span in spans]
            lines.append(Line() if last else Line((Span(" " * lead), *words)))
    days = (each for each in page.days if each.in_month)
    return lines + legend_of(page, days, shapes, width, height - len(lines))


def week_number(first: date) -> int:
    """That of the week's Thursday, whichever day it begins on."""
    return (first + timedelta((3 - first.weekday()) % 7)).isocalendar().week


def _month_cell(
    page: CalendarPage, each: CalendarDay, choice: Choice, shapes: Shapes, cell: int
) -> list[Span]:
    """A day's number and shape, tied to the next day where both are of one period."""
    if not each.in_month:
        return [Span(" " * cell)]
    day, (first, last) = each.date, choice.ends()
    chosen = first <= day <= last
    ground = "cursor" if day == choice.day else "chosen" if chosen else ""
    period = page.span(day)
    here = period is not None and period.first_day <= choice.day <= period.last_day
    tie, link = shapes.tie, "tie-here" if here else "tie"
    following = day + timedelta(1)
    on = period is not None and page.holds(following) and following <= period.last_day
    before = day - timedelta(1)
    back = period is not None and page.holds(before) and before >= period.first_day
    week_first = (day - page.days[0].date).days % 7 == 0
    left = Span(tie if back and not week_first else " ", link, ground if chosen else "", day)
    right = Span(tie if on else " ", link, ground if chosen else "", day)
    if day in (first, choice.day):
        left = Span("[", "cursor", ground, day)
    if day in (last, choice.day):
        right = Span("]", "cursor", ground, day)
    gap = " " if cell >= 7 else ""
    state = drawn_state(page.streak, each, page.today)
    shape = Span(gap + shapes.of_state(state), state, ground, day)
    if state != each.state and state in ("tie", "future"):
        shape = shape._replace(text=gap + tie, look=link)
    number = Span(f"{day.day:>2}", _number_look(page, each), ground, day)
    spans = [left, number, shape, right]
    rest = cell - sum(len(span.text) for span in spans)
    inside = chosen and day != last and choice.mark is not None
    if rest < 0:
        return spans[:3]
    fill = Span((tie if on else " ") * max(rest, 0), link, "chosen" if inside else "", day)
    if cell >= 7 and (not chosen or day == choice.day):
        block = _block(state) if not chosen else "cursor"
        spans = [span._replace(ground=block) for span in spans]
        fill, between = fill._replace(text=fill.text[:-1], ground=block), fill.text[-1:]
        return [*spans, fill, Span(between, link, "", day)]
    return [*spans, fill]


def _block(state: str) -> str:
    """The ground of a day by how much was done on it."""
    named = {"low": "low", "partial": "part", "met": "met", "over": "over"}
    return f"strength-{named[state]}" if state in named else ""


def _blank(span: Span) -> Span:
    return span._replace(text=" " * len(span.text))


def _number_look(page: CalendarPage, each: CalendarDay) -> str:
    if each.date == page.today:
        return "today"
    if each.logs:
        return "strong"
    return "quiet" if each.state in ("none", "off", "future", "skipped") else "plain"


def _width(cell: int) -> int:
    """The cells of a day but for a blank to the next one, where there is room for it."""
    return cell - (cell >= 7)


def _amount_cell(
    page: CalendarPage, each: CalendarDay, choice: Choice, cell: int, unit: str
) -> list[Span]:
    """What a day gave, on the ground of its block; where there is room, a blank to the next day."""
    if not each.in_month:
        return [Span(" " * cell)]
    width = _width(cell)
    said, day = cell_words(page, each, width - 1, unit), each.date
    first, last = choice.ends()
    block = _block(drawn_state(page.streak, each, page.today)) if cell >= 7 else ""
    if day == choice.day:
        block = "cursor"
    elif first <= day <= last:
        block = "chosen"
    blank = Span(" " * (cell - width), "plain", "", day)
    return [Span(f" {said}".ljust(width), "quiet", block, day), blank]
