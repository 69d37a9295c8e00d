"""A row of things that can each be on or off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, MouseEvent, MouseMove
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from unbroken.wording.symbols import UNICODE, Shapes

_BETWEEN: Final = 2


class Toggles(Widget, can_focus=True):
    """Shows each choice with a shape that says whether it is on; space turns it over."""

    DEFAULT_CSS = """
    Toggles { width: 1fr; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", "Left", show=False, id="toggles.left"),
        Binding("right,l", "step(1)", "Right", show=False, id="toggles.right"),
        Binding("up,k", "line(-1)", "Up", show=False, id="toggles.up"),
        Binding("down,j", "line(1)", "Down", show=False, id="toggles.down"),
        Binding("space", "turn", "Turn over", show=False, id="toggles.turn"),
        Binding("enter", "enter", "Turn over, or go on", show=False, id="toggles.enter"),
    ]

    on: reactive[frozenset[str]] = reactive(frozenset())
    """The choices that are on."""
    cursor: reactive[int] = reactive(0)
    """The choice that space turns over."""
    hovered: reactive[int | None] = reactive(None)
    """The choice under the pointer."""

    class Changed(Message):
        """A choice was turned over."""

        def __init__(self, toggles: Toggles) -> None:
            super().__init__()
            self.toggles = toggles

        @property
        def control(self) -> Toggles:
            """The widget, for `on` with a selector."""
            return self.toggles

    class Submitted(Changed):
        """The person goes on from here."""

    GOES_ON: ClassVar[bool] = False
    """Whether enter goes on, and turns nothing over."""

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        on: Iterable[str] = (),
        *,
        shapes: Shapes = UNICODE,
        id: str | None = None,
    ) -> None:
        """`choices` are labels with their names; `on` holds names."""
        super().__init__(id=id)
        self._choices, self._shapes = choices, shapes
        self.set_reactive(Toggles.on, frozenset(on))

    def _per_line(self, width: int) -> int:
        return max((width + _BETWEEN) // self._cell, 1)

    @property
    def _cell(self) -> int:
        return 1 + max(len(label) for label, _ in self._choices) + _BETWEEN

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the choices need."""
        return -(-len(self._choices) // self._per_line(width))

    def render(self) -> Content:
        """The choices side by side, as many as fit on a line."""
        parts, many = [], self._per_line(self.content_size.width)
        for place, (label, name) in enumerate(self._choices):
            is_on = name in self.on
            shape = self._shapes.met if is_on else self._shapes.missed
            style = "$foreground" if is_on else "$text-muted"
            if self.has_focus and place == self.cursor:
                style = "bold $background on $primary"
            if place == self.hovered:
                style = f"underline {style}"
            blank = " " * (self._cell - 1 - len(label))
            parts.append(Content.assemble((f"{shape}{label}", style), blank))
        lines = [parts[at : at + many] for at in range(0, len(parts), many)]
        return Content("\n").join(Content("").join(line).rstrip() for line in lines)

    def parts_in_sight(self) -> Iterator[tuple[Offset, int]]:
        """Each choice: where in the widget, and which one."""
        many = self._per_line(self.content_size.width)
        for place in range(len(self._choices)):
            y, at = divmod(place, many)
            yield Offset(at * self._cell, y), place

    def choose_part(self, part: int) -> None:
        """Puts the cursor on a choice."""
        self.cursor = part

    def action_step(self, by: int) -> None:
        self.cursor = max(0, min(self.cursor + by, len(self._choices) - 1))

    def action_line(self, by: int) -> None:
        """To the choice above or below; from the edge to the field there."""
        place = self.cursor + by * self._per_line(self.content_size.width)
        if 0 <= place < len(self._choices):
            self.action_step(place - self.cursor)
        elif by > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_turn(self) -> None:
        self.on = self.on ^ {self._choices[self.cursor][1]}
        self.post_message(self.Changed(self))

    def action_enter(self) -> None:
        """Turns the choice over, or goes on from a row of which that is true."""
        if self.GOES_ON:
            self.post_message(self.Submitted(self))
        else:
            self.action_turn()

    def _place_at(self, event: MouseEvent) -> int | None:
        """The choice on a cell."""
        many = self._per_line(self.content_size.width)
        place = event.y * many + event.x // self._cell
        within = event.x < many * self._cell and place < len(self._choices)
        return place if within else None

    def on_mouse_move(self, event: MouseMove) -> None:
        """Follows the pointer."""
        self.hovered = self._place_at(event)

    def on_leave(self) -> None:
        """The pointer is elsewhere."""
        self.hovered = None

    def on_click(self, event: Click) -> None:
        place = self._place_at(event)
        if place is not None:
            self.cursor = place
            self.action_turn()


class Weekdays(Toggles):
    """The days of a week; enter goes on."""

    GOES_ON = True


class OneOf(Toggles):
    """Choices of which one is on: an arrow chooses the one there, enter goes on."""

    GOES_ON = True

    @property
    def value(self) -> str:
        """The name of the one that is on."""
        return next(iter(self.on))

    @value.setter
    def value(self, name: str) -> None:
        names = [each for _, each in self._choices]
        if name != self.value:
            self.on, self.cursor = frozenset((name,)), names.index(name)
            self.post_message(self.Changed(self))

    def on_mount(self) -> None:
        """The cursor is on what is chosen."""
        self.cursor = [name for _, name in self._choices].index(self.value)

    def choose_part(self, part: int) -> None:
        """Chooses it: the cursor is on what is chosen."""
        super().choose_part(part)
        self.action_turn()

    def action_step(self, by: int) -> None:
        super().action_step(by)
        self.action_turn()

    def action_turn(self) -> None:
        self.value = self._choices[self.cursor][1]
