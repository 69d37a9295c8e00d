"""Lines of spans as strips of cells, in the colours of the theme."""

from __future__ import annotations

from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from unbroken.tui.drawing.line import Span
from unbroken.tui.themes import GROUNDS, LOOKS, tint_of

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
        """How a look is drawn on a ground; a ground with an ink of its own keeps to that."""
        key = (look, ground, color)
        style = self._styles.get(key)
        if style is None:
            component = self._widget.get_component_rich_style
            style = self._widget.rich_style
            on = component(f"on--{ground}", partial=True) if ground else Style()
            if look != "plain":
                style += component(f"look--{look}", partial=True)
            if color is not None:
                style += self._tint(color)
            style += on
            self._styles[key] = style
        return style

    def _tint(self, named: str) -> Style:
        """The tint of the theme that is nearest to a colour somebody chose."""
        tint = tint_of(named)
        if tint is None:
            return Style()
        return Style(color=Color.parse(self._widget.app.theme_variables[f"tint-{tint}"]).rich_color)
