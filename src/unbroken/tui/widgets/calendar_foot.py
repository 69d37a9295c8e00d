"""The lines below the days: the chosen one in short, and the month in numbers."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content

from unbroken.tui.drawing.calendar_month import Choice
from unbroken.tui.keys_in_force import with_keys
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.tui.model.calendar_statistics import summary_words, year_words
from unbroken.tui.model.calendar_words import (
    count_words,
    facts_of,
    range_words,
)
from unbroken.tui.widgets.calendar_line import CalendarLine
from unbroken.wording.states import HOLDS
from unbroken.wording.symbols import Shapes


class DayLine(CalendarLine):
    """The chosen day, where its panel is not in sight."""

    def render(self) -> RenderResult:
        if self.page is None or self.choice is None:
            return ""
        return day_line(self.page, self.choice, self.shapes, self.size.width)


class MonthLine(CalendarLine):
    """The month or the year in numbers; while a range is marked, what can be done with that."""

    def render(self) -> RenderResult:
        page, choice = self.page, self.choice
        if page is None or choice is None:
            return ""
        if choice.mark is not None:
            said = range_words(*choice.ends())
            does = with_keys(self, " · <calendar.fill> fills, <calendar.skip> skips")
            return Content.assemble((said, "bold"), does)
        words = year_words(page, self.size.width) if self.yearly else summary_words(page)
        return Content.styled(words, "$text-muted")


def day_line(page: CalendarPage, choice: Choice, shapes: Shapes, width: int) -> Content:
    """`Fri 20 Nov  ■ 22 / 20 min · 2 logs`, as much of it as there is room for."""
    facts, day = facts_of(page, choice.day), page.day(choice.day)
    if facts is None or day is None:
        return Content("")
    told = [facts.amount or facts.said]
    if facts.said == HOLDS:
        told.insert(0, HOLDS)
    if facts.state in ("skipped", "future", "off"):
        told = [facts.said]
    if facts.remark.startswith(("skipped", "paused")) and facts.state != "skipped":
        told.append("skipped")
    told.append(count_words(day.logs))
    shape = shapes.of_state(facts.state)
    line = Content.assemble((facts.short, "bold"), f"  {shape} " if shape.strip() else "  ")
    dot = ""
    for word in told:
        longer = Content.assemble(line, (dot, "$text-muted"), word)
        if longer.cell_length <= width:
            line, dot = longer, " · "
    return line
