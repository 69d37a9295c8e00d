"""Jump mode: a letter on each thing in sight, which goes there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from string import ascii_lowercase
from typing import Any, ClassVar, Final, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import OptionList, Static

from unbroken.tui.front import OwnScreen
from unbroken.tui.widgets.key_line import KeyLine
from unbroken.tui.widgets.line_view import LineView
from unbroken.tui.widgets.toggles import Toggles

_HOME: Final = "asdfghjkl"
LETTERS: Final = _HOME + "".join(each for each in ascii_lowercase if each not in _HOME)
"""The letters, those that are reached most easily first."""


_OTHER: Final = "\1"
"""What stands in a cell that another code may need."""


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


def cells_of(screen: Screen[Any]) -> list[str]:
    """What stands in each cell of a screen, a line a text."""
    lines = []
    for strip in screen._compositor.render_strips():
        lines.append("".join(each if cell_len(each) == 1 else each + "\0" for each in strip.text))
    return lines


class Sign(NamedTuple):
    """A code as it is drawn."""

    at: Offset
    text: str


def signs(coded: Mapping[str, Target], lines: Sequence[str]) -> dict[str, Sign]:
    """Where each code stands: on the first cell of what it goes to, or just beside it where else it
    would touch or hide what is written there. Codes of things that stand side by side are read
    downwards.
    """
    places = {target.at for target in coded.values()}
    size = max(map(len, coded), default=0)
    taken = {at + Offset(by, 0) for at in places for by in range(size)}
    found = {}
    for code, target in coded.items():
        at = target.at
        near = (at + Offset(by * side, 0) for by in range(1, len(code) + 1) for side in (-1, 1))
        if len(code) > 1 and not places.isdisjoint(near):
            found[code] = Sign(at, "\n".join(code))
        else:
            own = {at + Offset(by, 0) for by in range(size)}
            line = "".join(
                _OTHER if Offset(x, at.y) in taken - own else each
                for x, each in enumerate(lines[at.y])
            )
            found[code] = Sign(at + Offset(_shift(line, at.x, len(code)), 0), code)
    return found


def _shift(line: str, x: int, size: int) -> int:
    """How far beside cell `x` of a line there is room for a code of a size."""

    def blank(first: int, last: int) -> bool:
        return first >= 0 and last <= len(line) and not line[first:last].strip()

    aside = range(-1, -size - 1, -1)
    fitting = [0] if blank(x + size, x + size + 1) else []
    fitting += [
        by for by in aside if blank(x + by - 1, x) and blank(x + by + size, x + by + size + 1)
    ]
    if blank(x + 1 + size, x + 2 + size) and _is_sign(line[x : x + 1 + size]):
        fitting.append(1)
    fitting += [by for by in aside if blank(x + by, x) and blank(x + by, x + by + size)]
    return next(iter(fitting), 0)


def _is_sign(text: str) -> bool:
    """Whether a text begins with no word, and no other code may need any of it."""
    return not text[:1].isalnum() and _OTHER not in text


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
    JumpScreen .letter { position: absolute; width: auto; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "back", id="jump.back", tooltip="Stay where you are"),
    ]

    def __init__(self, found: Sequence[Target], lines: Sequence[str]) -> None:
        super().__init__()
        self._targets = dict(zip(codes(len(found)), found, strict=False))
        self._signs = signs(self._targets, lines)
        self._typed = ""

    def compose(self) -> ComposeResult:
        """Each letter on its target, and the one key that does something else."""
        for code, sign in self._signs.items():
            letter = Static(Content(sign.text), classes="letter", name=code)
            letter.styles.offset = sign.at
            yield letter
        yield KeyLine()

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
