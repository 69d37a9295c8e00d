"""Sentences in lines of so many cells. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len
from textual.content import Content

_TOGETHER: Final = re.compile(r"(?:\(?\d[\d.,]* )?\S+\s*|\s+")
"""A word with the blanks behind it; a number has its word with it, as in `(12 h)`, `6 min`."""


def fold(text: Content, width: int) -> Content:
    """A text in lines of at most so many cells, none of which ends between a number and what it
    counts. Textual itself would break it at any blank, and breaks what is longer than a line.
    """
    lines = [text[start:end] for start, end in _lines(text.plain, max(width, 1))]
    return Content("\n").join(line.rstrip() for line in lines)


def _lines(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends."""
    start = 0
    for paragraph in text.split("\n"):
        at, used = start, 0
        for found in _TOGETHER.finditer(paragraph):
            cells = cell_len(found[0].rstrip())
            if used and used + cells > width:
                yield at, start + found.start()
                at, used = start + found.start(), 0
            used += cell_len(found[0])
        yield at, start + len(paragraph)
        start += len(paragraph) + 1
