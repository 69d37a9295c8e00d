"""The last line: the keys that matter most, as many as fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from unbroken.tui.simulated_keys import press_on
from unbroken.tui.widgets.text_field import takes_any_text

_GAPS: Final = (3, 2)
"""The blanks between two keys, where there is room and where there is little."""


_HELP: Final = "app.help"
_AFTER: Final = ("dashboard.undo", _HELP)
"""The keys that stay beside what is said."""
_FIELD_HELP: Final = "app.field_help"
"""The help's other key, where the first one may be text."""
_FEW: Final = 4
"""So many keys rather stand close together than one of them is left out."""


class KeyOrder(NamedTuple):
    """Which keys a screen shows, by the ids of their bindings, in the places that they always have;
    and which are needed, the most needed first: of the others the last ones go where it is narrow.
    """

    places: tuple[str, ...]
    needed: tuple[str, ...] = ()


class KeyLabel(NamedTuple):
    """A key as it is shown; `name` is the id of its binding."""

    name: str
    key: str
    shown: str
    word: str
    enabled: bool
    tooltip: str

    @property
    def width(self) -> int:
        """How many cells it takes."""
        return cell_len(self.shown) + 1 + cell_len(self.word)


class KeyLine(Widget):
    """The keys of the screen, as many as fit; a click on one presses it.

    A screen with `key_order` says which; else they are those that are bound to be shown. Its
    `idle_keys` are dim, since they would only say that there is nothing to do. The way
    out is never left out, nor the help, which tells all.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyLine {
        dock: bottom;
        width: 100%;
        height: 1;
        padding: 0 1;
        text-wrap: nowrap;
    }
    """

    said: reactive[str] = reactive("")
    """What has happened just now; it stands in the place of most keys."""
    labels: reactive[tuple[KeyLabel, ...]] = reactive(())
    """All the keys that would be shown if they fitted."""
    hovered: reactive[KeyLabel | None] = reactive(None)
    """The key under the pointer."""

    def __init__(self) -> None:
        super().__init__()
        self.needed: tuple[str, ...] = ()
        """Which keys of the screen are needed, the most needed first."""

    def on_mount(self) -> None:
        """Follows the keys that are in force."""
        self.screen.bindings_updated_signal.subscribe(self, self.read_keys)

    def read_keys(self, screen: Screen[Any]) -> None:
        """Takes over what is bound now."""
        if not (self.is_attached and screen is self.screen and self.app.app_focus):
            return
        labels: dict[str, KeyLabel] = {}
        order: KeyOrder | None = getattr(screen, "key_order", None)
        own_words: dict[str, str] = getattr(screen, "own_words", {})
        idle: frozenset[str] = getattr(screen, "idle_keys", frozenset())
        typing = takes_any_text(screen.focused)
        for _, binding, enabled, tooltip in screen.active_bindings.values():
            if binding.id in (_HELP, _FIELD_HELP):
                if (binding.id == _FIELD_HELP) == typing:
                    shown, told = self.app.get_key_display(binding), binding.tooltip
                    label = KeyLabel(_HELP, binding.key, shown, binding.description, enabled, told)
                    labels.setdefault(binding.action, label)
                continue
            shown_here = binding.show if order is None else binding.id in order.places
            if shown_here and binding.action not in labels:
                shown = self.app.get_key_display(binding)
                word = own_words.get(binding.id or "", binding.description)
                if binding.key == "escape" and not binding.id:
                    word = "back"  # a list that is open has a key and a word of the library's
                told = tooltip or binding.tooltip
                at_work = enabled and binding.id not in idle
                label = KeyLabel(binding.id or "", binding.key, shown, word, at_work, told)
                labels[binding.action] = label
        found, places = list(labels.values()), () if order is None else order.places
        at = {name: place for place, name in enumerate((*places, _HELP))}
        found.sort(key=lambda each: at.get(each.name, len(places) - 1))
        self.needed = () if order is None else order.needed
        self.labels = tuple(found)

    def render(self) -> RenderResult:
        """The keys that fit, each before its word."""
        start, fitting, gap = self._shown()
        parts = [
            Content.assemble(
                (label.shown, "$footer-key-foreground bold" if label.enabled else ""),
                f" {label.word}",
            ).stylize("underline" if label == self.hovered else "")
            for label in fitting
        ]
        keys = Content(" " * gap).join(parts)
        if not self.said:
            return keys
        said = Content.styled(self.said, "$foreground bold").truncate(self.size.width)
        return Content.assemble(said, " " * (start - said.cell_length), keys) if fitting else said

    def _shown(self) -> tuple[int, list[KeyLabel], int]:
        """At which cell the keys begin, those that fit, and the blanks between two."""
        if not self.said:
            return 0, *fit_keys(self.labels, self.size.width, self.needed)
        start = cell_len(self.said) + _GAPS[0]
        few = [label for label in self.labels if label.name in _AFTER]
        fits = start + sum(label.width + _GAPS[0] for label in few) - _GAPS[0] <= self.size.width
        return start, few if fits else [], _GAPS[0]

    def label_at(self, x: int) -> KeyLabel | None:
        """The key that is shown at a column of the line."""
        start, fitting, gap = self._shown()
        start += self.gutter.left
        for label in fitting:
            if start <= x < start + label.width:
                return label
            start += label.width + gap
        return None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tells more of the key under the pointer."""
        label = self.label_at(event.x)
        self.tooltip = Content(label.tooltip) if label is not None and label.tooltip else None
        self.hovered = label

    def on_leave(self) -> None:
        """The pointer is elsewhere."""
        self.hovered = None

    def on_click(self, event: events.Click) -> None:
        """Presses the key that is clicked on."""
        label = self.label_at(event.x)
        if label is not None:
            press_on(self.screen, label.key)


def fit_keys(
    labels: Sequence[KeyLabel], width: int, needed: Sequence[str] = ()
) -> tuple[list[KeyLabel], int]:
    """The keys that fit into so many cells, in their order, and the blanks between two. Those not
    `needed` go first, the last of them first; then the least needed.
    """
    fitting = list(labels)
    while True:
        taken = sum(label.width for label in fitting)
        for gap in _GAPS if len(fitting) > _FEW else (*_GAPS, 1):
            if taken + gap * (len(fitting) - 1) <= width:
                return fitting, gap
        spare = [each for each in fitting if each.key != "escape" and each.name != _HELP]
        if not spare:
            return fitting, 1
        rank = {name: at for at, name in enumerate(needed)}
        fitting.remove(max(reversed(spare), key=lambda each: rank.get(each.name, len(needed))))
