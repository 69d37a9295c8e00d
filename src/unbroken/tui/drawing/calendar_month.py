"""A month as weeks. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

from unbroken.core.results import CalendarDay
from unbroken.tui.drawing.line import Line, Span
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.tui.model.calendar_words import cell_words
from unbroken.wording.dates import weekday_name
from unbroken.wording.symbols import ASCII, Shapes

SMALLEST_CELL: Final = 5
_WEEK_COLUMN: Final = 4


class Choice(NamedTuple):
    """The day under the cursor, and where a range that ends there was begun."""

    day: date
    mark: date | None = None

    def ends(self) -> tuple[date, date]:
        """The first and the last day chosen."""
        other = self.day if self.mark is None else self.mark
        return min(self.day, other), max(self.day, other)


def month_lines(
    page: CalendarPage, choice: Choice, shapes: Shapes, width: int, height: int
) -> list[Line]:
    """The month as weeks; a second line with amounts for each, and a blank one, where they fit."""
    numbered = width >= _WEEK_COLUMN + 7 * SMALLEST_CELL
    lead = _WEEK_COLUMN if numbered else 0
    cell = max(min((width - lead) // 7, 11), 4)
    each_week = max(min((height - 1) // 6, 4), 1)
    heads = "".join(f" {weekday_name(each.date)[:3]}".ljust(cell) for each in page.days[:7])
    lines = [Line((Span(" wk " if numbered else "", "quiet"), Span(heads, "quiet")))]
    for at in range(0, len(page.days), 7):
        week = page.days[at : at + 7]
        number = f" {_week_number(week[0].date):>2} " if numbered else ""
        shown = [_month_cell(page, each, choice, shapes, cell) for each in week]
        lines.append(Line((Span(number, "quiet"), *(span for spans in shown for span in spans))))
        if each_week > 1:
            amounts = (_amount_cell(page, each, cell) for each in week)
            lines.append(Line((Span(" " * lead), *amounts)))
        lines += [Line()] * (each_week - 2)
    return lines


def _week_number(first: date) -> int:
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
    tie, link = tie_of(shapes), "tie-here" if here else "tie"
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
    shape = Span(gap + shapes.of_state(each.state), look_of(page, each), ground, day)
    number = Span(f"{day.day:>2}", _number_look(page, each), ground, day)
    spans = [left, number, shape, right]
    rest = cell - sum(len(span.text) for span in spans)
    inside = chosen and day != last and choice.mark is not None
    fill = Span((tie if on else " ") * max(rest, 0), link, "chosen" if inside else "", day)
    return [*spans, fill] if rest >= 0 else spans[:3]


def _number_look(page: CalendarPage, each: CalendarDay) -> str:
    if each.date == page.today:
        return "today"
    if each.logs:
        return "strong"
    return "quiet" if each.state in ("none", "off", "future", "skipped") else "plain"


def _amount_cell(page: CalendarPage, each: CalendarDay, cell: int) -> Span:
    said = cell_words(page, each, cell - 1) if each.in_month else ""
    return Span(f" {said}".ljust(cell), "quiet", "", each.date if each.in_month else None)


def tie_of(shapes: Shapes) -> str:
    """What ties the days of a period; unlike the shape of any state."""
    return "_" if shapes is ASCII else "─"


def look_of(page: CalendarPage, each: CalendarDay) -> str:
    """The look of a day's state; of all streaks it is paler where fewer than half are met."""
    if page.streak is None and each.state == "partial" and 2 * each.value < (each.target or 0):
        return "low"
    return each.state
