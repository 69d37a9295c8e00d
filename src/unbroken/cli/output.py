"""Writing to the terminal: colours with a meaning, columns by display width, encodings."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Final, TextIO

from unbroken.wording.symbols import ASCII, Shapes

_COLOURS: Final = {
    "met": "32",
    "risk": "1;33",
    "missed": "31",
    "dim": "2",
    "strong": "1",
}
_WIDTH: Final = 80


def write(text: str, stream: TextIO | None, end: str = "\n") -> None:
    """Writes text to a stream; what it cannot show becomes a question mark."""
    if stream is None:
        return
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding, "replace") + end)
    stream.flush()


def error_line(text: str) -> None:
    """One line on standard error."""
    write(text, sys.stderr)


def discard() -> None:
    """Leaves nothing for the interpreter to flush into a standard output that is gone."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person looks at a stream, or types into it."""
    return stream is not None and stream.isatty()


def width() -> int:
    """The columns of the terminal; 80 where there is none."""
    if not is_terminal(sys.stdout):
        return _WIDTH
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _WIDTH
    except OSError:
        return _WIDTH


def is_colourful() -> bool:
    """Colour only on a terminal that has it, and never with NO_COLOR."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM", "") == "dumb"
    return not plain and is_terminal(sys.stdout)


def is_ascii_only() -> bool:
    """Whether standard output cannot show the shapes of Unicode."""
    encoding = (sys.stdout and sys.stdout.encoding) or "utf-8"
    try:
        "■▣□·▲○━╸─—“”…".encode(encoding)
    except UnicodeEncodeError:
        return True
    return False


def paint(text: str, meaning: str) -> str:
    """Text in the colour of a meaning, where there is colour."""
    code = _COLOURS.get(meaning)
    return f"\x1b[{code}m{text}\x1b[0m" if code and text.strip() and is_colourful() else text


def cells(text: str) -> int:
    """How many columns a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width  # most text is ASCII

    taken = 0
    for char in text:
        if category(char) not in ("Mn", "Me", "Cf"):
            taken += 2 if east_asian_width(char) in "WF" else 1
    return taken


def fit(text: str, most: int, shapes: Shapes) -> str:
    """A text cut to at most so many columns."""
    if cells(text) <= most:
        return text
    mark = "." if shapes is ASCII else "…"
    while cells(text) > most - 1:
        text = text[:-1]
    return text.rstrip() + mark


Cell = tuple[str, str]
"""A text and the meaning of its colour."""


def head(*titles: str) -> list[str | Cell]:
    """The row of titles of a table."""
    return [(title, "dim") for title in titles]


def columns(rows: Sequence[Sequence[str | Cell]], right: Iterable[int] = ()) -> list[str]:
    """Rows as lines of aligned columns; those numbered in `right` end at one edge."""
    table = [[cell if isinstance(cell, tuple) else (cell, "") for cell in row] for row in rows]
    most = max(map(len, table), default=0)
    widths = [max(cells(row[i][0]) for row in table if i < len(row)) for i in range(most)]
    edges = set(right)
    lines = []
    for row in table:
        line = ""
        for index, (text, meaning) in enumerate(row):
            blank = " " * (widths[index] - cells(text))
            shown = paint(text, meaning)
            line += ("  " if index else "") + (blank + shown if index in edges else shown + blank)
        lines.append(line.rstrip())
    return lines
