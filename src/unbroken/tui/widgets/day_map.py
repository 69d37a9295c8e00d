"""What the calendar's widgets share: rows of marks, drawn line by line."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from unbroken.tui.drawing.calendar_month import Choice, Mark, Row
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.wording.symbols import UNICODE, Shapes

_MOVE = Binding.Group("Move")


class Drawn(ScrollView, can_focus=True):
    """Draws the rows that `lay_out` makes of a page and of what is chosen in it."""

    ALLOW_SELECT = False
    LOOKS: ClassVar[tuple[str, ...]] = (
        "plain",
        "quiet",
        "logged",
        "today",
        "amount",
        "cursor",
        "tie",
        "tie-here",
        "met",
        "partial",
        "share-low",
        "risk",
        "missed",
        "skipped",
        "open",
        "off",
        "future",
        "none",
    )
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "drawn--on-cursor",
        "drawn--on-range",
        *(f"drawn--{look}" for look in LOOKS),
    }
    DEFAULT_CSS = """
    Drawn {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        background: $background;
        color: $foreground;

        .drawn--on-cursor { background: $border-blurred; }
        .drawn--on-range { background: $panel; }
        .drawn--plain { color: $foreground; }
        .drawn--quiet { color: $text-muted; }
        .drawn--logged { color: $foreground; text-style: bold; }
        .drawn--today { color: $foreground; text-style: bold underline; }
        .drawn--amount { color: $text-muted; }
        .drawn--cursor { color: $primary; text-style: bold; }
        .drawn--tie { color: $border; }
        .drawn--tie-here { color: $primary; }
        .drawn--met { color: $primary; }
        .drawn--partial { color: $primary; }
        .drawn--share-low { color: $primary-muted; }
        .drawn--risk { color: $warning; text-style: bold; }
        .drawn--missed { color: $error; }
        .drawn--skipped { color: $text-muted; }
        .drawn--open { color: $text-muted; }
        .drawn--off { color: $text-muted; }
        .drawn--future { color: $text-muted; }
        .drawn--none { color: $text-muted; }
    }
    """

    page: reactive[CalendarPage | None] = reactive(None, repaint=False)
    """What is shown."""
    choice: reactive[Choice | None] = reactive(None, repaint=False)
    """The day under the cursor, and a range."""
    shapes: reactive[Shapes] = reactive(UNICODE, repaint=False)
    """The symbols in use."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []
        self._strips: LRUCache[tuple[Row, int], Strip] = LRUCache(256)
        self._styles: dict[tuple[str, str], Style] = {}
        self._laid_out_for: Size | None = None

    def lay_out(self, page: CalendarPage, choice: Choice, size: Size) -> list[Row]:
        """The rows to draw in a window of a size."""
        raise NotImplementedError

    def focal(self, mark: Mark) -> bool:
        """Whether a mark is what has to be in sight."""
        return self.choice is not None and mark.day == self.choice.day

    def watch_page(self) -> None:
        """Draws another page."""
        self.redraw()

    def watch_choice(self) -> None:
        """Draws the cursor elsewhere."""
        self.redraw()

    def watch_shapes(self) -> None:
        """Draws all with the other symbols."""
        self.redraw()

    def on_resize(self) -> None:
        """Lays all out anew."""
        self.redraw()

    def notify_style_update(self) -> None:
        """Forgets what was drawn in other colours."""
        self._strips.clear()
        self._styles.clear()
        super().notify_style_update()

    def redraw(self) -> None:
        """Lays the rows out, and scrolls to what has to be in sight."""
        self._measure()
        self.virtual_size = Size(self.size.width, len(self._rows))
        for y, row in enumerate(self._rows):
            if any(self.focal(mark) for mark in row):
                region = Region(0, 0 if y == 1 else y, 1, 2 if y == 1 else 1)
                self.scroll_to_region(region, animate=False, x_axis=False, immediate=True)
                break
        self.refresh()

    def _measure(self) -> None:
        """The last column is the scrollbar's, so that its coming and going moves nothing."""
        self._laid_out_for = self.size
        page, choice = self.page, self.choice
        self._rows = [] if page is None or choice is None else self.lay_out(page, choice, self.size)

    def render_line(self, y: int) -> Strip:
        """One line, from the cache where it was drawn before."""
        if self._laid_out_for != self.size:
            self._measure()  # the very first frame is drawn before any event tells the size
        width, at = self.size.width, y + self.scroll_offset.y
        if at >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        row = self._rows[at]
        strip = self._strips.get((row, width))
        if strip is None:
            strip = self._strips[row, width] = self._draw(row, width)
        return strip

    def _draw(self, row: Row, width: int) -> Strip:
        segments = [
            Segment(mark.text, self._style(mark.look, mark.ground)) for mark in row if mark.text
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style).simplify()

    def _style(self, look: str, ground: str) -> Style:
        style = self._styles.get((look, ground))
        if style is None:
            style = self.rich_style
            if ground == "inverse":
                style += Style(reverse=True)
            elif ground:
                on = self.get_component_rich_style(f"drawn--on-{ground}")
                style += Style(bgcolor=on.bgcolor)
            style += self.get_component_rich_style(f"drawn--{look}", partial=True)
            self._styles[look, ground] = style
        return style

    def mark_at(self, x: int, y: int) -> Mark | None:
        """The mark drawn at a place of the window."""
        at = y + self.scroll_offset.y
        for mark in self._rows[at] if 0 <= at < len(self._rows) else ():
            x -= Segment(mark.text).cell_length
            if x < 0:
                return mark
        return None


def move(keys: str, action: str, description: str, prefix: str = "calendar") -> Binding:
    """A binding that only moves."""
    return Binding(
        keys,
        action,
        description,
        show=False,
        id=f"{prefix}.{action.replace('(', '_').replace(')', '').replace(chr(39), '')}",
        tooltip=description,
        group=_MOVE,
    )


class DayMap(Drawn):
    """Days with a cursor. Where it should go, and that its day should be opened, are messages."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "day", id="calendar.open", tooltip="Go into the day's logs"),
        move("left,h", "step('left')", "The day on the left"),
        move("right,l", "step('right')", "The day on the right"),
        move("up,k", "step('up')", "The day above"),
        move("down,j", "step('down')", "The day below"),
        move("left_square_bracket,pageup", "turn('back')", "The month before"),
        move("right_square_bracket,pagedown", "turn('on')", "The month after"),
    ]

    class Moved(Message):
        """The cursor is to go `left`, `right`, `up`, `down`, or a month `back` or `on`."""

        def __init__(self, way: str) -> None:
            super().__init__()
            self.way = way

    class Picked(Message):
        """A day was clicked on."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    class Opened(Message):
        """The chosen day is to be opened."""

    def action_step(self, way: str) -> None:
        """A day on, or a row up or down."""
        self.post_message(self.Moved(way))

    def action_turn(self, way: str) -> None:
        """A month back or on."""
        self.post_message(self.Moved(way))

    def action_open(self) -> None:
        """Goes into the chosen day."""
        self.post_message(self.Opened())

    def on_click(self, event: events.Click) -> None:
        """Chooses the day clicked on; a click on the chosen one opens it."""
        content = event.get_content_offset(self)
        mark = None if content is None else self.mark_at(content.x, content.y)
        if mark is not None and mark.day is not None:
            again = self.choice is not None and mark.day == self.choice.day
            self.post_message(self.Opened() if again else self.Picked(mark.day))
