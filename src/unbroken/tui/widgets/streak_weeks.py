"""The last year of the chosen streak below the list, where there is room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from textual.content import Content

from unbroken.core.results import CalendarDay
from unbroken.tui.drawing.day_cells import state_cells, today_cell
from unbroken.tui.model.card_page import CardPage
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.widgets.chosen_streak import ChosenStreak
from unbroken.wording.dates import day_and_month, weekday_name
from unbroken.wording.day_strength import drawn_state
from unbroken.wording.symbols import Shapes

_SPACED: Final = 15
"""From so many lines on one is left free between two weekdays."""
_LEAD: Final = 5
_CELL: Final = 2


class StreakWeeks(ChosenStreak):
    """Weekdays by weeks, a shape a day, as many weeks as fit."""

    DEFAULT_CSS = """
    StreakWeeks {
        height: 1fr;
        padding: 1 1 0 1;
        text-wrap: nowrap;
    }
    """

    def words(self, page: Page, about: CardPage | None) -> Content:
        width, height = self.content_size
        weeks = (width - _LEAD) // _CELL
        if about is None or weeks < 1:
            return Content("")
        about = about._replace(weeks=about.weeks[-7 * weeks :])
        return Content("\n").join(weeks_lines(about, page, self.shapes, spaced=height >= _SPACED))


def weeks_lines(told: CardPage, page: Page, shapes: Shapes, *, spaced: bool) -> Iterator[Content]:
    """The months above, a line for each weekday; today stands out."""
    days, weeks = told.weeks, len(told.weeks) // 7
    if not days:
        return
    streak = page.streaks[told.streak_id]
    yield Content.assemble((streak.name, "bold"), (f"   Last {weeks} weeks", "$text-muted"))
    yield Content.styled(_months(days), "$text-muted")
    for at in range(7):
        row = [(each.date, drawn_state(streak, each, page.today)) for each in days[at::7]]
        parts = [Content.styled(f"{weekday_name(days[at].date)[:3]}  ", "$text-muted")]
        for (state, here), run in groupby(row, lambda each: (each[1], each[0] == page.today)):
            many = len(list(run))
            parts.append(today_cell(state, shapes) if here else state_cells(state, shapes, many))
        yield Content("").join(parts)
        if spaced and at < 6:
            yield Content("")


def _months(days: Sequence[CalendarDay]) -> str:
    """The names of months above the weeks that have their first days."""
    line = ""
    for at, day in enumerate(days):
        if day.date.day == 1:
            line = line.ljust(_LEAD + at // 7 * _CELL) + day_and_month(day.date)[-3:]
    return line
