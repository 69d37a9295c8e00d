"""The list's lines as strips of cells, in the colours of the theme."""

from __future__ import annotations

from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from unbroken.tui.drawing.columns import Line, Piece
from unbroken.tui.drawing.contrast import readable
from unbroken.wording.symbols import ASCII, Shapes

INKS: Final = ("quiet", "risk", "met", "missed", "track")
"""What has a colour of its own: the names of component classes."""

_BOLD: Final = Style(bold=True)
_LOOKS: Final = {
    "now": (None, _BOLD),
    "heading": ("quiet", _BOLD),
    "risk": ("risk", _BOLD),
    "partial": ("met", Style()),
    "flash": ("met", Style(bold=True, reverse=True)),
}
"""Looks that are not just an ink: the ink, and what it is drawn with."""

_SHAPE: Final = 3
"""Which piece of a streak's line is its shape."""


class LinePainter:
    """Draws lines for a widget with the component classes `streak-list--INK` and `…--cursor`."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._strips: LRUCache[tuple[Line, bool, bool, int], Strip] = LRUCache(512)
        self._tints: dict[str, Style] = {}

    def forget(self) -> None:
        """The colours are others from now on."""
        self._strips.clear()
        self._tints.clear()

    def paint(
        self,
        line: Line,
        width: int,
        shapes: Shapes,
        *,
        chosen: bool = False,
        flashing: bool = False,
    ) -> Strip:
        """A line in so many cells, from the cache where it was drawn before."""
        key = (line, chosen, flashing, width)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._draw(line, width, shapes, chosen, flashing)
        return strip

    def _draw(self, line: Line, width: int, shapes: Shapes, chosen: bool, flashing: bool) -> Strip:
        ground = self._widget.rich_style
        pieces = list(line.pieces)
        if flashing and len(pieces) > _SHAPE:
            pieces[_SHAPE] = Piece(pieces[_SHAPE].text, "flash")
        if chosen:
            ground += Style(bgcolor=self._component("cursor").bgcolor)
        if chosen and line.marked:
            pieces[0] = Piece(">" if shapes is ASCII else "›", "met")
        segments = [
            Segment(piece.text, ground + self._look(piece.look) + self._tint(piece.color))
            for piece in pieces
            if piece.text
        ]
        return Strip(segments).adjust_cell_length(width, ground).simplify()

    def _look(self, name: str) -> Style:
        ink, drawn = _LOOKS.get(name, (name if name in INKS else None, Style()))
        return drawn if ink is None else self._component(ink, partial=True) + drawn

    def _component(self, name: str, *, partial: bool = False) -> Style:
        return self._widget.get_component_rich_style(f"streak-list--{name}", partial=partial)

    def _tint(self, named: str | None) -> Style:
        """A streak's own colour, as it can be read here."""
        if named is None:
            return Style.null()
        if named not in self._tints:
            variables = self._widget.app.theme_variables
            grounds = tuple(Color.parse(variables[name]) for name in ("background", "panel"))
            color = readable(named, grounds, Color.parse(variables["foreground"]))
            self._tints[named] = Style() if color is None else Style(color=color.rich_color)
        return self._tints[named]
