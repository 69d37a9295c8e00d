"""A year in review in Markdown: tables, and the days as signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from unbroken.core.text import clean
from unbroken.core.year_review import YearReview
from unbroken.wording.heat_map import heat_map
from unbroken.wording.symbols import UNICODE
from unbroken.wording.year_review import facts, is_empty, notes, nothing, subtitle, tables, title

_MARKS: Final = re.compile(r"([\\`*_\[\]|~$^=#!])")
"""Signs that mean something in Markdown wherever they stand in a line."""
_CELLS: Final = 100


def markdown_page(review: YearReview) -> str:
    """The whole page."""
    return "\n".join(_lines(review)) + "\n"


def _lines(review: YearReview) -> Iterator[str]:
    yield f"# {_plain(title(review))}\n"
    if is_empty(review):
        yield nothing(review)
        return
    yield f"{subtitle(review)}\n"
    known = list(facts(review))
    heads = ["", str(review.year), *([str(review.year - 1)] if review.before else [])]
    yield from _table(heads, ((each.label, each.value, each.before) for each in known))
    if notes(review):
        yield f"\n{' '.join(notes(review))}"
    yield "\n## Days\n\n```text"
    for told in heat_map(review, _CELLS, UNICODE):
        yield "".join(text for text, _ in told).rstrip()
    yield "```"
    for table in tables(review):
        page = table.on_page()
        yield f"\n## {page.title}\n"
        yield from _table(page.heads, (each.cells for each in page.rows))


def _table(heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    heads = list(heads)
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join('---' for _ in heads)} |"
    for row in rows:
        yield f"| {' | '.join(_plain(cell) for cell in row[: len(heads)])} |"


def _plain(text: str) -> str:
    """A text in which nothing is markup: neither Markdown's nor HTML's."""
    line = " ".join(clean(text).split())
    return escape(_MARKS.sub(r"\\\1", line), quote=False)
