"""A month as weeks, with a cursor on a day."""

from __future__ import annotations

from unbroken.tui.drawing.calendar_matrix import HEADS, MATRIX, matrix_lines, rows_of
from unbroken.tui.drawing.calendar_month import Choice, month_lines
from unbroken.tui.drawing.line import Line
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.tui.widgets.day_map import DayMap


class MonthGrid(DayMap):
    """The weeks of a month; of all streaks a row for each, where there is room."""

    BINDING_GROUP_TITLE = "Calendar"

    @property
    def rows(self) -> list[str]:
        """The ids of the streaks that have a row."""
        page = self.page
        of_all = page is not None and page.streak is None and self.size.width >= MATRIX
        return rows_of(page) if page is not None and of_all else []

    def lay_out_days(self, page: CalendarPage, choice: Choice) -> list[Line]:
        """The weeks, with amounts where there is room, or the rows, below heads that stay."""
        width, height = self.size.width, self.outer_size.height
        self.pinned = HEADS if self.rows else 0
        if page.streak is None and width >= MATRIX:
            return matrix_lines(page, choice._replace(row=self.row), self.shapes, width, height)
        return month_lines(page, choice, self.shapes, width, height)
