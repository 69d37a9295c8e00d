"""Days with a cursor, drawn line by line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar, NamedTuple

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


class Spot(NamedTuple):
    """What can be pointed at: a day, a streak by its id, or a day of that streak."""

    day: date | None
    row: str | None = None


class DayMap(LineView):
    """Days with a cursor. Where it should go, and that its day should be opened, are messages."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "open",
            "day",
            id="calendar.open",
            tooltip="Go into the day's logs; of one chosen among all, to its own calendar",
        ),
        move("left,h", "step('left')", "The day on the left"),
        move("right,l", "step('right')", "The day on the right"),
        move("up,k", "step('up')", "A week back or a streak up; in the year a month"),
        move("down,j", "step('down')", "A week on or a streak down; in the year a month"),
        move("shift+left,H", "step('before')", "A week back"),
        move("shift+right,L", "step('after')", "A week on"),
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
        """A day or a streak was clicked on."""

        def __init__(self, spot: Spot) -> None:
            super().__init__()
            self.spot = spot

    class Opened(Message):
        """What is chosen is to be opened."""

    @property
    def rows(self) -> list[str]:
        """The ids of the streaks that have a row, if they have."""
        return []

    @property
    def row(self) -> str | None:
        """The streak in whose row the cursor is; None where it is on the day of all."""
        return self.choice.row if self.choice is not None and self.choice.row in self.rows else None

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
        """The page but for its logs, what is chosen in it, and whether that is the cursor."""
        page = self.page and self.page._replace(logs={})
        return page, self.choice, self.leads

    def cursor_lines(self) -> tuple[int, int] | None:
        """The line of the chosen day; from the first one up to the very top."""
        day = self.choice and self.choice.day
        for y, line in enumerate(self.lines):
            here = line.about == self.row and any(span.day == day for span in line.spans)
            if day is not None and here:
                return (0 if y == 1 else y), y
        return None

    def parts_of(self, line: Line) -> Iterator[tuple[int, Spot]]:
        """The days on a line, or the streak whose row it is."""
        if line.about is not None:
            yield 1, Spot(None, line.about)
            return
        x = 0
        for span in line.spans:
            if span.day is not None:
                yield x, Spot(span.day)
            x += cell_len(span.text)

    def part_at(self, line: Line, x: int) -> Spot | None:
        """The day on a cell, or the streak that is named there."""
        span = line.span_at(x)
        if span is not None and span.day is not None:
            return Spot(span.day, line.about)
        return Spot(None, line.about) if line.about and x < _first_day(line) else None

    def cells_of(self, line: Line, part: Spot) -> tuple[int, int]:
        """Where a day or a name is on a line."""
        if part.row != line.about:
            return 0, 0
        if part.day is None:
            return 0, _first_day(line)
        x, cells = 0, []
        for span in line.spans:
            width = cell_len(span.text)
            if span.day == part.day:
                cells += [x, x + width]
            x += width
        return (cells[0], cells[-1]) if cells else (0, 0)

    def choose_part(self, part: Spot) -> None:
        """Chooses a day or a streak."""
        self.post_message(self.Picked(part))

    def watch_page(self) -> None:
        self.redraw()

    def watch_choice(self) -> None:
        self.redraw()

    def watch_yearly(self) -> None:
        self.redraw()

    def action_step(self, way: str) -> None:
        """A day or a week on, or a row up or down."""
        self.post_message(self.Moved(way))

    def action_turn(self, way: str) -> None:
        """A month back or on."""
        self.post_message(self.Moved(way))

    def action_open(self) -> None:
        """Opens what is chosen."""
        self.post_message(self.Opened())

    def on_click(self, event: events.Click) -> None:
        """Chooses what is clicked on; a click on what is chosen opens it."""
        content = event.get_content_offset(self)
        line = None if content is None else self.line_at(content.y)
        spot = None if content is None or line is None else self.part_at(line, content.x)
        if spot is not None and self.choice is not None:
            again = spot in ((self.choice.day, self.row), (None, self.row))
            self.post_message(self.Opened() if again else self.Picked(spot))


def _first_day(line: Line) -> int:
    """The cell where the days of a line begin."""
    x = 0
    for span in line.spans:
        if span.day is not None:
            break
        x += cell_len(span.text)
    return x


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
