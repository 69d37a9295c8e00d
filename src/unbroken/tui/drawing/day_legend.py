"""What the shapes of days mean, in a line below them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from unbroken.core.results import CalendarDay
from unbroken.tui.drawing.line import Line, Span
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.wording.day_strength import drawn_state
from unbroken.wording.states import HOLDS, LEGEND_OF_ALL, LEGEND_OF_ONE
from unbroken.wording.symbols import Shapes


def legend_line(drawn: Collection[str], shapes: Shapes, width: int, *, of_one: bool) -> Line:
    """What the shapes mean that are `drawn`, as many of them as there is room for.

    They are states of one streak, or else of all together. What is open and a limit that holds
    have one shape, and so one entry, which says both where that takes no other's room.
    """
    meanings = LEGEND_OF_ONE if of_one else LEGEND_OF_ALL
    told = {state: words for state, words in meanings if state in drawn}
    spans, left = [Span(" ")], width - 1
    if "open" in told and told.pop("kept", ""):
        both = told | {"open": f"{told['open']}, or {HOLDS}"}
        if sum(len(words) + 5 for words in both.values()) - 3 <= left:
            told = both
    for state, words in told.items():
        left -= len(words) + 5
        if left >= -3:
            spans += [Span(shapes.of_state(state), state), Span(f" {words}   ", "quiet")]
    return Line(tuple(spans))


def legend_of(
    page: CalendarPage, days: Iterable[CalendarDay], shapes: Shapes, width: int, height: int
) -> list[Line]:
    """The legend of days of a page, below a blank line; nothing where there is no room for both."""
    if height < 2:
        return []
    drawn = {drawn_state(page.streak, each, page.today) for each in days}
    return [Line(), legend_line(drawn, shapes, width, of_one=page.streak is not None)]
