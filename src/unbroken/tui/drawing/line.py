"""A line of text as spans, each in one look. Pure."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from rich.cells import cell_len, set_cell_size

from unbroken.wording.symbols import ASCII, Shapes

QUIET: Final = ("quiet", "skipped", "open", "kept", "off", "future", "none")
"""Looks of what nobody needs to see first."""


class Span(NamedTuple):
    """Text in one look.

    `ground` is what it lies on, where that is not the line's own. `day` is the one that it stands
    for. `color` is one that somebody gave their streak, by name.
    """

    text: str
    look: str = "plain"
    ground: str = ""
    day: date | None = None
    color: str | None = None


class Line(NamedTuple):
    """Spans from left to right.

    `about` is the id of the streak or log that the line is about. `marked` may carry the cursor's
    mark. `folds` is the group that a click folds or unfolds.
    """

    spans: tuple[Span, ...] = ()
    about: str | None = None
    marked: bool = False
    folds: str | None = None

    def span_at(self, x: int) -> Span | None:
        """The span that covers a cell."""
        for span in self.spans:
            x -= cell_len(span.text)
            if x < 0:
                return span
        return None


def text_line(text: str, look: str) -> Line:
    """A line that is all in one look."""
    return Line((Span(text, look),))


def fit(text: str, cells: int, shapes: Shapes) -> str:
    """The text in exactly so many cells; what is cut off is told by an ellipsis.

    It is cut between two words, unless that would leave less than half of it.
    """
    if cell_len(text) <= cells:
        return set_cell_size(text, cells)
    if cells < 1:
        return ""
    kept = set_cell_size(text, cells - 1)
    whole, _, rest = kept.rpartition(" ")
    if text[len(kept) : len(kept) + 1] != " " and rest and cell_len(whole) >= cells // 2:
        kept = whole
    return set_cell_size(kept.rstrip() + ("~" if shapes is ASCII else "…"), cells)
