"""A month as weeks, with a cursor on a day."""

from __future__ import annotations

from textual.geometry import Size

from unbroken.tui.drawing.calendar_month import Choice, Row, month_rows
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.tui.widgets.day_map import DayMap


class MonthGrid(DayMap):
    """The weeks of a month; up and down are a week."""

    BINDING_GROUP_TITLE = "Calendar"

    def lay_out(self, page: CalendarPage, choice: Choice, size: Size) -> list[Row]:
        """The weeks, with amounts where there is room."""
        return month_rows(page, choice, self.shapes, size.width, self.outer_size.height)
