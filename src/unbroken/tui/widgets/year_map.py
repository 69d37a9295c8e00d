"""A year at a glance, with a cursor on a day."""

from __future__ import annotations

from typing import Final

from unbroken.tui.drawing.calendar_month import Choice
from unbroken.tui.drawing.calendar_year import HEAT, year_lines
from unbroken.tui.drawing.line import Line
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.tui.widgets.day_map import DayMap

_ON_THE_MAP: Final = {"left": "before", "right": "after", "up": "left", "down": "right"}
"""Where a move leads on a map of weekdays by weeks."""


class YearMap(DayMap):
    """The year, by months, each a row, or as a map of weekdays by weeks where there is room."""

    BINDING_GROUP_TITLE = "Year"
    of_year = True

    def action_step(self, way: str) -> None:
        """Where days stand below each other, the one on the left is a week before."""
        on_map = self.outer_size.width - 1 >= HEAT
        super().action_step(_ON_THE_MAP.get(way, way) if on_map else way)

    def lay_out_days(self, page: CalendarPage, choice: Choice) -> list[Line]:
        """The days, one column kept for the scrollbar."""
        return year_lines(page, choice, self.shapes, self.outer_size.width - 1, self.size.height)
