"""Shapes that tell a state without colour, bars, and the names of tints; each shape is one cell."""

from __future__ import annotations

from unbroken.core.typing import Final, NamedTuple

TINTS: Final = (
    *("red", "orange", "yellow", "lime", "green"),
    *("teal", "blue", "indigo", "purple", "pink"),
)
"""The colours that a streak can be told apart by."""


class Shapes(NamedTuple):
    """A set of symbols, each one cell wide."""

    met: str
    partial: str
    missed: str
    skipped: str
    now: str
    open: str
    full: str
    half: str
    empty: str
    dash: str
    tint: str
    low: str
    over: str
    running: str
    tie: str

    def of_state(self, state: str) -> str:
        """The symbol of a calendar day's state or strength; a blank for off, future and none."""
        known = {
            "met": self.met,
            "partial": self.partial,
            "missed": self.missed,
            "skipped": self.skipped,
            "open": self.open,
            "kept": self.open,
            "low": self.low,
            "over": self.over,
            "tie": self.tie,
        }
        return known.get(state, " ")

    def bar(self, part: float, width: int) -> tuple[str, str]:
        """The filled and the empty piece of a bar of `width` cells, for a part of 0 to 1.

        It is full only when the part is 1, and shows half a cell as soon as there is anything.
        """
        halves = 2 * width if part >= 1 else min(int(max(part, 0) * 2 * width), 2 * width - 1)
        if part > 0:
            halves = max(halves, 1)
        filled = self.full * (halves // 2) + self.half * (halves % 2)
        return filled, self.empty * (width - len(filled))


UNICODE: Final = Shapes("■", "▣", "□", "·", "▲", "○", "━", "╸", "─", "—", "▎", "░", "◆", "►", "─")
ASCII: Final = Shapes("#", "+", "-", ".", "!", "o", "=", "-", ".", "-", "|", ":", "@", ">", "_")


def shapes_named(name: str) -> Shapes:
    """The set that the setting `symbols` names."""
    return ASCII if name == "ascii" else UNICODE


def dot(shapes: Shapes) -> str:
    """The separator of the facts on one line."""
    return " · " if shapes.full == "━" else " - "
