"""What was written down, on one line."""

from __future__ import annotations

from unbroken.core.notes import Written, text_of
from unbroken.core.reports import Skip
from unbroken.core.typing import Final
from unbroken.wording.dates import day_and_month

ALL_STREAKS: Final = "all streaks"
"""What the skips of all are called where else a streak's name stands."""


def note_line(written: Written) -> str:
    """A note, or `skipped until Fri 13 Mar: in bed` with why, on one line."""
    text = " ".join(text_of(written).split())
    if not isinstance(written, Skip):
        return text
    if written.last_day is None:
        return f"skipped from then on: {text}"
    if written.last_day == written.first_day:
        return f"skipped: {text}"
    last = day_and_month(written.last_day, written.first_day.year)
    return f"skipped until {last}: {text}"
