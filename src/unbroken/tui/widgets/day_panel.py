"""The chosen day in full: its period, and its logs to choose from."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from unbroken.tui.clipboard import copy
from unbroken.tui.drawing.calendar_day import day_lines
from unbroken.tui.drawing.calendar_month import Choice
from unbroken.tui.drawing.line import Line
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.tui.model.copied_text import log_text
from unbroken.tui.widgets.day_map import move
from unbroken.tui.widgets.line_view import LineView


class DayPanel(LineView):
    """A day's logs; one of them is chosen while the panel is in use."""

    BINDING_GROUP_TITLE = "Logs of the day"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e,enter", "edit", "edit", id="day.edit", tooltip="Edit the chosen log"),
        Binding("x", "screen.delete", "delete", id="day.delete", tooltip="Delete the chosen log"),
        Binding("y", "copy", "copy", show=False, id="day.copy", tooltip="Copy the chosen log"),
        move("down,j", "step(1)", "The next log", "day"),
        move("up,k", "step(-1)", "The log before", "day"),
    ]

    page: reactive[CalendarPage | None] = reactive(None, repaint=False)
    """What is shown."""
    choice: reactive[Choice | None] = reactive(None, repaint=False)
    """The day that is shown."""
    chosen: reactive[str | None] = reactive(None, repaint=False)
    """The id of the chosen log."""
    in_use: reactive[bool] = reactive(False, repaint=False, bindings=True)
    """Whether the cursor is in the day's logs."""

    class EditRequested(Message):
        """Somebody wants to edit a log."""

        def __init__(self, log_id: str) -> None:
            super().__init__()
            self.log_id = log_id

    class Entered(Message):
        """A log was clicked on."""

    def shown(self) -> tuple[CalendarPage | None, Choice | None, str | None]:
        """The page, the day, and the log that is marked while the panel is in use."""
        return self.page, self.choice, self.chosen if self.in_use else None

    def lay_out(self) -> list[Line]:
        """The day, one column kept for the scrollbar."""
        page, choice, chosen = self.shown()
        if page is None or choice is None:
            return []
        return day_lines(page, choice.day, chosen, self.shapes, self.outer_size.width - 3)

    def cursor_lines(self) -> tuple[int, int] | None:
        """The chosen log."""
        for y, line in enumerate(self.lines):
            if self.in_use and line.about is not None and line.about == self.chosen:
                return y, y
        return None

    def watch_page(self) -> None:
        """Keeps a log chosen."""
        self._keep_chosen()
        self.redraw()

    def watch_choice(self) -> None:
        """Another day has other logs."""
        self._keep_chosen()
        self.redraw()

    def watch_chosen(self) -> None:
        self._show_chosen()

    def watch_in_use(self) -> None:
        self._show_chosen()

    def _show_chosen(self) -> None:
        if self.in_use and self.hovered == self.chosen:
            self.hovered = None
        self.redraw()

    def part_at(self, line: Line, x: int) -> str | None:
        """The log on a line, where a click on it does something."""
        return None if self.in_use and line.about == self.chosen else line.about

    def choose_part(self, part: str) -> None:
        """Goes to a log by its id."""
        self.chosen = part
        self.post_message(self.Entered())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing can be edited or copied where there is no log."""
        return action not in ("edit", "copy") or self.chosen is not None

    def why_idle(self, name: str) -> str:
        """What is about a log needs one."""
        return "There is no log on this day." if name in ("day.edit", "day.copy") else ""

    def action_step(self, by: int) -> None:
        logs = self._logs()
        if self.chosen in logs:
            at = logs.index(self.chosen) + by
            self.chosen = logs[max(0, min(at, len(logs) - 1))]

    def action_edit(self) -> None:
        if self.chosen is not None:
            self.post_message(self.EditRequested(self.chosen))

    def action_copy(self) -> None:
        """Copies the chosen log."""
        if self.page is not None and self.choice is not None:
            logs = self.page.logs.get(self.choice.day, ())
            for log in (each for each in logs if each.id == self.chosen):
                copy(self.app, log_text(self.page, log), "the log")

    def on_click(self, event: events.Click) -> None:
        content = event.get_content_offset(self)
        line = None if content is None else self.line_at(content.y)
        if line is not None and line.about is not None:
            self.choose_part(line.about)

    def _logs(self) -> list[str]:
        if self.page is None or self.choice is None:
            return []
        return [each.id for each in self.page.logs.get(self.choice.day, ())]

    def _keep_chosen(self) -> None:
        logs, before = self._logs(), self.chosen
        if before not in logs:
            self.chosen = logs[-1] if logs else None
        if (before is None) != (self.chosen is None):
            self.refresh_bindings()
