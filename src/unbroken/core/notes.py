"""What was written down: the note of a log, or why days were skipped."""

from __future__ import annotations

from datetime import date

from unbroken.core.reports import Skip
from unbroken.core.results import Log
from unbroken.core.typing import Final

Written = Log | Skip
"""A log with a note, or a skip with a reason."""

PAUSE: Final = "pause"
"""The reason of a skip that pausing a streak has made: nobody wrote that down."""


def day_of(written: Written) -> date:
    """The local date that something was written down for; of a skip its first."""
    return written.local_date if isinstance(written, Log) else written.first_day


def text_of(written: Written) -> str:
    """What was written down."""
    return written.note if isinstance(written, Log) else written.reason
