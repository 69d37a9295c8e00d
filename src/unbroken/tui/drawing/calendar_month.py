"""A month as weeks, and a day in full, laid out as pieces of text with a look each. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from textwrap import wrap
from typing import Final, NamedTuple

from rich.cells import cell_len

from unbroken.core.results import CalendarDay
from unbroken.tui.drawing.columns import fit
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.tui.model.calendar_statistics import chain_words
from unbroken.tui.model.calendar_words import (
    LogRow,
    StateRow,
    cell_words,
    facts_of,
    log_rows,
    state_rows,
)
from unbroken.wording.dates import weekday_name
from unbroken.wording.symbols import ASCII, Shapes

SMALLEST_CELL: Final = 5
_WEEK_COLUMN: Final = 4
_BUSY: Final = ("met", "missed")


class Mark(NamedTuple):
    """Text in one look, on a ground of its own where there is one, and the day it belongs to."""

    text: str
    look: str = "plain"
    ground: str = ""
    day: date | None = None
    log_id: str | None = None


Row = tuple[Mark, ...]


class Choice(NamedTuple):
    """The day under the cursor, and where a range that ends there was begun."""

    day: date
    mark: date | None = None

    def ends(self) -> tuple[date, date]:
        """The first and the last day chosen."""
        other = self.day if self.mark is None else self.mark
        return min(self.day, other), max(self.day, other)


def month_rows(
    page: CalendarPage, choice: Choice, shapes: Shapes, width: int, height: int
) -> list[Row]:
    """The month as weeks; a second line with amounts for each, and a blank one, where they fit."""
    numbered = width >= _WEEK_COLUMN + 7 * SMALLEST_CELL
    lead = _WEEK_COLUMN if numbered else 0
    cell = max(min((width - lead) // 7, 11), 4)
    lines = max(min((height - 1) // 6, 4), 1)
    heads = "".join(f" {weekday_name(each.date)[:3]}".ljust(cell) for each in page.days[:7])
    rows: list[Row] = [(Mark(" wk " if numbered else "", "quiet"), Mark(heads, "quiet"))]
    for at in range(0, len(page.days), 7):
        week = page.days[at : at + 7]
        number = f" {_week_number(week[0].date):>2} " if numbered else ""
        shown = [_month_cell(page, each, choice, shapes, cell) for each in week]
        rows.append((Mark(number, "quiet"), *(mark for marks in shown for mark in marks)))
        if lines > 1:
            rows.append((Mark(" " * lead), *(_amount_cell(page, each, cell) for each in week)))
        rows += [()] * (lines - 2)
    return rows


def _week_number(first: date) -> int:
    """That of the week's Thursday, whichever day it begins on."""
    return (first + timedelta((3 - first.weekday()) % 7)).isocalendar().week


def _month_cell(
    page: CalendarPage, each: CalendarDay, choice: Choice, shapes: Shapes, cell: int
) -> list[Mark]:
    """A day's number and shape, tied to the next day where both are of one period."""
    if not each.in_month:
        return [Mark(" " * cell)]
    day, (first, last) = each.date, choice.ends()
    chosen = first <= day <= last
    ground = "cursor" if day == choice.day else "range" if chosen else ""
    period = page.span(day)
    here = period is not None and period.first_day <= choice.day <= period.last_day
    tie, link = tie_of(shapes), "tie-here" if here else "tie"
    following = day + timedelta(1)
    on = period is not None and page.holds(following) and following <= period.last_day
    before = day - timedelta(1)
    back = period is not None and page.holds(before) and before >= period.first_day
    week_first = (day - page.days[0].date).days % 7 == 0
    left = Mark(tie if back and not week_first else " ", link, ground if chosen else "", day)
    right = Mark(tie if on else " ", link, ground if chosen else "", day)
    if day in (first, choice.day):
        left = Mark("[", "cursor", ground, day)
    if day in (last, choice.day):
        right = Mark("]", "cursor", ground, day)
    gap = " " if cell >= 7 else ""
    shape = Mark(gap + shapes.of_state(each.state), look_of(page, each), ground, day)
    number = Mark(f"{day.day:>2}", _numberlook_of(page, each), ground, day)
    marks = [left, number, shape, right]
    rest = cell - sum(len(mark.text) for mark in marks)
    inside = chosen and day != last and choice.mark is not None
    fill = Mark((tie if on else " ") * max(rest, 0), link, "range" if inside else "", day)
    return [*marks, fill] if rest >= 0 else marks[:3]


def _numberlook_of(page: CalendarPage, each: CalendarDay) -> str:
    if each.date == page.today:
        return "today"
    if each.logs:
        return "logged"
    return "quiet" if each.state in ("none", "off", "future", "skipped") else "plain"


def _amount_cell(page: CalendarPage, each: CalendarDay, cell: int) -> Mark:
    said = cell_words(page, each, cell - 1) if each.in_month else ""
    return Mark(f" {said}".ljust(cell), "amount", "", each.date if each.in_month else None)


def tie_of(shapes: Shapes) -> str:
    """What ties the days of a period; unlike the shape of any state."""
    return "_" if shapes is ASCII else "─"


def look_of(page: CalendarPage, each: CalendarDay) -> str:
    """The look of a day's state; of all streaks it is paler where fewer than half are met."""
    if page.streak is None and each.state == "partial" and 2 * each.value < (each.target or 0):
        return "share-low"
    return each.state


def panel_rows(
    page: CalendarPage, day: date, chosen: str | None, shapes: Shapes, width: int
) -> list[Row]:
    """A day in full: its period's bar, and its logs with the chosen one marked."""
    facts = facts_of(page, day)
    if facts is None:
        return []
    rows: list[Row] = [(Mark(fit(facts.day, width, shapes), "logged"),)]
    if facts.period:
        rows.append((Mark(fit(facts.period, width, shapes), "quiet"),))
    shape = Mark(f"{shapes.of_state(facts.state)} ", facts.state)
    if facts.part is not None:
        filled, empty = shapes.bar(facts.part, max(min(width - cell_len(facts.amount) - 5, 16), 4))
        look = facts.state if facts.state in _BUSY else "partial"
        room = max(width - len(filled) - len(empty) - 4, 0)
        amount = fit(facts.amount, min(room, cell_len(facts.amount)), shapes)
        bar = (Mark(filled, look), Mark(empty, "tie"), Mark(f"  {amount}  ", "plain"), shape)
        rows.append(bar)
    else:
        said = f"{facts.said}: {facts.amount}" if facts.amount else facts.said
        rows.append((shape, Mark(fit(said, max(width - 2, 0), shapes), "plain")))
    if facts.remark:
        rows.append((Mark(fit(facts.remark, width, shapes), "quiet"),))
    rows.append(())
    states = _state_lines(state_rows(page, day), shapes, width)
    rows += [*states, ()] if states else []
    rows += _log_lines(log_rows(page, day), chosen, shapes, width)
    chain = wrap(chain_words(page, day), max(width, 1))
    return rows + ([(), *((Mark(line, "quiet"),) for line in chain)] if chain else [])


def _state_lines(states: Sequence[StateRow], shapes: Shapes, width: int) -> list[Row]:
    """Each streak's shape, name and amount, in columns."""
    names = min(max((cell_len(each.name) for each in states), default=0), max(width // 2 - 2, 0))
    rows: list[Row] = []
    for each in states:
        shape = shapes.risk if each.state == "risk" else shapes.of_state(each.state)
        amount = fit(each.amount, min(cell_len(each.amount), max(width - names - 4, 0)), shapes)
        look = "quiet" if each.state == "skipped" else "plain"
        name = Mark(fit(each.name, names, shapes), look)
        rows.append((Mark(f"{shape} ", each.state), name, Mark(f"  {amount}", "quiet")))
    return rows


def _log_lines(logs: Sequence[LogRow], chosen: str | None, shapes: Shapes, width: int) -> list[Row]:
    """The logs in columns, as wide as the widest of each."""
    if not logs:
        return [(Mark("no logs", "quiet"),)]
    times = max(cell_len(each.time) for each in logs)
    amounts = min(max(cell_len(each.amount) for each in logs), 12)
    names = min(max(cell_len(each.name) for each in logs), width // 3)
    rows: list[Row] = []
    for each in logs:
        here = each.log_id == chosen
        cursor = (">" if shapes is ASCII else "›") if here else " "
        amount = fit(each.amount, min(amounts, cell_len(each.amount)), shapes)
        columns = [
            (f"{cursor} ", "cursor"),
            (fit(each.time, times + 2, shapes), "plain"),
            (fit(each.name, names, shapes) + "  " if names else "", "plain"),
            (" " * (amounts - cell_len(amount)) + amount + "  " if amounts else "", "logged"),
        ]
        left = max(width - sum(cell_len(text) for text, _ in columns), 0)
        columns.append((fit(each.note, left, shapes), "quiet"))
        ground = "cursor" if here else ""
        rows.append(tuple(Mark(text, look, ground, None, each.log_id) for text, look in columns))
    return rows
