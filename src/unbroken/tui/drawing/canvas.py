"""Lines of spans as strips of cells, in the colours of the theme."""

from __future__ import annotations

from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from unbroken.tui.drawing.contrast import readable
from unbroken.tui.drawing.line import QUIET, Span

LOOKS: Final = {
    "strong": "color: $foreground; text-style: bold;",
    "today": "color: $foreground; text-style: bold underline;",
    "heading": "color: $text-muted; text-style: bold;",
    "cursor": "color: $primary; text-style: bold;",
    "tie": "color: $border;",
    "tie-here": "color: $primary;",
    "met": "color: $primary;",
    "flash": "color: $primary; text-style: bold reverse;",
    "partial": "color: $primary;",
    "share-low": "color: $primary-muted;",
    "risk": "color: $warning; text-style: bold;",
    "missed": "color: $error;",
    **dict.fromkeys(QUIET, "color: $text-muted;"),
}
"""How each look is drawn; `plain` is that of the widget."""
GROUNDS: Final = {"cursor": "background: $border-blurred;", "chosen": "background: $panel;"}
"""What a span can lie on, besides `inverse`."""

CLASSES: Final = frozenset((*(f"look--{name}" for name in LOOKS), *(f"on--{on}" for on in GROUNDS)))
"""The component classes of a widget that has a canvas."""
CSS: Final = "\n".join(
    (
        *(f".look--{name} {{ {drawn} }}" for name, drawn in LOOKS.items()),
        *(f".on--{name} {{ {drawn} }}" for name, drawn in GROUNDS.items()),
    )
)
"""Their rules, to stand within those of the widget."""


class Canvas:
    """Draws spans for a widget, and remembers what it has drawn."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._strips: LRUCache[tuple[tuple[Span, ...], int, str], Strip] = LRUCache(512)
        self._styles: dict[tuple[str, str, str | None], Style] = {}

    def forget(self) -> None:
        """Draws all anew, in the colours that the theme has now."""
        self._strips.clear()
        self._styles.clear()

    def paint(self, spans: tuple[Span, ...], width: int, ground: str = "") -> Strip:
        """Spans in so many cells; what has no ground of its own lies on `ground`."""
        key = (spans, width, ground)
        strip = self._strips.get(key)
        if strip is None:
            segments = [
                Segment(each.text, self.style(each.look, each.ground or ground, each.color))
                for each in spans
                if each.text
            ]
            blank = self.style("plain", ground)
            strip = Strip(segments).adjust_cell_length(width, blank).simplify()
            self._strips[key] = strip
        return strip

    def style(self, look: str, ground: str = "", color: str | None = None) -> Style:
        """How a look is drawn on a ground; a colour that somebody chose as it can be read there."""
        key = (look, ground, color)
        style = self._styles.get(key)
        if style is None:
            component = self._widget.get_component_rich_style
            style = self._widget.rich_style
            if ground == "inverse":
                style += Style(reverse=True)
            elif ground:
                style += Style(bgcolor=component(f"on--{ground}").bgcolor)
            if look != "plain":
                style += component(f"look--{look}", partial=True)
            if color is not None:
                style += self._tint(color)
            self._styles[key] = style
        return style

    def _tint(self, named: str) -> Style:
        variables = self._widget.app.theme_variables
        grounds = tuple(Color.parse(variables[name]) for name in ("background", "panel"))
        color = readable(named, grounds, Color.parse(variables["foreground"]))
        return Style() if color is None else Style(color=color.rich_color)
