"""What was written down, each on a line with its day. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rich.cells import cell_len

from unbroken.core.notes import Written, day_of
from unbroken.core.text import unaccented
from unbroken.tui.drawing.line import fit
from unbroken.wording.dates import day_and_month
from unbroken.wording.notes import ALL_STREAKS, note_line
from unbroken.wording.symbols import UNICODE

_BEFORE: Final = 24
"""So many characters of a note at most stand before what was looked for in it."""
_NAME: Final = 20
"""Cells that a name takes at most."""


def note_lines(
    names: Mapping[str, str], year: int, found: Sequence[Written], sought: str, width: int
) -> list[str]:
    """Day, streak and note of each, in columns; without `names`, by activity type, no streak.

    `year` is the one that need not be said; a name takes a quarter of `width` at most.
    """
    days = [day_and_month(day_of(each), year) for each in found]
    told = [name_of(each, names) if names else "" for each in found]
    wide = max(map(cell_len, days), default=0)
    long = min(max(map(cell_len, told), default=0), _NAME, width // 4)
    gap = "  " if names else ""
    return [
        f"{day.ljust(wide)}  {fit(name, long, UNICODE)}{gap}{excerpt(note_line(each), sought)}"
        for day, name, each in zip(days, told, found, strict=True)
    ]


def name_of(written: Written, names: Mapping[str, str]) -> str:
    """The name of the streak that something was written down for."""
    key = written.activity_type
    return ALL_STREAKS if key is None else names.get(key, key)


def excerpt(note: str, sought: str) -> str:
    """A note on one line, from a little before what was looked for."""
    line = " ".join(note.split())
    at = unaccented(line).find(unaccented(sought.strip()))
    if at <= _BEFORE:
        return line
    _, _, rest = line[at - _BEFORE :].partition(" ")
    return f"… {rest}"
