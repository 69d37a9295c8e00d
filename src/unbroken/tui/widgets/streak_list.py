"""The list of streaks: one widget that draws its lines itself, however many there are."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from unbroken.tui.drawing.columns import Line, Piece, fit, lay_out, measure
from unbroken.tui.drawing.line_painter import INKS, LinePainter
from unbroken.tui.model.streak_row import Row
from unbroken.wording.symbols import UNICODE, Shapes

_MOVE: Final = Binding.Group("Move")
_FLASH: Final = 0.8
"""Seconds that a shape stands out."""


def _move(keys: str, action: str, description: str) -> Binding:
    return Binding(
        keys,
        action,
        description,
        show=False,
        id=f"streaks.{action}",
        tooltip=f"{description} in the list",
        group=_MOVE,
    )


class StreakList(ScrollView, can_focus=True):
    """Streaks with a cursor, which stays on its streak wherever that moves.

    Rows go in by the reactive `rows`, in the order they are shown; what the person asks for comes
    out as messages with the streak's id.
    """

    BINDING_GROUP_TITLE = "Streaks"
    ALLOW_SELECT = False
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
                tooltip="Log the streak with that number",
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
        _move("j,down", "cursor_down", "Down"),
        _move("k,up", "cursor_up", "Up"),
        _move("pagedown", "page_down", "Page down"),
        _move("pageup", "page_up", "Page up"),
        _move("g,home", "first", "First"),
        _move("G,end", "last", "Last"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "streak-list--cursor",
        *(f"streak-list--{ink}" for ink in INKS),
    }
    DEFAULT_CSS = """
    StreakList {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        background: $background;
        color: $foreground;

        .streak-list--cursor { background: $panel; }
        .streak-list--quiet { color: $text-muted; }
        .streak-list--risk { color: $warning; }
        .streak-list--met { color: $primary; }
        .streak-list--missed { color: $error; }
        .streak-list--track { color: $border; }
    }
    """

    rows: reactive[tuple[Row, ...]] = reactive((), repaint=False)
    """The streaks, in the order they are shown."""
    shapes: reactive[Shapes] = reactive(UNICODE, repaint=False)
    """The symbols they are drawn with."""
    cursor: reactive[str | None] = reactive(None, repaint=False)
    """The id of the chosen streak."""
    flashing: reactive[str | None] = reactive(None, repaint=False)
    """The id of the streak whose shape has just changed for the better."""
    nothing: reactive[str] = reactive("")
    """What is said where there is no row."""

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

    class Chosen(Message):
        """The cursor is on another streak."""

        def __init__(self, streak_id: str | None) -> None:
            super().__init__()
            self.streak_id = streak_id

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []
        self._painter = LinePainter(self)
        self._laid_out_for: tuple[Any, ...] = ()
        self._just_chosen = False

    def watch_rows(self, old: tuple[Row, ...], rows: tuple[Row, ...]) -> None:
        """Keeps the cursor on its streak, or near where it was if that is gone."""
        self._draw_changes()
        ids = [row.streak_id for row in rows]
        if self.cursor not in ids:
            gone = [row.streak_id for row in old]
            near = gone.index(self.cursor) if self.cursor in gone else 0
            self.cursor = ids[min(near, len(ids) - 1)] if ids else None
        self._show_cursor()
        if bool(old) != bool(rows):
            self.refresh_bindings()

    def watch_shapes(self) -> None:
        """Draws all lines with the other symbols."""
        self._draw_changes()

    def watch_cursor(self, old: str | None, cursor: str | None) -> None:
        """Redraws the two rows that look different now, and tells the screen."""
        self._draw_streaks(old, cursor)
        self._show_cursor()
        self.post_message(self.Chosen(cursor))

    def watch_flashing(self, old: str | None, flashing: str | None) -> None:
        """Draws the shape that stands out, and the one that no longer does."""
        self._draw_streaks(old, flashing)
        if flashing is not None:
            self.set_timer(_FLASH, self._end_flash)

    def _end_flash(self) -> None:
        self.flashing = None

    def _draw_streaks(self, *ids: str | None) -> None:
        for y, line in enumerate(self._lines):
            if line.streak_id is not None and line.streak_id in ids:
                self.refresh_line(y)

    def on_resize(self) -> None:
        """Lays the columns out anew."""
        self._draw_changes()
        self._show_cursor()

    def notify_style_update(self) -> None:
        """Forgets lines that were drawn in other colours."""
        self._painter.forget()
        super().notify_style_update()

    def _draw_changes(self) -> None:
        """Lays the rows out, and redraws only the lines that changed."""
        old = self._lines
        self._lay_out()
        self.virtual_size = Size(self.size.width, len(self._lines))
        if len(old) != len(self._lines):
            self.refresh()
            return
        for y, (before, after) in enumerate(zip(old, self._lines, strict=True)):
            if before != after:
                self.refresh_line(y)

    def _lay_out(self) -> None:
        """The last column is the scrollbar's, so that its coming and going moves nothing."""
        wanted = (self.rows, self.outer_size, self.shapes)
        if wanted != self._laid_out_for:
            width, height = self.outer_size
            columns = measure(self.rows, width - 1, height)
            self._lines = lay_out(self.rows, columns, self.shapes)
            self._laid_out_for = wanted

    def _show_cursor(self) -> None:
        """Scrolls so that the chosen streak is in sight; from the first one up to the very top."""
        places = [y for y, line in enumerate(self._lines) if line.streak_id == self.cursor]
        if self.cursor is None or not places:
            return
        first = next(y for y, line in enumerate(self._lines) if line.streak_id is not None)
        top = 0 if places[0] == first else places[0]
        region = Region(0, top, 1, places[-1] + 1 - top)
        self.scroll_to_region(region, animate=False, x_axis=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        """One line of the list."""
        self._lay_out()  # the very first frame is drawn before any event tells the size
        width, at, paint = self.size.width, y + self.scroll_offset.y, self._painter.paint
        if at < len(self._lines):
            line = self._lines[at]
            chosen = line.streak_id is not None and line.streak_id == self.cursor
            flashing = line.marked and line.streak_id == self.flashing
            return paint(line, width, self.shapes, chosen=chosen, flashing=flashing)
        if y == 0 and self.nothing:
            said = Piece(f" {fit(self.nothing, width - 1, self.shapes)}", "quiet")
            return paint(Line((said,)), width, self.shapes)
        return Strip.blank(width, self.rich_style)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to log where there is no streak, and to fold where there is no group."""
        if action == "fold":
            return any(row.folds for row in self.rows)
        return action != "log" or bool(self.rows)

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
        for row in self.rows:
            if row.number == str(number) and not row.folded:
                self.cursor = row.streak_id
                self.post_message(self.LogRequested(row.streak_id))

    def action_cursor_down(self) -> None:
        """To the next streak."""
        self._move_by(1)

    def action_cursor_up(self) -> None:
        """To the previous streak."""
        self._move_by(-1)

    def action_page_down(self) -> None:
        """As many streaks down as are in sight."""
        self._move_by(self._in_sight())

    def action_page_up(self) -> None:
        """As many streaks up as are in sight."""
        self._move_by(-self._in_sight())

    def action_first(self) -> None:
        """To the first streak."""
        self._move_by(-len(self.rows))

    def action_last(self) -> None:
        """To the last streak."""
        self._move_by(len(self.rows))

    def on_click(self, event: events.Click) -> None:
        """Chooses the streak clicked on; a click on the chosen one logs it.

        The second click of a double click logs only if the first one did not.
        """
        at = event.y + self.scroll_offset.y
        heading = self._lines[at].folds if 0 <= at < len(self._lines) else None
        if heading is not None:
            self._fold(heading)
            return
        streak_id = self._lines[at].streak_id if 0 <= at < len(self._lines) else None
        if streak_id is None:
            return
        if streak_id != self.cursor:
            self.cursor, self._just_chosen = streak_id, True
        elif event.chain == 1 or self._just_chosen:
            self._just_chosen = False
            self.action_log()

    def _in_sight(self) -> int:
        top = self.scroll_offset.y
        shown = {line.streak_id for line in self._lines[top : top + self.size.height]}
        return max(len(shown - {None}) - 1, 1)

    def _move_by(self, count: int) -> None:
        ids = [row.streak_id for row in self.rows]
        if ids:
            at = ids.index(self.cursor) if self.cursor in ids else 0
            self.cursor = ids[max(0, min(at + count, len(ids) - 1))]
