"""A year in review as a page for a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from unbroken.core.year_review import YearReview
from unbroken.exchange.review_files.heat_map import HEIGHT, STYLE, WIDTH, heat_map
from unbroken.exchange.review_files.markup import COLORS, is_number, safe
from unbroken.wording.year_review import (
    Table,
    fact_columns,
    facts,
    is_empty,
    notes,
    nothing,
    subtitle,
    tables,
    title,
)

_STYLE: Final = (
    COLORS
    + STYLE
    + """
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 860px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
.about { color: var(--quiet); margin: 4px 0 28px; }
h2 { font-size: 13px; color: var(--quiet); margin: 0 0 8px; font-weight: 600; }
.facts { display: grid; grid-template-columns: repeat(var(--columns), 1fr); gap: 18px;
  margin: 0 0 32px; }
.facts div { border-top: 1px solid var(--line); padding-top: 8px; }
dt, .before { color: var(--quiet); font-size: 13px; }
dd { margin: 0; font-size: 19px; }
dd.before { font-size: 13px; }
.map { overflow-x: auto; margin-bottom: 32px; }
.map svg { display: block; min-width: 700px; width: 100%; height: auto;
  font-family: system-ui, sans-serif; }
.tables { display: grid; grid-template-columns: repeat(auto-fit, minmax(360px, 1fr)); gap: 32px; }
section { min-width: 0; overflow-x: auto; }
section.wide { grid-column: 1 / -1; }
table { border-collapse: collapse; } table.bars { width: 100%; }
th { color: var(--quiet); font-size: 12px; font-weight: 400; }
th, td { text-align: left; padding: 3px 14px 3px 0; vertical-align: baseline; white-space: nowrap; }
td.name { white-space: normal; overflow-wrap: break-word; min-width: 6em; max-width: 24em; }
td.number, th.number { text-align: right; }
td.bar { width: 99%; min-width: 60px; padding-right: 0; }
td.name + td.bar { width: 50%; }
td.bar span { display: block; height: 8px; border-radius: 4px; background: var(--rest); }
td.bar i { display: block; height: 8px; border-radius: 4px; background: var(--met); }
@media (max-width: 620px) {
  .facts { grid-template-columns: 1fr 1fr; }
  .facts div:first-child:nth-last-child(odd) { grid-column: 1 / -1; }
}
@media (max-width: 480px) {
  main { padding: 24px 14px 40px; }
  .tables { grid-template-columns: 1fr; }
}
@media print { main { padding: 0; } section, .map { break-inside: avoid; } }
"""
)
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def html_page(review: YearReview) -> str:
    """The whole page: no script in it, and nothing that is fetched."""
    return "\n".join(_lines(review)) + "\n"


def _lines(review: YearReview) -> Iterator[str]:
    name = safe(title(review))
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<title>{name}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>"
    yield f"<h1>{name}</h1>"
    if is_empty(review):
        yield f'<p class="about">{nothing(review)}</p>'
    else:
        yield from _body(review)
    yield "</main>\n</body>\n</html>"


def _body(review: YearReview) -> Iterator[str]:
    yield f'<p class="about">{safe(subtitle(review))}</p>'
    told = list(facts(review))
    yield f'<dl class="facts" style="--columns: {fact_columns(len(told))}">'
    for each in told:
        yield f"<div><dt>{each.label}</dt><dd>{safe(each.value)}</dd>"
        if each.before:
            yield f'<dd class="before">{review.year - 1}: {safe(each.before)}</dd>'
        yield "</div>"
    yield "</dl>"
    if notes(review):
        yield f'<p class="about">{" ".join(notes(review))}</p>'
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
    yield f'<div class="map"><svg {box} role="img" aria-label="The days of the year">'
    yield from heat_map(review)
    yield '</svg></div>\n<div class="tables">'
    for table in tables(review):
        yield from _table(table.on_page())
    yield "</div>"


def _table(table: Table) -> Iterator[str]:
    bars = any(each.part is not None for each in table.rows)
    wide = ' class="wide"' if table.name else ""
    kind = ' class="bars"' if bars else ""
    yield f"<section{wide}>\n<h2>{table.title}</h2>\n<table{kind}>\n<tr>"
    numbers = [is_number(each.cells[at] for each in table.rows) for at in range(len(table.heads))]
    for at, head in enumerate(table.heads):
        yield f"<th{_kind(numbers[at], at == table.name_at)}>{head}</th>"
    yield f"{'<th></th>' if bars else ''}</tr>"
    for row in table.rows:
        yield "<tr>"
        for at, cell in enumerate(row.cells):
            kind = _kind(numbers[at], at == table.name_at)
            yield f"<td{kind}>{safe(cell)}</td>"
        if bars:
            filled = f'<i style="width: {100 * (row.part or 0):.4g}%"></i>' if row.part else ""
            yield f'<td class="bar"><span>{filled}</span></td>'
        yield "</tr>"
    yield "</table>\n</section>"


def _kind(is_number: bool, is_name: bool) -> str:
    if is_name:
        return ' class="name"'
    return ' class="number"' if is_number else ""
