"""A year at a glance, with a cursor on a day."""

from __future__ import annotations

from unbroken.tui.drawing.calendar_month import Choice
from unbroken.tui.drawing.calendar_year import year_lines
from unbroken.tui.drawing.line import Line
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.tui.widgets.day_map import DayMap


class YearMap(DayMap):
    """The months of a year, each a row; up and down are a month."""

    BINDING_GROUP_TITLE = "Year"

    def lay_out_days(self, page: CalendarPage, choice: Choice) -> list[Line]:
        """The months, one column kept for the scrollbar."""
        return year_lines(page, choice, self.shapes, self.outer_size.width - 1, self.size.height)
