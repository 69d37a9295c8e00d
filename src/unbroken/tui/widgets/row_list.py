"""A list that is drawn line by line, with a cursor on one of its rows."""

from __future__ import annotations

from textual.binding import Binding
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from unbroken.tui.drawing.line import Line, Span
from unbroken.tui.widgets.line_view import LineView
from unbroken.wording.symbols import ASCII

_MOVE = Binding.Group("Move")


def move_in_list(name: str, keys: str, action: str, description: str) -> Binding:
    """A binding that only moves the cursor; `name` is its id."""
    return Binding(
        keys,
        action,
        description,
        show=False,
        id=name,
        tooltip=f"{description} in the list",
        group=_MOVE,
    )


class RowList(LineView):
    """Rows that have one line or more each, all `about` the row's id; the first is `marked`."""

    cursor: reactive[str | None] = reactive(None, repaint=False)
    """The id of the chosen row."""

    class Moved(Message):
        """The cursor was moved, with a key or by a click; the messages before it came of that."""

    class Chosen(Message):
        """The cursor is on another row."""

        def __init__(self, about: str | None) -> None:
            super().__init__()
            self.about = about

    def ids(self) -> list[str]:
        """The ids of the rows, in the order they are shown."""
        raise NotImplementedError

    def watch_cursor(self, old: str | None, cursor: str | None) -> None:
        """Redraws the two rows that look different now, and tells the screen."""
        self.draw_rows(old, cursor)
        self.show_cursor()
        self.post_message(self.Chosen(cursor))

    def watch_has_focus(self, has_focus: bool) -> None:
        """The mark says whether the keys go to the list."""
        super().watch_has_focus(has_focus)
        self.draw_rows(self.cursor)

    def draw_rows(self, *ids: str | None) -> None:
        """Draws some rows anew."""
        for y, line in enumerate(self.lines):
            if line.about is not None and line.about in ids:
                self.refresh_line(y)

    def cursor_lines(self) -> tuple[int, int] | None:
        """The lines of the chosen row; from the first one up to the very top."""
        places = [y for y, line in enumerate(self.lines) if line.about == self.cursor]
        if self.cursor is None or not places:
            return None
        first = next(y for y, line in enumerate(self.lines) if line.about is not None)
        return (0 if places[0] == first else places[0]), places[-1]

    def draw(self, line: Line, width: int) -> Strip:
        """A line, with the cursor where it is on it."""
        spans, ground = line.spans, ""
        if line.about is not None and line.about == self.cursor:
            ground = "chosen"
            if line.marked:
                mark = ">" if self.shapes is ASCII else "›"
                spans = (Span(mark, "quiet", "cursor" if self.has_focus else ""), *spans[1:])
        return self.canvas.paint(spans, width, ground)

    def choose_part(self, part: str) -> None:
        """Chooses a row by its id."""
        self.cursor = part

    def action_cursor_down(self) -> None:
        self._move_by(1)

    def action_cursor_up(self) -> None:
        self._move_by(-1)

    def action_page_down(self) -> None:
        """As many rows down as are in sight."""
        self._move_by(self._in_sight())

    def action_page_up(self) -> None:
        """As many rows up as are in sight."""
        self._move_by(-self._in_sight())

    def action_first(self) -> None:
        self._move_by(-len(self.ids()))

    def action_last(self) -> None:
        self._move_by(len(self.ids()))

    def _in_sight(self) -> int:
        top = self.scroll_offset.y
        shown = {line.about for line in self.lines[top : top + self.size.height]}
        return max(len(shown - {None}) - 1, 1)

    def _move_by(self, count: int) -> None:
        ids = self.ids()
        if ids:
            at = ids.index(self.cursor) if self.cursor in ids else 0
            self.cursor = ids[max(0, min(at + count, len(ids) - 1))]
            self.post_message(self.Moved())
