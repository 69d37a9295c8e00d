"""Streaks with their main figures, to choose one from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from unbroken.core.figures import Overview
from unbroken.tui.drawing.figures import overview_lines
from unbroken.tui.drawing.line import Line, fit, text_line
from unbroken.tui.widgets.row_list import RowList, move_in_list

_NOTHING: Final = "No streak has figures yet; the first log begins them."


class OverviewList(RowList):
    """A line a streak below the titles of the columns; the cursor stays on its streak."""

    BINDING_GROUP_TITLE = "Streaks"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "open", "one", id="insights.open", tooltip="Show all figures of the streak"
        ),
        move_in_list("insights.down", "j,down", "cursor_down", "Down"),
        move_in_list("insights.up", "k,up", "cursor_up", "Up"),
        move_in_list("insights.page_down", "pagedown", "page_down", "Page down"),
        move_in_list("insights.page_up", "pageup", "page_up", "Page up"),
        move_in_list("insights.first", "g,home", "first", "First"),
        move_in_list("insights.last", "G,end", "last", "Last"),
    ]

    found: reactive[Sequence[Overview] | None] = reactive(None, repaint=False)
    """The streaks, in the order they are shown; None before they are known."""

    class Opened(Message):
        """All figures of a streak are to be shown."""

        def __init__(self, streak_id: str) -> None:
            super().__init__()
            self.streak_id = streak_id

    def ids(self) -> list[str]:
        """The ids of the streaks."""
        return [each.streak_id for each in self.found or ()]

    def watch_found(self, old: Sequence[Overview] | None) -> None:
        """The cursor stays on its streak, or goes to the first."""
        self.redraw()
        ids = self.ids()
        if self.cursor not in ids:
            self.cursor = ids[0] if ids else None
        self.show_cursor()
        if bool(old) != bool(ids):
            self.refresh_bindings()

    def shown(self) -> tuple[Sequence[Overview] | None]:
        """The streaks."""
        return (self.found,)

    def lay_out(self) -> Sequence[Line]:
        """As many columns as fit, one cell kept for the scrollbar."""
        self.pinned = 0
        width = self.outer_size.width - 3
        if self.found is None or width < 1:
            return ()
        if not self.found:
            return [text_line(f" {fit(_NOTHING, width, self.shapes)}", "quiet")]
        self.pinned = 1
        return overview_lines(self.found, width, self.shapes)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to open where there is no streak."""
        return action != "open" or bool(self.found)

    def action_open(self) -> None:
        if self.cursor is not None:
            self.post_message(self.Opened(self.cursor))

    def on_click(self, event: events.Click) -> None:
        """Chooses the streak clicked on; a click on the chosen one opens it."""
        line = self.line_at(event.y)
        if line is not None and line.about is not None:
            if line.about == self.cursor:
                self.action_open()
            self.cursor = line.about
