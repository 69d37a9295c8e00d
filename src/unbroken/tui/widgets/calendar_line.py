"""The base of the calendar's one-line widgets."""

from __future__ import annotations

from textual.reactive import reactive
from textual.widget import Widget

from unbroken.tui.drawing.calendar_month import Choice
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.wording.symbols import UNICODE, Shapes


class CalendarLine(Widget):
    """One line about a page and what is chosen in it."""

    DEFAULT_CSS = """
    CalendarLine {
        width: 100%;
        height: 1;
        padding: 0 1;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    page: reactive[CalendarPage | None] = reactive(None)
    """The month or year shown."""
    choice: reactive[Choice | None] = reactive(None)
    """The chosen day or range."""
    shapes: reactive[Shapes] = reactive(UNICODE)
    """The symbols in use."""
    yearly: reactive[bool] = reactive(False)
    """Whether the year is shown instead of the month."""
