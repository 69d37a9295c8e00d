"""Notes that were found, each on a line with its day. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len

from unbroken.core.results import Log
from unbroken.core.text import unaccented
from unbroken.tui.model.dashboard_page import Page
from unbroken.wording.dates import day_and_month

_BEFORE: Final = 24
"""So many characters of a note at most stand before what was looked for in it."""


def note_lines(page: Page, logs: Sequence[Log], sought: str) -> list[str]:
    """Day, streak and note of each log, in columns."""
    days = [day_and_month(log.local_date, page.today.year) for log in logs]
    names = [
        page.streaks[log.streak_id].name if log.streak_id in page.streaks else log.activity_type
        for log in logs
    ]
    wide, long = max(map(cell_len, days), default=0), max(map(cell_len, names), default=0)
    long = min(long, 20)
    return [
        f"{day.ljust(wide)}  {name[:long].ljust(long)}  {excerpt(log.note, sought)}"
        for day, name, log in zip(days, names, logs, strict=True)
    ]


def excerpt(note: str, sought: str) -> str:
    """A note on one line, from a little before what was looked for."""
    line = " ".join(note.split())
    at = unaccented(line).find(unaccented(sought.strip()))
    if at <= _BEFORE:
        return line
    _, _, rest = line[at - _BEFORE :].partition(" ")
    return f"… {rest}"
