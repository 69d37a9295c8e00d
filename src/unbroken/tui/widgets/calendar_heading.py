"""The calendar's first line: the month with arrows, and whose it is."""

from __future__ import annotations

from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.message import Message

from unbroken.tui.model.calendar_words import whose
from unbroken.tui.simulated_keys import commands_word
from unbroken.tui.widgets.calendar_line import CalendarLine
from unbroken.wording.dates import month_name
from unbroken.wording.symbols import ASCII


class CalendarHeading(CalendarLine):
    """`◂ November 2026 ▸   Read`; the arrows can be clicked, and the month opens the palette."""

    class Turned(Message):
        """An arrow was clicked: a month `back` or `on`."""

        def __init__(self, way: str) -> None:
            super().__init__()
            self.way = way

    def _label(self) -> str:
        if self.choice is None:
            return ""
        year = str(self.choice.day.year)
        return year if self.yearly else f"{month_name(self.choice.day)} {year}"

    def render(self) -> RenderResult:
        if self.page is None:
            return ""
        back, on = ("<", ">") if self.shapes is ASCII else ("◂", "▸")
        return Content.assemble(
            (f"{back} ", "$text-muted"),
            commands_word(self._label()),
            (f" {on}", "$text-muted"),
            "   ",
            (whose(self.page), "$foreground"),
        )

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Says what a click does where that is not plain to see."""
        self.tooltip = "Commands" if "@click" in event.style.meta else None

    def on_click(self, event: events.Click) -> None:
        """Turns the page by an arrow."""
        content = event.get_content_offset(self)
        if content is None:
            return
        end = 2 + len(self._label())
        if content.x < 2:
            self.post_message(self.Turned("back"))
        elif end <= content.x < end + 2:
            self.post_message(self.Turned("on"))
