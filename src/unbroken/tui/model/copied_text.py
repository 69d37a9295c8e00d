"""What is copied to the clipboard: plain sentences. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from unbroken.core.reports import Why
from unbroken.core.results import Enrolment, Log
from unbroken.core.text import clean
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.tui.model.calendar_words import log_row
from unbroken.wording.dates import long_day
from unbroken.wording.status import still_asked


def status_text(enrolment: Enrolment) -> str:
    """`Read: 14 of 20 min today, 6 min to go. 41 in a row, longest 162.`"""
    return clean(f"{enrolment.name}: {' '.join(_status(enrolment))}")


def _status(enrolment: Enrolment) -> Iterator[str]:
    if enrolment.status != "live":
        yield f"{enrolment.status}."
    elif enrolment.task_progress is not None:
        yield still_asked(enrolment.task_progress)
    yield f"{enrolment.current_streak} in a row, longest {enrolment.longest_streak}."


def why_text(why: Why) -> str:
    """The verdict, and the sentences that lead to it, each on a line."""
    return clean("\n".join((why.title, *why.lines)))


def log_text(page: CalendarPage, log: Log) -> str:
    """`Read, Sunday 1 March 2026, 07:40: 14 min, on the train`, the note as it was written."""
    row, streak = log_row(page, log), page.streaks.get(log.streak_id)
    name = log.activity_type if streak is None else streak.name
    day = f"{long_day(log.local_date)} {log.local_date.year}"
    said = ", ".join(each for each in (row.amount, log.note) if each)
    return clean(f"{name}, {day}, {row.time}" + (f": {said}" if said else ""))
