"""Days with a cursor, drawn line by line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from unbroken.tui.drawing.calendar_month import Choice
from unbroken.tui.drawing.line import Line
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.tui.widgets.line_view import LineView

_MOVE = Binding.Group("Move")


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


class DayMap(LineView):
    """Days with a cursor. Where it should go, and that its day should be opened, are messages."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "day", id="calendar.open", tooltip="Go into the day's logs"),
        move("left,h", "step('left')", "The day on the left"),
        move("right,l", "step('right')", "The day on the right"),
        move("up,k", "step('up')", "A week back; in the year a month"),
        move("down,j", "step('down')", "A week on; in the year a month"),
        move("left_square_bracket,pageup", "turn('back')", "A month back; in the year a year"),
        move("right_square_bracket,pagedown", "turn('on')", "A month on; in the year a year"),
    ]

    page: reactive[CalendarPage | None] = reactive(None, repaint=False)
    """What is shown."""
    choice: reactive[Choice | None] = reactive(None, repaint=False)
    """The day under the cursor, and a range."""
    yearly: reactive[bool] = reactive(False, repaint=False)
    """Whether the keys are those of the year."""
    of_year: ClassVar[bool] = False
    """Whether it shows a year."""

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

    def lay_out_days(self, page: CalendarPage, choice: Choice) -> list[Line]:
        """The lines of a page with a day chosen in it."""
        raise NotImplementedError

    def lay_out(self) -> list[Line]:
        """Nothing until there is a page."""
        page, choice = self.page, self.choice
        lines = [] if page is None or choice is None else self.lay_out_days(page, choice)
        return lines if self.leads else [_aside(line) for line in lines]

    @property
    def leads(self) -> bool:
        """Whether the cursor moves here, and not in the other map that is shown beside this one."""
        return self.yearly == self.of_year

    def shown(self) -> tuple[CalendarPage | None, Choice | None, bool]:
        """The page, what is chosen in it, and whether that is the cursor."""
        return self.page, self.choice, self.leads

    def cursor_lines(self) -> tuple[int, int] | None:
        """The line of the chosen day; from the first one up to the very top."""
        day = self.choice and self.choice.day
        for y, line in enumerate(self.lines):
            if day is not None and any(span.day == day for span in line.spans):
                return (0 if y == 1 else y), y
        return None

    def parts_of(self, line: Line) -> Iterator[tuple[int, date]]:
        """The days on a line."""
        x = 0
        for span in line.spans:
            if span.day is not None:
                yield x, span.day
            x += cell_len(span.text)

    def part_at(self, line: Line, x: int) -> date | None:
        """The day on a cell."""
        span = line.span_at(x)
        return None if span is None else span.day

    def cells_of(self, line: Line, part: date) -> tuple[int, int]:
        """Where a day is on a line."""
        x, cells = 0, []
        for span in line.spans:
            width = cell_len(span.text)
            if span.day == part:
                cells += [x, x + width]
            x += width
        return (cells[0], cells[-1]) if cells else (0, 0)

    def choose_part(self, part: date) -> None:
        """Chooses a day."""
        self.post_message(self.Picked(part))

    def watch_page(self) -> None:
        self.redraw()

    def watch_choice(self) -> None:
        self.redraw()

    def watch_yearly(self) -> None:
        self.redraw()

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
        line = None if content is None else self.line_at(content.y)
        span = None if content is None or line is None else line.span_at(content.x)
        if span is not None and span.day is not None:
            again = self.choice is not None and span.day == self.choice.day
            self.post_message(self.Opened() if again else self.Picked(span.day))


def _aside(line: Line) -> Line:
    """A line whose chosen day has not the look of focus."""
    return Line(
        tuple(
            span._replace(
                ground="chosen" if span.ground == "cursor" else span.ground,
                look="strong" if span.look == "cursor" else span.look,
            )
            for span in line.spans
        )
    )
