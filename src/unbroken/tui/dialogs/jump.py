"""Jump mode: a letter on each thing in sight, which goes there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from string import ascii_lowercase
from typing import Any, ClassVar, Final, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import OptionList, Static

from unbroken.tui.front import OwnScreen
from unbroken.tui.widgets.line_view import LineView
from unbroken.tui.widgets.toggles import Toggles

_HOME: Final = "asdfghjkl"
LETTERS: Final = _HOME + "".join(each for each in ascii_lowercase if each not in _HOME)
"""The letters, those that are reached most easily first."""


class Target(NamedTuple):
    """A thing that can be gone to: where it is seen, in what, and which part of that."""

    at: Offset
    widget: Widget
    part: Any = None


def targets(screen: Screen[Any]) -> list[Target]:
    """What can be gone to on a screen: fields, buttons, and each row, choice or day in sight."""
    found: list[Target] = []
    for widget in screen.focus_chain:
        seen = screen.find_widget(widget).visible_region
        if not seen:
            continue
        parts = [
            Target(at, widget, part) for at, part in _parts(widget) if seen.contains(at.x, at.y)
        ]
        found += parts or [Target(seen.offset, widget)]
    return found


def _parts(widget: Widget) -> Iterator[tuple[Offset, Any]]:
    inside = widget.content_region.offset
    if isinstance(widget, LineView | Toggles):
        for at, part in widget.parts_in_sight():
            yield inside + at, part
    elif isinstance(widget, OptionList):
        told = set()
        for y in range(widget.content_size.height):
            option = widget.screen.get_style_at(inside.x, inside.y + y).meta.get("option")
            if option is not None and option not in told:
                told.add(option)
                yield inside + Offset(0, y), option


def codes(count: int) -> list[str]:
    """So many codes of one letter, or where these are too few of two."""
    if count <= len(LETTERS):
        return list(LETTERS[:count])
    return ["".join(pair) for pair in product(LETTERS, repeat=2)][:count]


def go_to(target: Target) -> None:
    """Gives the focus to a target, and the cursor in it."""
    widget, part = target.widget, target.part
    widget.focus()
    if part is None:
        return
    if isinstance(widget, LineView | Toggles):
        widget.choose_part(part)
    elif isinstance(widget, OptionList):
        widget.highlighted = part


class JumpScreen(ModalScreen[Target | None], OwnScreen[Target | None]):
    """Letters over a screen; answers what the one that was typed stands on."""

    DEFAULT_CSS = """
    JumpScreen .letter { position: absolute; width: auto; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "back", id="jump.back", tooltip="Stay where you are"),
    ]

    def __init__(self, found: Sequence[Target]) -> None:
        super().__init__()
        self._targets = dict(zip(codes(len(found)), found, strict=False))
        self._typed = ""

    def compose(self) -> ComposeResult:
        """Each letter on its target."""
        for code, target in self._targets.items():
            letter = Static(Content(code), classes="letter", name=code)
            letter.styles.offset = target.at
            yield letter

    def on_key(self, event: events.Key) -> None:
        """Goes where the letters say; the first of two leaves those that begin with it."""
        typed = self._typed + (event.character or "")
        fitting = [code for code in self._targets if code.startswith(typed)]
        if not event.is_printable or not fitting:
            return
        event.stop()
        if typed in self._targets:
            self.dismiss(self._targets[typed])
            return
        self._typed = typed
        for letter in self.query(".letter"):
            letter.display = letter.name in fitting

    def on_mount(self) -> None:
        super().on_mount()
        self._window = self.app.size

    def on_resize(self) -> None:
        """In a window of another size the letters stand beside what they are of."""
        if self.app.size != self._window:
            self.dismiss(None)

    def on_click(self) -> None:
        """A click leaves, as escape does."""
        self.dismiss(None)
