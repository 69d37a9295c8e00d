"""The list of streaks."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from unbroken.tui.drawing.columns import SHAPE, Columns, lay_out, measure
from unbroken.tui.drawing.line import Line, Span, fit, text_line
from unbroken.tui.idle_keys import tell_idle
from unbroken.tui.model.streak_row import Row
from unbroken.tui.widgets.row_list import RowList, move_in_list

_NO_HEADING: Final = "This streak stands below no heading, so there is nothing to fold."
_FLASH: Final = 0.8
"""Seconds that a shape stands out."""


class StreakList(RowList):
    """Streaks with a cursor, which stays on its streak wherever that moves.

    Rows go in by the reactive `rows`, in the order they are shown; what the person asks for comes
    out as messages with the streak's id.
    """

    BINDING_GROUP_TITLE = "Streaks"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space,enter",
            "log",
            "log",
            id="streaks.log",
            tooltip="Log the chosen streak once; asks for the amount where it needs one",
        ),
        *(
            Binding(
                str(number),
                f"log_number({number})",
                "log by number",
                show=False,
                id=f"streaks.log_{number}",
                tooltip="Log the streak with that place in your own order",
            )
            for number in range(1, 10)
        ),
        Binding(
            "f",
            "fold",
            "fold",
            show=False,
            id="streaks.fold",
            tooltip="Fold or unfold what is under the same heading",
        ),
        move_in_list("streaks.cursor_down", "j,down", "cursor_down", "Down"),
        move_in_list("streaks.cursor_up", "k,up", "cursor_up", "Up"),
        move_in_list("streaks.page_down", "pagedown", "page_down", "Page down"),
        move_in_list("streaks.page_up", "pageup", "page_up", "Page up"),
        move_in_list("streaks.first", "g,home", "first", "First"),
        move_in_list("streaks.last", "G,end", "last", "Last"),
    ]

    rows: reactive[tuple[Row, ...]] = reactive((), repaint=False)
    """The streaks, in the order they are shown."""
    flashing: reactive[str | None] = reactive(None, repaint=False)
    """The id of the streak whose shape has just changed for the better."""
    nothing: reactive[str] = reactive("", repaint=False)
    """The text shown where there is no row."""

    class FoldRequested(Message):
        """Somebody wants to fold or unfold what is under a heading; it is named as `Row.folds`."""

        def __init__(self, heading: str) -> None:
            super().__init__()
            self.heading = heading

    class LogRequested(Message):
        """Somebody wants to log a streak once."""

        def __init__(self, streak_id: str) -> None:
            super().__init__()
            self.streak_id = streak_id

    class NumberNotListed(Message):
        """Somebody wants to log a streak by its number, and none in the list has it."""

        def __init__(self, number: str) -> None:
            super().__init__()
            self.number = number

    def __init__(self) -> None:
        super().__init__()
        self.wanted: str | None = None
        """The streak that the cursor goes to once it is listed, since it was on it before, or since
        something was done to it; as long as the person goes to no other.
        """
        self._just_chosen = False
        self._columns: Columns | None = None
        self._place: tuple[int, int, frozenset[str]] | None = None
        """What the columns were measured for: the room, and which streaks."""

    @property
    def strip(self) -> int:
        """How many of the last periods stand beside each streak."""
        return 0 if self._columns is None else self._columns.strip

    def watch_rows(self, old: tuple[Row, ...], rows: tuple[Row, ...]) -> None:
        """Keeps the cursor on its streak, or near where it was as long as that is gone."""
        self.redraw()
        ids = self.ids()
        if self.wanted in ids:
            self.cursor, self.wanted = self.wanted, None
        elif self.cursor not in ids:
            self.wanted = self.wanted or self.cursor
            gone = [row.streak_id for row in old]
            near = gone.index(self.cursor) if self.cursor in gone else 0
            self.cursor = ids[min(near, len(ids) - 1)] if ids else None
        self.show_cursor()
        if bool(old) != bool(rows):
            self.refresh_bindings()

    def watch_nothing(self) -> None:
        """Says why there is no row."""
        self.redraw()

    def watch_cursor(self, old: str | None, cursor: str | None) -> None:
        """Redraws the two rows that look different now, and tells the screen."""
        super().watch_cursor(old, cursor)
        if self.hovered == cursor and self._click_is_idle():
            self.hovered = None

    def watch_flashing(self, old: str | None, flashing: str | None) -> None:
        """Draws the shape that stands out, and the one that no longer does."""
        self.draw_rows(old, flashing)
        if flashing is not None:
            self.set_timer(_FLASH, self._end_flash)

    def _end_flash(self) -> None:
        self.flashing = None

    def ids(self) -> list[str]:
        """The ids of the streaks."""
        return [row.streak_id for row in self.rows]

    def shown(self) -> tuple[tuple[Row, ...], str]:
        """The streaks, or what is said where there is none."""
        return self.rows, self.nothing

    def lay_out(self) -> list[Line]:
        """The streaks in columns, one column kept for the scrollbar."""
        width, height = self.outer_size.width - 1, self.outer_size.height
        if not self.rows and self.nothing:
            self.pinned = 0
            return [text_line(f" {fit(self.nothing, width, self.shapes)}", "quiet")]
        place = (width, height, frozenset(row.streak_id for row in self.rows))
        before = self._columns if place == self._place else None
        self._columns, self._place = measure(self.rows, width, height, before), place
        self.pinned = int(self._columns.roomy)
        return lay_out(self.rows, self._columns, self.shapes)

    def draw(self, line: Line, width: int) -> Strip:
        """A line, with its shape standing out."""
        if line.marked and line.about == self.flashing and len(line.spans) > SHAPE:
            shape = Span(line.spans[SHAPE].text, "flash")
            spans = (*line.spans[:SHAPE], shape, *line.spans[SHAPE + 1 :])
            line = line._replace(spans=spans)
        return super().draw(line, width)

    def part_at(self, line: Line, x: int) -> Any:
        """The streak or the heading on a line, where a click on it does something."""
        idle = line.folds is None and line.about == self.cursor and self._click_is_idle()
        return None if idle else super().part_at(line, x)

    def _click_is_idle(self) -> bool:
        """Whether a click on the chosen row does nothing more: it never logs a limit."""
        row = self._chosen_row()
        return row is not None and row.is_limit and not row.folded

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to log where there is no streak, and to fold where there is no group."""
        if action == "fold":
            return any(row.folds for row in self.rows)
        return action != "log" or bool(self.rows)

    def why_idle(self, name: str) -> str:
        """Where there are streaks but no headings, there is nothing to fold."""
        return _NO_HEADING if name == "streaks.fold" and self.rows else ""

    def allow_focus(self) -> bool:
        """Where no name has what is looked for, the notes that have it come next."""
        return super().allow_focus() and bool(self.rows or not self.screen.query("NoteList"))

    def action_log(self) -> None:
        """Asks for a log of the chosen streak; a folded group is unfolded first."""
        row = self._chosen_row()
        if row is not None and row.folded:
            self.action_fold()
        elif row is not None:
            self.post_message(self.LogRequested(row.streak_id))

    def action_fold(self) -> None:
        """Asks to fold or unfold the group of the chosen streak."""
        row = self._chosen_row()
        if row is not None and row.folds:
            self._fold(row.folds)
        else:
            tell_idle(self.app, _NO_HEADING)

    def _fold(self, heading: str) -> None:
        """The cursor goes to what stays in sight of its group."""
        members = [row.streak_id for row in self.rows if row.folds == heading]
        if self.cursor in members:
            self.cursor = members[0]
        self.post_message(self.FoldRequested(heading))

    def _chosen_row(self) -> Row | None:
        return next((row for row in self.rows if row.streak_id == self.cursor), None)

    def action_log_number(self, number: int) -> None:
        """Chooses the streak with a number, and asks for a log of it."""
        row = next((row for row in self.rows if row.number == str(number)), None)
        if row is None:
            self.post_message(self.NumberNotListed(str(number)))
        else:
            self.cursor = row.streak_id
            self.post_message(self.LogRequested(row.streak_id))

    def on_click(self, event: events.Click) -> None:
        """Chooses the streak clicked on; a click on the chosen one logs it, unless it is a limit.

        The second click of a double click logs only if the first one did not.
        """
        line = self.line_at(event.y)
        if line is not None and line.folds is not None:
            self._fold(line.folds)
        elif line is None or line.about is None:
            return
        elif line.about != self.cursor:
            self.cursor, self._just_chosen = line.about, True
            self.post_message(self.Moved())
        elif event.chain == 1 or self._just_chosen:
            self._just_chosen = False
            if not self._click_is_idle():
                self.action_log()
