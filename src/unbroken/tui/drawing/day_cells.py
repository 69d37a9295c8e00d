"""A day or a period as one shape in a text, by its state."""

from __future__ import annotations

from typing import Final

from textual.content import Content

from unbroken.wording.symbols import Shapes

_STYLES: Final = {
    "met": "$success",
    "partial": "$success",
    "over": "$success bold",
    "missed": "$error",
    "tie": "$border",
}


def state_cells(state: str, shapes: Shapes, count: int = 1, gap: str = " ") -> Content:
    """The shape of a state, so many times, with a gap behind each."""
    return Content.styled(
        f"{shapes.of_state(state)}{gap}" * count, _STYLES.get(state, "$text-muted")
    )


def today_cell(state: str, shapes: Shapes) -> Content:
    """Today's shape and a gap: it stands out, also where nothing is known of the day yet."""
    shape = shapes.of_state(state)
    if not shape.strip():
        shape, state = shapes.open, ""
    return Content.assemble((shape, f"bold underline {_STYLES.get(state, '')}"), " ")
