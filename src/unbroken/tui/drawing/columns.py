"""The streak list in columns of a given width. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from rich.cells import cell_len

from unbroken.engine.urgency import NOW
from unbroken.tui.drawing.line import QUIET, Line, Span, fit
from unbroken.tui.model.streak_row import Detail, Row
from unbroken.tui.themes import tint_of
from unbroken.wording.status import STRIPS
from unbroken.wording.symbols import ASCII, Shapes

ROOMY: Final = 60
"""From so many cells on there are headings and columns of numbers."""

TALL: Final = 14
"""From so many lines on there are empty ones between headings, and lines below a streak."""
_SHORTER: Final = ((26, 12, 10), (20, 12, 8), (17, 6, 8), (14, 6, 6))
"""The most cells for an amount and for what is left (`until 30 Nov`, or `30 Nov`), and the least
for a bar: ever fewer, until the names fit, and a strip beside them.
"""
_LONG_NAME: Final = 20
"""A longer name is cut before it takes strip or bar from all, unless most are as long."""
_GROWING: Final = ("name", "amount", "left", "now", "best")
"""The columns that are as wide as what is in them."""
_GOOD_BAR: Final = 10
_SPARE: Final = 2
"""Cells that an amount can grow by before its column does, where a good bar is left."""
_SHORT_NAME: Final = 8
_SHORT_BAR: Final = 4
_LEAD: Final = 5

SHAPE: Final = 3
"""Which span of a streak's line is its shape."""


class Columns(NamedTuple):
    """How wide each column is, in cells, without the blanks before it; 0 where there is no room.

    `width` is that of the whole list. With `tinted` a streak's own colour stands before its name.
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
    tinted: bool = False

    @property
    def lead(self) -> int:
        """How many cells stand before a name."""
        return _LEAD + self.tinted


def measure(rows: Sequence[Row], width: int, height: int, before: Columns | None = None) -> Columns:
    """The columns for a list of `width` by `height` cells: as they were `before`, if all that is to
    be shown fits into these; so nothing moves when an amount does.
    """
    tinted = any(row.color for row in rows)
    if width < ROOMY:
        columns = _measure_narrow(rows, width, tinted)
    else:
        columns = _measure_roomy(rows, width, height, tinted)
    growing = (*(_GROWING if columns.roomy else ("amount", "now")), "tinted")
    if before is not None and all(
        getattr(columns, each) <= getattr(before, each) for each in growing
    ):
        return before
    spare = min(max(columns.bar - _GOOD_BAR, 0), _SPARE)
    return columns._replace(amount=columns.amount + spare, bar=columns.bar - spare)


def _measure_roomy(rows: Sequence[Row], width: int, height: int, tinted: bool) -> Columns:
    now = _longest((row.now for row in rows), 4)
    labels = [detail.label for row in rows for detail in (row.today, row.attempt) if detail]
    name = max(min(_longest((*(row.name for row in rows), *labels)), 40), 10)
    wanted = min(max(_longest((*_wanted_names(rows), *labels)), 10), name)
    best = _longest((row.best for row in rows), 4)
    for most, until, least in _SHORTER:
        amount = min(_longest((row.amounts[0] for row in rows), 12), most)
        left = _longest((_first_fitting(row.left, until) for row in rows if row.left), 6)
        room = width - _LEAD - tinted - 2 - 2 - amount - 2 - left - 1 - now - 2 - best
        beside_strip = room - least - STRIPS[0] - 2
        if wanted <= beside_strip:
            name = min(name, beside_strip)
            break
    name = max(min(name, room - least), 10)
    strip = next((each for each in reversed(STRIPS) if each + 2 <= room - name - least), 0)
    bar = min(room - name - (strip + 2 if strip else 0), 36)
    return Columns(width, True, height >= TALL, name, bar, amount, left, now, best, strip, tinted)


def _measure_narrow(rows: Sequence[Row], width: int, tinted: bool) -> Columns:
    """One line a streak. The bar takes what the names leave, and goes where that is too little for
    one; then the amount goes.
    """
    now = _longest((row.now for row in rows), 2)
    amount = min(_longest((row.amounts[-1] for row in rows), 4), 10)
    name = max(_longest(_wanted_names(rows)), _SHORT_NAME)
    whole = width - _LEAD - tinted - 1 - now
    bar = min(whole - amount - 1 - name - 2, max(width // 5, 7))
    if bar >= _SHORT_BAR:
        name = whole - amount - 1 - bar - 2
        return Columns(width, False, False, name, bar, amount, now=now, tinted=tinted)
    if whole - amount - 1 >= _SHORT_NAME:
        return Columns(width, False, False, whole - amount - 1, 0, amount, now=now, tinted=tinted)
    return Columns(width, False, False, max(whole, 1), 0, 0, now=now, tinted=tinted)


def _wanted_names(rows: Sequence[Row]) -> list[str]:
    """The names that are to be told whole: those that are not long, or all if most are."""
    names = [row.name for row in rows]
    short = [name for name in names if cell_len(name) <= _LONG_NAME]
    return short if 2 * len(short) >= len(names) else names


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
        " " * columns.lead
        + "Streak".ljust(columns.name + 2)
        + "This period".ljust(columns.bar + 2 + columns.amount + 2)
        + "Ends".rjust(columns.left)
        + "Run".rjust(columns.now + 1)
        + "Best".rjust(columns.best + 2)
    )
    if columns.strip:
        text += "  " + f"Last {columns.strip}".rjust(columns.strip)
    return (Span(text, "quiet"),)


def _lead(row: Row, columns: Columns, shapes: Shapes) -> Iterable[Span]:
    shape = shapes.now if row.state == "now" else shapes.of_state(row.state)
    yield Span(" ")
    yield Span(row.number, "quiet")
    yield Span(" ")
    yield Span(shape, row.state)
    yield Span(" ")
    if columns.tinted:
        yield Span(shapes.tint if row.color and tint_of(row.color) else " ", color=row.color)
    yield Span(fit(row.name, columns.name, shapes))


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
        Span(" " * columns.lead),
        Span(fit(detail.label, columns.name, shapes), "quiet"),
        Span("  "),
        Span(filled, "quiet"),
        Span(empty, "tie"),
        Span("  "),
        Span(fit(detail.amount, columns.amount, shapes), "quiet"),
    )
