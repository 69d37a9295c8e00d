"""Examples that a form can begin from, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from unbroken.tui.widgets.button import Button


class ExampleRow(Horizontal):
    """A button each; the arrows go as they do among the choices of a field, and tab goes on to the
    next field.
    """

    DEFAULT_CSS = """
    ExampleRow {
        height: auto;

        Button { min-width: 0; margin-right: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", "Left", show=False, id="toggles.left"),
        Binding("right,l", "step(1)", "Right", show=False, id="toggles.right"),
        Binding("up,k", "line(-1)", "Up", show=False, id="toggles.up"),
        Binding("down,j", "line(1)", "Down", show=False, id="toggles.down"),
        Binding("tab", "line(1)", "Next field", show=False),
        Binding("shift+tab", "line(-1)", "Field before", show=False),
    ]

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self._names = names

    def compose(self) -> ComposeResult:
        yield from (Button(each, name=each, classes="example") for each in self._names)

    def action_step(self, by: int) -> None:
        """To the example beside, as far as there is one."""
        buttons = [*self.query(Button)]
        at = next(place for place, each in enumerate(buttons) if each.has_focus) + by
        if 0 <= at < len(buttons):
            buttons[at].focus()

    def action_line(self, by: int) -> None:
        """To the field above or below."""
        chain = self.screen.focus_chain
        own = [place for place, each in enumerate(chain) if each in self.children]
        chain[max(own) + 1 if by > 0 else min(own) - 1].focus()
