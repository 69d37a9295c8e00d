"""Charts of text: bars, a line, heat, times below each other; each in exactly so many cells. Pure.

Each has a form of ASCII alone, which the symbols in use choose. None has labels: all of its cells
carry data, and what calls it says the numbers beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from unbroken.core.typing import Final
from unbroken.wording.symbols import ASCII, Shapes

_HEAT: Final = " ░▒▓█"
_HEAT_ASCII: Final = " .:*#"
_BRAILLE: Final = 0x2800
_DOTS: Final = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""The dots of a braille cell, by column and by row from above."""


def stretch(first: float, last: float, cells: int, shapes: Shapes) -> str:
    """A bar from one part of 0 to 1 to another, a cell long at least; blanks before and behind."""
    begin = min(int(first * cells), cells - 1)
    length = max(round(last * cells) - begin, 1)
    return (" " * begin + shapes.full * length)[:cells].ljust(cells)


def line(parts: Sequence[float], cells: int, rows: int, shapes: Shapes) -> list[str]:
    """A line through parts of 0 to 1, spread from edge to edge; a row of text for each of `rows`.

    In braille it has two points in each cell and four in each row; in ASCII one.
    """
    wide, high = (1, 1) if shapes is ASCII else (2, 4)
    points = _spread(parts, cells * wide)
    levels = [round(min(max(each, 0.0), 1.0) * (rows * high - 1)) for each in points]
    lit: dict[tuple[int, int], int] = {}
    for x, level in enumerate(levels):
        for y in {level, *_between(levels[max(x - 1, 0)], level)}:
            place = rows - 1 - y // high, x // wide
            dot = 1 if shapes is ASCII else _DOTS[x % wide][high - 1 - y % high]
            lit[place] = lit.get(place, 0) | dot
    signs = {place: "*" if shapes is ASCII else chr(_BRAILLE + dots) for place, dots in lit.items()}
    return [
        "".join(signs.get((row, column), " ") for column in range(cells)) for row in range(rows)
    ]


def heat(parts: Sequence[float], cells: int, shapes: Shapes) -> str:
    """Parts of 0 to 1 as shades side by side, each in as many cells as fit for all alike.

    Only what is 0 is blank.
    """
    shades = _HEAT_ASCII if shapes is ASCII else _HEAT
    wide = max(cells // max(len(parts), 1), 1)
    most = len(shades) - 1
    drawn = (shades[0 if each <= 0 else min(int(each * most) + 1, most)] for each in parts)
    return "".join(each * wide for each in drawn)


def _between(low: int, high: int) -> range:
    """The levels strictly between two, so that a steep line has no holes."""
    return range(min(low, high) + 1, max(low, high))


def _spread(parts: Sequence[float], points: int) -> list[float]:
    """So many values along straight lines between the parts."""
    if not parts:
        return []
    last = len(parts) - 1
    found = []
    for x in range(points):
        place = x * last / max(points - 1, 1)
        at = min(int(place), max(last - 1, 0))
        following = parts[min(at + 1, last)]
        found.append(parts[at] + (following - parts[at]) * (place - at))
    return found
