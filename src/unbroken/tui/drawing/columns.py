"""The streak list in columns of a given width. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from rich.cells import cell_len

from unbroken.engine.urgency import NOW
from unbroken.tui.drawing.line import QUIET, Line, Span, fit
from unbroken.tui.model.streak_row import Detail, Row
from unbroken.wording.symbols import ASCII, Shapes

ROOMY: Final = 60
"""From so many cells on there are headings, columns of numbers and lines below a streak."""

_TALL: Final = 14
_BAR: Final = 10
"""A bar gives cells to a long name until it has so many, or as many as the name."""

_LEFT: Final = (12, 6)
"""Cells for what is left: `until 30 Nov`, or `30 Nov` where there is little room."""
_STRIP: Final = 75
_LONG_STRIP: Final = 90
_LEAD: Final = 5

SHAPE: Final = 3
"""Which span of a streak's line is its shape."""


class Columns(NamedTuple):
    """How wide each column is, in cells, without the blanks before it; 0 where there is no room.

    `width` is that of the whole list.
    """

    width: int
    roomy: bool
    details: bool
    name: int
    bar: int
    amount: int
    left: int = 0
    now: int = 4
    best: int = 0
    strip: int = 0


def measure(rows: Sequence[Row], width: int, height: int) -> Columns:
    """The columns for a list of `width` by `height` cells."""
    labels = [detail.label for row in rows for detail in (row.today, row.attempt) if detail]
    if width < ROOMY:
        return _measure_narrow(width, _longest((row.now for row in rows), 4))
    strip = 14 if width >= _LONG_STRIP else 7 if width >= _STRIP else 0
    amount = _longest((row.amounts[0] for row in rows), 12)
    amount = min(amount, 17 if width < _LONG_STRIP else 26)
    now = _longest((row.now for row in rows), 4)
    best = _longest((row.best for row in rows), 4)
    taken = _LEAD + 2 + 2 + amount + 2 + 1 + now + 2 + best + (strip + 2 if strip else 0)
    longest = max(min(_longest((*(row.name for row in rows), *labels)), 40), 10)
    for most in _LEFT if width >= _STRIP else _LEFT[1:]:
        left = _longest((_first_fitting(row.left, most) for row in rows if row.left), 6)
        rest = width - taken - left
        name = max(min(longest, max(rest // 2, rest - _BAR)), 10)
        if name == longest:
            break  # else a shorter way to say what is left gives its room to the names
    bar = min(rest - name, 36)
    return Columns(width, True, height >= _TALL, name, bar, amount, left, now, best, strip)


def _measure_narrow(width: int, now: int) -> Columns:
    """One line a streak. The bar goes first when the name needs its room, then the amount."""
    name = width - _LEAD - 1 - 7 - 2 - 8 - 1 - now
    if name >= 8:
        return Columns(width, False, False, name, 7, 8, now=now)
    if name + 9 >= 8:
        return Columns(width, False, False, name + 9, 0, 8, now=now)
    return Columns(width, False, False, max(width - _LEAD - 1 - now, 1), 0, 0, now=now)


def _longest(texts: Iterable[str], least: int = 0) -> int:
    """How many cells the longest of some texts takes, and at least so many."""
    return max([least, *map(cell_len, texts)])


def lay_out(rows: Sequence[Row], columns: Columns, shapes: Shapes) -> list[Line]:
    """The lines of the list: each streak with what belongs below it, under its heading.

    Where it is narrow, only the owner's own headings are shown.
    """
    lines = [Line(_heads(columns))] if rows and columns.roomy else []
    for (heading, _), members in groupby(rows, key=lambda row: (row.heading, row.folds)):
        first, *others = members
        if columns.roomy and columns.details and len(lines) > 1:
            lines.append(Line(()))
        if first.folded:
            spans = _heading(first, columns, shapes)
            lines.append(Line(spans, first.streak_id, True, first.folds))
            continue
        if heading and (columns.roomy or first.under_own_group):
            lines.append(Line(_heading(first, columns, shapes), folds=first.folds or None))
        for row in (first, *others):
            spans = _roomy(row, columns, shapes) if columns.roomy else _narrow(row, columns, shapes)
            lines.append(Line(spans, row.streak_id, True))
            if columns.details:
                lines += _below(row, columns, shapes)
    return lines


def _heading(row: Row, columns: Columns, shapes: Shapes) -> tuple[Span, ...]:
    """A heading; one of the owner's, or one that is folded, has a sign for it.

    A folded one tells how many streaks it stands for.
    """
    own, count = row.under_own_group, f"  {row.folded}" if row.folded else ""
    look = "now" if row.group == NOW and not own else "heading"
    if not own and not row.folded:
        return (Span(f" {row.heading}", look),)
    folded, unfolded = ("+", "-") if shapes is ASCII else ("▸", "▾")
    room = min(cell_len(row.heading), columns.width - 3 - len(count))
    return (
        Span(" "),
        Span(folded if row.folded else unfolded, "quiet"),
        Span(f" {fit(row.heading, room, shapes)}", look),
        Span(count, "quiet"),
    )


def _heads(columns: Columns) -> tuple[Span, ...]:
    text = (
        " " * _LEAD
        + "Streak".ljust(columns.name + 2)
        + "This period".ljust(columns.bar + 2 + columns.amount + 2)
        + "Left".rjust(columns.left)
        + "Now".rjust(columns.now + 1)
        + "Best".rjust(columns.best + 2)
    )
    if columns.strip:
        text += f"  Last {columns.strip}"
    return (Span(text, "quiet"),)


def _lead(row: Row, columns: Columns, shapes: Shapes) -> Iterable[Span]:
    shape = shapes.now if row.state == "now" else shapes.of_state(row.state)
    yield Span(" ")
    yield Span(row.number, "quiet")
    yield Span(" ")
    yield Span(shape, row.state)
    yield Span(" ")
    yield Span(fit(row.name, columns.name, shapes), color=row.color)


def _bar(row: Row, columns: Columns, shapes: Shapes) -> Iterable[Span]:
    if row.part is None:
        words = row.bar_words if cell_len(row.bar_words) <= columns.bar else ""
        yield Span(words.ljust(columns.bar), "quiet")
        return
    filled, empty = shapes.bar(row.part, columns.bar)
    yield Span(filled, "partial" if row.state in QUIET else row.state)
    yield Span(empty, "tie")


def _fitting(texts: Sequence[str], cells: int, shapes: Shapes) -> str:
    """The first of some texts that fits, in exactly so many cells."""
    return fit(_first_fitting(texts, cells), cells, shapes)


def _first_fitting(texts: Sequence[str], cells: int) -> str:
    """The first of some texts that fits into so many cells, or the last of them."""
    return next((text for text in texts if cell_len(text) <= cells), texts[-1])


def _narrow(row: Row, columns: Columns, shapes: Shapes) -> tuple[Span, ...]:
    spans = [*_lead(row, columns, shapes), Span(" ")]
    if columns.bar:
        spans += [*_bar(row, columns, shapes), Span("  ")]
    if columns.amount:
        spans += [Span(fit(row.amounts[-1], columns.amount, shapes)), Span(" ")]
    return (*spans, Span(row.now.rjust(columns.now), "strong"))


def _roomy(row: Row, columns: Columns, shapes: Shapes) -> tuple[Span, ...]:
    left = _fitting(row.left or (shapes.dash,), columns.left, shapes).rstrip()
    spans = [
        *_lead(row, columns, shapes),
        Span("  "),
        *_bar(row, columns, shapes),
        Span("  "),
        Span(_fitting(row.amounts, columns.amount, shapes)),
        Span("  "),
        Span(left.rjust(columns.left), "now" if row.group == NOW else "quiet"),
        Span(row.now.rjust(columns.now + 1), "strong"),
        Span(row.best.rjust(columns.best + 2), "quiet"),
    ]
    if columns.strip:
        spans += [Span("  "), *_strip(row, columns, shapes)]
    return tuple(spans)


def _strip(row: Row, columns: Columns, shapes: Shapes) -> Iterable[Span]:
    for state, days in groupby(row.strip[-columns.strip :]):
        text = shapes.of_state(state) * len(list(days))
        yield Span(text, state)


def _below(row: Row, columns: Columns, shapes: Shapes) -> Iterable[Line]:
    for detail in (row.today, row.attempt):
        if detail is not None:
            yield Line(_detail(detail, columns, shapes), row.streak_id)


def _detail(detail: Detail, columns: Columns, shapes: Shapes) -> tuple[Span, ...]:
    filled, empty = shapes.bar(detail.part, columns.bar)
    return (
        Span(" " * _LEAD),
        Span(fit(detail.label, columns.name, shapes), "quiet"),
        Span("  "),
        Span(filled, "quiet"),
        Span(empty, "tie"),
        Span("  "),
        Span(fit(detail.amount, columns.amount, shapes), "quiet"),
    )
