"""The figures of a streak as lines, in as many columns as the width has room for. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Final

from rich.cells import cell_len

from unbroken.core.figures import Overview, Statistics
from unbroken.core.results import Streak
from unbroken.core.year_review import YearReview
from unbroken.tui.drawing.line import Line, Span, fit
from unbroken.wording.figures import headline, sections
from unbroken.wording.overview import OVERVIEW_TITLES, overview_row, together
from unbroken.wording.past import Past, past_sections
from unbroken.wording.symbols import Shapes
from unbroken.wording.told import Section, Told
from unbroken.wording.year_review import sections as sections_of_year

_COLUMN: Final = 60
"""Cells from which a column is wide enough to stand beside another."""
_GAP: Final = 3
_NARROWEST: Final = 38
_NAME: Final = 12
"""Cells that a name has at least before what is least needed is left out."""
_NEEDED: Final = ("Strength", "30 days", "Met", "Run", "All", "Change", "Best")
"""The columns of the overview, the most needed first."""
_BARRED: Final = ("30 days", "Strength")
"""Those that a bar stands behind where there is room for both."""
_BAR: Final = (10, 36)
"""The least and the most cells of one."""


def figures_lines(
    found: Statistics,
    streak: Streak,
    past: Past,
    owners: Sequence[Overview],
    width: int,
    shapes: Shapes,
) -> tuple[Line, ...]:
    """All figures; the headline stands above the columns."""
    above = [_line(told) for told in headline(found, streak, max(width, _NARROWEST), shapes)]

    def told(cells: int) -> Iterator[Section]:
        yield from sections(found, streak, cells, shapes)
        yield from past_sections(past, found, streak, cells, shapes)
        yield from together(owners, cells)

    return (*above, *_beside_each_other(told, width, shapes))


def review_lines(review: YearReview, width: int, shapes: Shapes) -> tuple[Line, ...]:
    """A year in review."""
    return _beside_each_other(lambda cells: sections_of_year(review, cells, shapes), width, shapes)


def _beside_each_other(
    told_in: Callable[[int], Iterable[Section]], width: int, shapes: Shapes
) -> tuple[Line, ...]:
    """Sections in as many columns as there is room for."""
    count = max((width + _GAP) // (_COLUMN + _GAP), 1)
    cells = max((width - _GAP * (count - 1)) // count, _NARROWEST)
    told, lines = list(told_in(cells)), []
    shared_out = _shared_out(told, count)
    columns = [[*_stacked(each, cells, shapes)] for each in shared_out]
    blank = Span(" " * _GAP)
    for row in zip_longest(*columns, fillvalue=Line()):
        spans: list[Span] = []
        for each in row[:-1]:
            spans += [*each.spans, Span(" " * (cells - _width(each))), blank]
        lines.append(Line((*spans, *row[-1].spans)))
    return tuple(lines)


def overview_lines(found: Sequence[Overview], width: int, shapes: Shapes) -> tuple[str, list[str]]:
    """The titles of the columns, and a line for each streak with its figures, and bars where there
    is room for them: the name takes what is left.
    """
    rows = [(each.name, overview_row(each)) for each in found]
    told = [OVERVIEW_TITLES, *(figures for _, figures in rows)]
    widths = {title: max(len(row[at]) for row in told) for at, title in enumerate(OVERVIEW_TITLES)}
    kept: list[str] = []
    for title in _NEEDED:
        if sum(widths[each] + 2 for each in (*kept, title)) + _NAME > width:
            break
        kept.append(title)
    places = [at for at, title in enumerate(OVERVIEW_TITLES) if title in kept]
    longest = max((cell_len(name) for name, _ in rows), default=_NAME)
    room = min(width - sum(widths[each] + 2 for each in kept), max(longest, _NAME))
    left = width - room - sum(widths[each] + 2 for each in kept)
    bar = min(left // len(_BARRED) - 2, _BAR[1])

    def line(name: str, row: tuple[str, ...], parts: tuple[float, ...]) -> str:
        text = fit(name, room, shapes)
        for at in places:
            title = OVERVIEW_TITLES[at]
            text += f"  {row[at]:>{widths[title]}}"
            if title in _BARRED and bar >= _BAR[0]:
                pieces = shapes.bar(parts[_BARRED.index(title)], bar) if parts else (" " * bar,)
                text += "  " + "".join(pieces)
        return text

    lines = [
        line(name, row, (float(each.month.share or 0), float(each.strength)))
        for (name, row), each in zip(rows, found, strict=True)
    ]
    return line("", OVERVIEW_TITLES, ()), lines


def _shared_out(given: Sequence[Section], count: int) -> list[list[Section]]:
    """Sections in their order, in columns that are about equally high."""
    whole = sum(len(each.lines) + 2 for each in given)
    columns: list[list[Section]] = [[] for _ in range(count)]
    above = 0
    for each in given:
        high = len(each.lines) + 2
        columns[min((above + high // 2) * count // max(whole, 1), count - 1)].append(each)
        above += high
    return columns


def _stacked(given: Sequence[Section], cells: int, shapes: Shapes) -> Iterator[Line]:
    for each in given:
        if each.title:
            yield Line()
            yield Line((Span(each.title, "heading"),))
        for told in each.lines:
            line = _line(told)
            if _width(line) > cells:  # only a milestone's title is as long as somebody likes
                text = "".join(span.text for span in line.spans)
                line = Line((Span(fit(text, cells, shapes)),))
            yield line


def _line(told: Told) -> Line:
    return Line(tuple(Span(text, look) for text, look in told))


def _width(line: Line) -> int:
    return sum(cell_len(span.text) for span in line.spans)
