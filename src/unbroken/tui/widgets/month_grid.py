"""A month as weeks, with a cursor on a day."""

from __future__ import annotations

from unbroken.tui.drawing.calendar_matrix import MATRIX, matrix_lines
from unbroken.tui.drawing.calendar_month import Choice, month_lines
from unbroken.tui.drawing.line import Line
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.tui.widgets.day_map import DayMap


class MonthGrid(DayMap):
    """The weeks of a month; up and down are a week."""

    BINDING_GROUP_TITLE = "Calendar"

    def lay_out_days(self, page: CalendarPage, choice: Choice) -> list[Line]:
        """The weeks, with amounts where there is room; of all streaks a row for each."""
        width = self.size.width
        drawn = matrix_lines if page.streak is None and width >= MATRIX else month_lines
        return drawn(page, choice, self.shapes, width, self.outer_size.height)
