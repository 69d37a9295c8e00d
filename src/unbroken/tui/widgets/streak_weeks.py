"""The last year of the chosen streak below the list, where there is room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from unbroken.core.results import CalendarDay
from unbroken.tui.model.card_page import CardPage
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.widgets.streak_card import LOOKS_OF_DAYS
from unbroken.wording.dates import day_and_month, weekday_name
from unbroken.wording.day_strength import drawn_state
from unbroken.wording.symbols import UNICODE, Shapes

_SPACED: Final = 15
"""From so many lines on one is left free between two weekdays."""
_LEAD: Final = 5
_CELL: Final = 2


class StreakWeeks(Static):
    """Weekdays by weeks, a shape a day, as many weeks as fit."""

    DEFAULT_CSS = """
    StreakWeeks {
        height: 1fr;
        padding: 1 1 0 1;
        text-wrap: nowrap;
    }
    """

    page: reactive[Page | None] = reactive(None, repaint=False)
    """What the streak is looked up in."""
    shapes: reactive[Shapes] = reactive(UNICODE, repaint=False)
    """The symbols of the days."""
    chosen: reactive[str | None] = reactive(None, repaint=False)
    """The id of the streak that is shown."""
    told: reactive[CardPage | None] = reactive(None, repaint=False)
    """What was read of a streak; shown once it is that of the chosen one."""

    def watch_page(self) -> None:
        self._tell()

    def watch_chosen(self) -> None:
        self._tell()

    def watch_told(self) -> None:
        self._tell()

    def watch_shapes(self) -> None:
        self._tell()

    def on_resize(self) -> None:
        """More weeks fit, or fewer."""
        self._tell()

    def _tell(self) -> None:
        page, told, (width, height) = self.page, self.told, self.content_size
        weeks = (width - _LEAD) // _CELL
        if page is None or told is None or told.streak_id != self.chosen or weeks < 1:
            self.update("", layout=False)
        else:
            told = told._replace(weeks=told.weeks[-7 * weeks :])
            lines = weeks_lines(told, page, self.shapes, spaced=height >= _SPACED)
            self.update(Content("\n").join(lines), layout=False)


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
            shape, look = shapes.of_state(state), LOOKS_OF_DAYS.get(state, "$text-muted")
            if here:
                shape, look = (shape, look) if shape.strip() else (shapes.open, "")
                parts.append(Content.assemble((shape, f"bold underline {look}"), " "))
            else:
                parts.append(Content.styled(f"{shape} " * len(list(run)), look))
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
