"""A widget that draws its lines itself, however many there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from unbroken.tui.drawing.canvas import CLASSES, CSS, Canvas
from unbroken.tui.drawing.line import Line
from unbroken.wording.symbols import UNICODE, Shapes


class LineView(ScrollView, can_focus=True):
    """Draws the lines that `lay_out` makes, and keeps the cursor in sight.

    The last column is kept for the scrollbar, so that its coming and going moves nothing.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {*CLASSES, "hovered"}
    DEFAULT_CSS = f"""
    LineView {{
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        {CSS}
    }}
    """

    shapes: reactive[Shapes] = reactive(UNICODE, repaint=False)
    """The symbols in use."""
    hovered: reactive[Any] = reactive(None, repaint=False)
    """What can be clicked on and is under the pointer."""

    def __init__(self) -> None:
        super().__init__()
        self.canvas = Canvas(self)
        self.lines: Sequence[Line] = ()
        self.pinned = 0
        """How many of the first lines stay where they are while the others scroll."""
        self._laid_out: tuple[Any, ...] = ()
        self._measured: Size | None = None

    def shown(self) -> tuple[Any, ...]:
        """The values that the lines are made of, besides symbols and size."""
        raise NotImplementedError

    def lay_out(self) -> Sequence[Line]:
        """The lines of what is shown."""
        raise NotImplementedError

    def cursor_lines(self) -> tuple[int, int] | None:
        """The first and the last line that have to be in sight."""
        raise NotImplementedError

    def draw(self, line: Line, width: int) -> Strip:
        """One line as it looks now, in so many cells."""
        return self.canvas.paint(line.spans, width)

    def watch_shapes(self) -> None:
        self.redraw()

    def on_resize(self) -> None:
        self.redraw()

    def notify_style_update(self) -> None:
        """Forgets what was drawn in other colours."""
        self.canvas.forget()
        super().notify_style_update()

    def redraw(self) -> None:
        """Lays the lines out, draws those that changed, and scrolls to the cursor."""
        before = self.lines
        self._lay_out()
        self.virtual_size = Size(self.size.width, len(self.lines))
        if len(before) != len(self.lines):
            self.refresh()
        else:
            for y, (old, new) in enumerate(zip(before, self.lines, strict=True)):
                if old != new:
                    self.refresh_line(y)
                    if y < self.pinned:
                        self.refresh(Region(0, y, self.size.width, 1))
        self.show_cursor()

    def show_cursor(self) -> None:
        """Scrolls so that the cursor is in sight."""
        place = self.cursor_lines()
        if place is not None:
            top = max(place[0] - self.pinned, 0)
            region = Region(0, top, 1, place[1] + 1 - top)
            self.scroll_to_region(region, animate=False, x_axis=False, immediate=True)

    def _lay_out(self) -> None:
        self._measured = self.size
        wanted = (*self.shown(), self.shapes, self.outer_size, self._measured)
        if wanted != self._laid_out:
            self.lines, self._laid_out = self.lay_out(), wanted

    def parts_in_sight(self) -> Iterator[tuple[Offset, Any]]:
        """What can be chosen and is in sight: where in the widget, and what it is."""
        top = self.scroll_offset.y
        told = set()
        for y, line in enumerate(self.lines[top : top + self.size.height]):
            for x, part in self.parts_of(line):
                if part not in told:
                    told.add(part)
                    yield Offset(x, y), part

    def parts_of(self, line: Line) -> Iterator[tuple[int, Any]]:
        """What can be chosen on a line, and the cell where it begins."""
        if line.about is not None:
            yield 0, line.about

    def part_at(self, line: Line, x: int) -> Any:
        """What a click on a cell of a line would be on; None where it would do nothing."""
        return line.about or line.folds

    def cells_of(self, line: Line, part: Any) -> tuple[int, int]:
        """Where on a line a part is: from which cell up to which."""
        return (0, self.size.width) if part in (line.about, line.folds) else (0, 0)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follows the pointer."""
        place = event.get_content_offset(self)
        line = None if place is None else self.line_at(place.y)
        self.hovered = None if place is None or line is None else self.part_at(line, place.x)

    def on_leave(self) -> None:
        """The pointer is elsewhere."""
        self.hovered = None

    def watch_hovered(self, old: Any, hovered: Any) -> None:
        """Draws what is under the pointer, and what was."""
        for y, line in enumerate(self.lines):
            if any(each and self.cells_of(line, each)[1] for each in (old, hovered)):
                self.refresh_line(y)

    def choose_part(self, part: Any) -> None:
        """Puts the cursor on one of them."""
        raise NotImplementedError

    def line_at(self, y: int) -> Line | None:
        """The line drawn at a row of the window."""
        at = y if y < self.pinned else y + self.scroll_offset.y
        return self.lines[at] if 0 <= at < len(self.lines) else None

    def render_line(self, y: int) -> Strip:
        """One line, from the cache where it was drawn before."""
        size = self.size
        if size != self._measured:
            self._lay_out()  # the very first frame is drawn before any event tells the size
        line = self.line_at(y)
        if line is None:
            return Strip.blank(size.width, self.rich_style)
        strip = self.draw(line, size.width)
        return strip if self.hovered is None else self._lit(strip, line)

    def _lit(self, strip: Strip, line: Line) -> Strip:
        """The strip with the words of what is under the pointer standing out."""
        start, end = self.cells_of(line, self.hovered)
        if start == end:
            return strip
        style = self.get_component_rich_style("hovered", partial=True)
        lit = [part for each in strip.crop(start, end) for part in _words_lit(each, style)]
        return Strip.join([strip.crop(0, start), Strip(lit), strip.crop(end, strip.cell_length)])


def _words_lit(segment: Segment, style: Style) -> Iterator[Segment]:
    """A piece of a line, all but its outer blanks in a style."""
    words = segment.text.strip()
    before, _, after = segment.text.partition(words) if words else (segment.text, "", "")
    if before:
        yield Segment(before, segment.style)
    if words:
        yield Segment(words, style if segment.style is None else segment.style + style)
    if after:
        yield Segment(after, segment.style)
