"""A year in review as one picture in SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from unbroken.core.text import cells
from unbroken.core.year_review import YearReview
from unbroken.exchange.review_files.heat_map import HEIGHT, STYLE, WIDTH, heat_map
from unbroken.exchange.review_files.markup import COLORS, is_number, safe
from unbroken.wording.year_review import (
    Fact,
    Table,
    fact_columns,
    facts,
    is_empty,
    nothing,
    subtitle,
    tables,
    title,
)

_EDGE: Final = 32
_WIDTH: Final = WIDTH + 2 * _EDGE
_FACT: Final = 64
_APART: Final = 16
"""Units between what stands beside each other."""
_LINE: Final = 20
_SIGN: Final = 7.6
"""Units that a sign of a table takes at most, about."""
_NAME: Final = 48
"""Signs of a name that are shown."""
_STYLE: Final = (
    COLORS
    + STYLE
    + """
svg { background: var(--ground); }
text { font-family: system-ui, sans-serif; font-size: 13px; fill: var(--ink);
  font-variant-numeric: tabular-nums; }
.ground { fill: var(--ground); }
.title { font-size: 26px; font-weight: 700; }
.quiet, .head { fill: var(--quiet); } .head { font-weight: 600; }
.value { font-size: 17px; } .small { font-size: 12px; fill: var(--quiet); }
.number { text-anchor: end; }
.line { stroke: var(--line); }
.rest { fill: var(--rest); }
"""
)


def picture(review: YearReview) -> str:
    """The whole picture: no script in it, and nothing that is fetched."""
    drawn, y = list(_header(review)), 96
    if not is_empty(review):
        told = list(facts(review))
        drawn += _facts(review, told, y)
        y += _FACT * -(-len(told) // fact_columns(len(told))) + 12
        drawn.append(f'<g transform="translate({_EDGE} {y})">')
        drawn += heat_map(review)
        drawn.append("</g>")
        y += HEIGHT + 28
        half = WIDTH // 2
        beside = [each for each in tables(review) if not each.name]
        for at in range(0, len(beside), 2):
            pair = beside[at : at + 2]
            for place, table in enumerate(pair):
                x = _EDGE + place * (half + _APART)
                drawn += _table(table, x, y, half - _APART)
            y += max(map(_height, pair))
        for table in tables(review):
            if table.name:
                drawn += _table(table.on_page(), _EDGE, y, WIDTH)
                y += _height(table)
    high = y + 12
    size = f'width="{_WIDTH}" height="{high}" viewBox="0 0 {_WIDTH} {high}"'
    ground = f'<rect class="ground" width="{_WIDTH}" height="{high}"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    name = f"<title>{safe(title(review))}</title>\n<style>{_STYLE}</style>"
    return "\n".join([head, name, ground, *drawn, "</svg>"]) + "\n"


def _header(review: YearReview) -> Iterator[str]:
    yield _text(_EDGE, 48, _cut(title(review), 44), "title")
    said = nothing(review) if is_empty(review) else subtitle(review)
    yield _text(_EDGE, 72, said, "quiet")


def _facts(review: YearReview, told: Sequence[Fact], y: int) -> Iterator[str]:
    a_row = fact_columns(len(told))
    step = (WIDTH + _APART) / a_row
    for at, each in enumerate(told):
        x, top = _EDGE + at % a_row * step, y + at // a_row * _FACT
        line = f'x1="{x:g}" x2="{x + step - _APART:g}" y1="{top}" y2="{top}"'
        yield f'<line class="line" {line}/>'
        yield _text(x, top + 17, each.label, "small")
        yield _text(x, top + 37, each.value, "value")
        if each.before:
            yield _text(x, top + 54, f"{review.year - 1}: {each.before}", "small")


def _height(table: Table) -> int:
    return _LINE * (len(table.rows) + 2) + 20


def _table(table: Table, x: float, y: int, width: float) -> Iterator[str]:
    """A table; its bars take what the columns leave."""
    yield _text(x, y, table.title, "head")
    widths = [
        min(max(map(cells, column)), _NAME) * _SIGN + 14
        for column in zip(table.heads, *(each.cells for each in table.rows), strict=True)
    ]
    columns = zip(*(each.cells for each in table.rows), strict=True)
    numbers = [is_number(column) for column in columns]
    bars = any(each.part is not None for each in table.rows)
    begins = [x + sum(widths[:at]) for at in range(len(widths) + 1)]
    for line, row in enumerate([table.heads, *(each.cells for each in table.rows)]):
        base = y + _LINE * (line + 1)
        for at, cell in enumerate(row):
            look = "small" if line == 0 else ""
            if numbers[at]:
                yield _text(begins[at + 1] - 14, base, cell, f"{look} number".strip())
            elif cell:
                yield _text(begins[at], base, _cut(cell, _NAME), look)
        if line and bars:
            part, room = table.rows[line - 1].part or 0, x + width - begins[-1]
            place = f'x="{begins[-1]:g}" y="{base - 9}" height="8" rx="4"'
            yield f'<rect class="rest" {place} width="{room:g}"/>'
            if part:
                yield f'<rect class="met" {place} width="{room * part:g}"/>'


def _text(x: float, y: float, text: str, look: str = "") -> str:
    kind = f' class="{look}"' if look else ""
    return f'<text{kind} x="{x:g}" y="{y:g}">{safe(text)}</text>'


def _cut(text: str, most: int) -> str:
    if cells(text) <= most:
        return text
    while cells(text) >= most:
        text = text[:-1]
    return f"{text}…"
