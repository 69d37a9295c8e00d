"""A month as weeks, with a cursor on a day."""

from __future__ import annotations

from unbroken.tui.drawing.calendar_month import Choice, month_lines
from unbroken.tui.drawing.line import Line
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.tui.widgets.day_map import DayMap


class MonthGrid(DayMap):
    """The weeks of a month; up and down are a week."""

    BINDING_GROUP_TITLE = "Calendar"

    def lay_out_days(self, page: CalendarPage, choice: Choice) -> list[Line]:
        """The weeks, with amounts where there is room."""
        return month_lines(page, choice, self.shapes, self.size.width, self.outer_size.height)
