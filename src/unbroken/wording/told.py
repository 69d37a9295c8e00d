"""Lines of text with bars and columns, the same for command line, app and reports.

What a bar shows its numbers say too, so that nothing is told by a shape or a colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import zip_longest

from unbroken.core.typing import Final, NamedTuple
from unbroken.wording.charts import stretch
from unbroken.wording.dates import MONTHS
from unbroken.wording.symbols import ASCII, Shapes, dot

_LONGEST_BAR: Final = 28
"""Cells that a bar beside its numbers takes at most: a page of them is to stay calm."""
_BESIDE: Final = 48
"""Cells from which a bar stands beside its numbers; else it has the line below them for itself."""

_FEWEST: Final = 2
"""Rows that a section has at least where not all of them have room."""

Piece = tuple[str, str]
"""Text, and what it is: `plain`, `strong`, `quiet`, or `met`, `missed` for what is drawn."""
Told = tuple[Piece, ...]
"""A line of text."""


class Section(NamedTuple):
    """Some lines below a title. Where the first of them tell most, it can end behind any row of
    `a_row` lines; else that is 0.
    """

    title: str
    lines: tuple[Told, ...]
    a_row: int = 0

    def within(self, room: int) -> Section | None:
        """As much of it as so many lines hold; None where that is nothing that tells anything."""
        if len(self.lines) <= room:
            return self
        rows = room // self.a_row if self.a_row else 0
        return self._replace(lines=self.lines[: rows * self.a_row]) if rows >= _FEWEST else None


class BarRow(NamedTuple):
    """A line with a bar: what stands before it, how long it is, and what stands behind it."""

    before: tuple[str, ...]
    part: float
    behind: tuple[str, ...]
    look: str = "met"
    begins: float | None = None
    """Where a bar of time begins; `part` is then where it ends."""


def percent(share: Decimal | None) -> str:
    """`54%`, cut to whole ones; a dash where there is none."""
    return "-" if share is None else f"{int(100 * share):,}%"


def points(change: Decimal | None) -> str:
    """`+12` or `-3`: percentage points; nothing where there is nothing to compare."""
    return "" if change is None else f"{int(100 * change):+d}" if int(100 * change) else "same"


def wrapped(facts: Sequence[str], cells: int, shapes: Shapes) -> Iterator[Told]:
    """Facts on as few lines as hold them."""
    held = ""
    for each in facts:
        longer = f"{held}{dot(shapes)}{each}" if held else each
        if held and len(longer) > cells:
            yield ((held, "quiet"),)
            longer = each
        held = longer
    yield ((held, "quiet"),)


def bars(rows: Sequence[BarRow], cells: int, shapes: Shapes) -> Iterator[Told]:
    """Rows in columns; the bar takes what is left of the line, or a line of its own."""
    before = in_columns([each.before for each in rows])
    behind = in_columns([each.behind for each in rows])
    if cells < _BESIDE:
        for left, right, row in zip(before, behind, rows, strict=True):
            yield (left + " ", "plain"), (f" {right}".rstrip(), "quiet")
            yield _drawn(row, cells, shapes)
        return
    room = cells - max(map(len, before), default=0) - max(map(len, behind), default=0) - 2
    room = min(room, _LONGEST_BAR)
    for left, right, row in zip(before, behind, rows, strict=True):
        yield (left + " ", "plain"), *_drawn(row, room, shapes), (f" {right}", "quiet")


def ranked(title: str, rows: Sequence[BarRow], cells: int, shapes: Shapes) -> Section:
    """Rows of which the first tell most."""
    lines = tuple(bars(rows, cells, shapes))
    return Section(title, lines, len(lines) // len(rows))


def _drawn(row: BarRow, cells: int, shapes: Shapes) -> Told:
    """Thin bars, as in the list: thick ones of several lines would run together."""
    if row.begins is not None:
        return ((stretch(row.begins, row.part, cells, shapes), row.look),)
    filled, empty = shapes.bar(row.part, cells)
    return (filled, row.look), (empty, "quiet")


def in_columns(rows: Sequence[tuple[str, ...]], heads: tuple[str, ...] | None = None) -> list[str]:
    """Texts side by side, below `heads`; words and spans of time begin at one edge,
    numbers end at one.
    """
    drawn = []
    for at, column in enumerate(zip_longest(*rows, fillvalue="")):
        is_number = all(not each or each[0] in "-+0123456789s" for each in column)
        is_number = is_number and not any(" – " in each or " - " in each for each in column)
        texts = column if heads is None else (heads[at], *column)
        width = max(map(len, texts))
        drawn.append([each.rjust(width) if is_number else each.ljust(width) for each in texts])
    return [" ".join(each) for each in zip(*drawn, strict=True)]


def from_to(first: date, last: date, today: date, shapes: Shapes) -> str:
    """`3 Mar – 12 Apr`; a single day alone."""
    if first == last:
        return dated(last, today)
    between = " - " if shapes is ASCII else " – "
    begin = dated(first, last)
    return f"{begin}{between}{dated(last, today)}"


def dated(day: date, today: date) -> str:
    """`3 Mar`, with its year where that is another."""
    text = f"{day.day} {MONTHS[day.month - 1][:3]}"
    return text if day.year == today.year else f"{text} {day.year}"
