"""The figures of a streak as lines, in as many columns as the width has room for. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import zip_longest
from typing import Final, NamedTuple

from rich.cells import cell_len

from unbroken.core.figures import Overview, Statistics
from unbroken.core.results import CalendarDay, Streak
from unbroken.core.year_review import YearReview
from unbroken.tui.drawing.line import Line, Span, fit
from unbroken.wording.figures import headline, sections
from unbroken.wording.heat_map import days_map
from unbroken.wording.overview import OVERVIEW_TITLES, overview_row, together
from unbroken.wording.past import Past, past_sections
from unbroken.wording.symbols import Shapes
from unbroken.wording.told import Section, Told
from unbroken.wording.year_review import days_of_year
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
_TITLED: Final = 2
"""The lines above those of a section: a blank one and its title."""
_WEEKS: Final = 4
"""Weeks from which on a map of them says something."""


class OfOne(NamedTuple):
    """A streak with its figures, which are None before there are any, and its past; the days of its
    last weeks, whole ones; and its figures beside those of everybody who has it.
    """

    streak: Streak
    figures: Statistics | None
    past: Past
    days: Sequence[CalendarDay] = ()
    owners: Sequence[Overview] = ()


def figures_lines(
    told: OfOne, width: int, shapes: Shapes, height: int | None = None
) -> tuple[Line, ...]:
    """All figures; the headline and the last weeks stand above the columns. Where a `height` is
    given, no more than has room in it, and nothing cut in the middle.
    """
    streak, found = told.streak, told.figures
    if found is None:
        return ()
    cells = max(width, _NARROWEST)
    above = [_line(each) for each in headline(found, streak, cells, shapes)]
    weeks = _weeks(told, found.last_day, cells, shapes)
    if weeks.lines and (height is None or len(above) + _high(weeks) <= height):
        above += _stacked([weeks], cells, shapes)
    left = None if height is None else height - len(above)

    def in_columns(room: int) -> Iterator[Section]:
        yield from sections(found, streak, room, shapes)
        yield from past_sections(told.past, found, streak, room, shapes)
        yield from together(told.owners, room)

    return (*above[:height], *_beside_each_other(in_columns, width, shapes, left))


def review_lines(review: YearReview, width: int, shapes: Shapes) -> tuple[Line, ...]:
    """A year in review; where there is more than one column, its days stand above them."""
    above: list[Line] = []
    wide = _columns(width)[0] > 1
    if wide:
        above = [*_stacked([days_of_year(review, width, shapes)], width, shapes), Line()]

    def in_columns(room: int) -> Iterator[Section]:
        return sections_of_year(review, room, shapes, days=not wide)

    return (*above, *_beside_each_other(in_columns, width, shapes))


def _weeks(told: OfOne, today: date, cells: int, shapes: Shapes) -> Section:
    """The last weeks as a map, from the first one on in which there is something to show."""
    weeks = [told.days[at : at + 7] for at in range(0, len(told.days), 7)]
    while weeks and all(each.state == "none" for each in weeks[0]):
        weeks.pop(0)
    if len(weeks) < _WEEKS:
        return Section("", ())
    drawn = tuple(days_map(told.streak, weeks, today, cells, shapes))
    return Section(f"Last {len(weeks)} weeks", drawn)


def _beside_each_other(
    told_in: Callable[[int], Iterable[Section]],
    width: int,
    shapes: Shapes,
    height: int | None = None,
) -> tuple[Line, ...]:
    """Sections in as many columns as there is room for, as many of them as the height holds."""
    count, cells = _columns(width)
    told, lines = list(told_in(cells)), []
    shared_out = _shared_out(told, count)
    if height is not None and any(sum(map(_high, each)) > height for each in shared_out):
        shared_out = _fitting(told, count, height)
    columns = [[*_stacked(each, cells, shapes)] for each in shared_out]
    blank = Span(" " * _GAP)
    for row in zip_longest(*columns, fillvalue=Line()):
        spans: list[Span] = []
        for each in row[:-1]:
            spans += [*each.spans, Span(" " * (cells - _width(each))), blank]
        lines.append(Line((*spans, *row[-1].spans)))
    return tuple(lines)


def _columns(width: int) -> tuple[int, int]:
    """How many columns stand beside each other, and the cells of one."""
    count = max((width + _GAP) // (_COLUMN + _GAP), 1)
    return count, max((width - _GAP * (count - 1)) // count, _NARROWEST)


def overview_lines(found: Sequence[Overview], width: int, shapes: Shapes) -> list[Line]:
    """The titles of the columns, and a line for each streak with its figures, and bars where there
    is room for them: the name takes what is left. The first cell is for the mark of the cursor.
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

    def spans(name: str, row: tuple[str, ...], look: str, parts: Sequence[float]) -> list[Span]:
        said = [Span(" "), Span(fit(name, room, shapes), look)]
        for at in places:
            title = OVERVIEW_TITLES[at]
            said.append(Span(f"  {row[at]:>{widths[title]}}", look))
            if title in _BARRED and bar >= _BAR[0]:
                part = parts[_BARRED.index(title)] if parts else None
                filled, empty = (" " * bar, "") if part is None else shapes.bar(part, bar)
                said += [Span("  "), Span(filled, "met"), Span(empty, "tie")]
        return said

    lines = [Line(tuple(spans("", OVERVIEW_TITLES, "quiet", ())))]
    for (name, row), each in zip(rows, found, strict=True):
        parts = float(each.month.share or 0), float(each.strength)
        lines.append(Line(tuple(spans(name, row, "plain", parts)), each.streak_id, marked=True))
    return lines


def _shared_out(given: Sequence[Section], count: int) -> list[list[Section]]:
    """Sections in their order, in columns that are about equally high."""
    whole = sum(map(_high, given))
    columns: list[list[Section]] = [[] for _ in range(count)]
    above = 0
    for each in given:
        high = _high(each)
        columns[min((above + high // 2) * count // max(whole, 1), count - 1)].append(each)
        above += high
    return columns


def _fitting(given: Sequence[Section], count: int, height: int) -> list[list[Section]]:
    """Sections in their order, one column after the other; what has no room in one is for the next,
    and what has none in any is left out.
    """
    columns, waiting = list[list[Section]](), list(given)
    for _ in range(count):
        column, room, left_over = list[Section](), height, list[Section]()
        for each in waiting:
            fitting = each.within(room - _TITLED)
            if fitting is None:
                left_over.append(each)
            else:
                column.append(fitting)
                room -= _high(fitting)
        columns.append(column)
        waiting = left_over
    return columns


def _high(section: Section) -> int:
    """The lines that it takes, with its title."""
    return len(section.lines) + _TITLED


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
