"""Writing to the terminal: colours with a meaning, columns by display width, encodings."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from unbroken.core.text import cells, clean, one_line
from unbroken.core.typing import Final, TextIO
from unbroken.wording.symbols import ASCII, Shapes

_COLOURS: Final = {
    "met": "32",
    "risk": "1;33",
    "missed": "31",
    "dim": "2",
    "strong": "1",
}
OF_STATES: Final = {
    "met": "met",
    "over": "met",
    "missed": "missed",
    "skipped": "dim",
    "tie": "dim",
}
"""The meaning of a day's or a period's state; others are not painted."""
_INK: Final = {meaning: chr(0xD800 + place) for place, meaning in enumerate(_COLOURS)}
"""By meaning: what stands before coloured text until it is written.

A lone surrogate can come from no database and no command line, so nothing else is taken for one.
"""
_PLAIN: Final = chr(0xD800 + len(_COLOURS))
"""What stands behind coloured text."""
_MARKS: Final = "".join(_INK.values()) + _PLAIN
_CODES: Final = {ord(_INK[meaning]): f"\x1b[{code}m" for meaning, code in _COLOURS.items()} | {
    ord(_PLAIN): "\x1b[0m"
}
_WIDTH: Final = 80
_HEIGHT: Final = 24


class Unwritten(OSError):
    """The answer could not be written; what was asked is done all the same."""


def say(text: str, stream: TextIO | None, end: str = "\n") -> None:
    """Writes text for people: the one way of what is stored to a terminal, which it cannot steer.

    Raises what `write` does.
    """
    write(shown(fitted(text, stream)), stream, end)


def fitted(text: str, stream: TextIO | None) -> str:
    """Text whose sentences break between words, where a terminal has too few columns for them.

    A row of a table, which has gaps, stays as it is.
    """
    room = width(stream) if is_terminal(stream) else 0
    lines = text.split("\n")
    if not room or all(len(line) <= room // 2 for line in lines):  # a sign takes two at most
        return text
    return "\n".join(part for line in lines for part in _parts(line, room))


def _parts(line: str, room: int) -> Iterator[str]:
    """The lines that a line becomes; each is set in as far as that is."""
    words = line.split()
    inset = line[: len(line) - len(line.lstrip())]
    if cells(line) <= room or "  " in line.strip() or not words:
        yield line
        return
    part = inset + words[0]
    for word in words[1:]:
        if cells(part) + 1 + cells(word) > room:
            yield part
            part = inset + word
        else:
            part += f" {word}"
    yield part + line[len(line.rstrip()) :]


def shown(text: str) -> str:
    """Text for people as it is written: harmless, and in colour where some of it is painted."""
    if not (text.isascii() and text.isprintable()):
        text = clean(text, _MARKS)
    return text.translate(_CODES)


def write(text: str, stream: TextIO | None, end: str = "\n") -> None:
    """Writes text as it is to a stream; what it cannot show becomes a question mark.

    It is text of this program's own making, or that of a file: see `say` for any other. Raises
    BrokenPipeError where nobody reads any more, and Unwritten where there is no room.
    """
    if stream is None:
        return
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "replace").decode(encoding, "replace") + end)
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Unwritten(error.errno, error.strerror) from error


def error_line(text: str) -> None:
    """One line on standard error."""
    say(text, sys.stderr)


def discard() -> None:
    """Leaves nothing for the interpreter to flush into a standard output that is gone."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person looks at a stream, or types into it."""
    return stream is not None and stream.isatty()


def typed_line() -> str:
    """The next line of standard input, empty at its end; of what is no text in it one U+FFFD."""
    try:
        return sys.stdin.readline() if sys.stdin else ""
    except UnicodeDecodeError:
        return "\ufffd\n"


def width(stream: TextIO | None = None) -> int:
    """The columns of the terminal that a stream is, or else of standard output; 80 without one."""
    return _size(stream or sys.stdout)[0] or _WIDTH


def height() -> int:
    """The lines of the terminal; 24 where there is none."""
    return _size(sys.stdout)[1] or _HEIGHT


def _size(stream: TextIO | None) -> tuple[int, int]:
    if stream is None or not is_terminal(stream):
        return 0, 0
    try:
        return os.get_terminal_size(stream.fileno())
    except OSError:
        return 0, 0


def is_colourful() -> bool:
    """Colour only on a terminal that has it, and never with NO_COLOR."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM", "") == "dumb"
    return not plain and _is_known_terminal(sys.stdout)


@lru_cache(1)
def _is_known_terminal(stream: TextIO | None) -> bool:
    """What `is_terminal` says, asked once for all cells of a table."""
    return is_terminal(stream)


def is_ascii_only() -> bool:
    """Whether standard output cannot show the shapes of Unicode."""
    encoding = (sys.stdout and sys.stdout.encoding) or "utf-8"
    try:
        "■▣□·▲○━╸─—“”…".encode(encoding)
    except UnicodeEncodeError:
        return True
    return False


def paint(text: str, meaning: str) -> str:
    """Text in the colour of a meaning, where there is colour, for `say`."""
    ink = _INK.get(meaning)
    return f"{ink}{text}{_PLAIN}" if ink and text.strip() and is_colourful() else text


def fit(text: str, most: int, shapes: Shapes) -> str:
    """A text on one line, cut to at most so many columns."""
    text = _in_line(text)
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
    whole = [[cell if isinstance(cell, tuple) else (cell, "") for cell in row] for row in rows]
    table = [[(_in_line(text), meaning) for text, meaning in row] for row in whole]
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


def _in_line(text: str) -> str:
    """A text on one line, as it will be written: its width is known then."""
    return text if text.isprintable() else one_line(text, len(text))
