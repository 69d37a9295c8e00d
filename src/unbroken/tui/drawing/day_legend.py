"""What the shapes of days mean, in a line below them. Pure."""

from __future__ import annotations

from collections.abc import Collection

from unbroken.tui.drawing.line import Line, Span
from unbroken.wording.states import LEGEND_OF_ALL, LEGEND_OF_ONE
from unbroken.wording.symbols import Shapes


def legend_line(drawn: Collection[str], shapes: Shapes, width: int, *, of_one: bool) -> Line:
    """What the shapes mean that are `drawn`, as many of them as there is room for.

    They are states of one streak, or else of all together.
    """
    spans, left = [Span(" ")], width - 1
    for state, words in LEGEND_OF_ONE if of_one else LEGEND_OF_ALL:
        if state not in drawn:
            continue
        left -= len(words) + 5
        if left >= -3:
            spans += [Span(shapes.of_state(state), state), Span(f" {words}   ", "quiet")]
    return Line(tuple(spans))
