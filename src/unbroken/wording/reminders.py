"""What a reminder says, and how reminders come."""

from __future__ import annotations

from unbroken.core.results import Enrolment, TaskProgress
from unbroken.core.typing import Final
from unbroken.wording.dates import time_left
from unbroken.wording.status import period_words, still_asked

REMINDERS_COME: Final = (
    "Reminders come while the app is open; `unbroken remind install` has them sent always."
)
"""What is said where nothing sends them by itself."""


def reminder_text(enrolment: Enrolment, task: TaskProgress) -> str:
    """`14 of 20 min today, 6 min to go. 2 h left; 12 in a row are at stake.`"""
    asked = still_asked(task)
    if task.target == 1 and not task.value and not task.unit:
        asked = f"Not yet {period_words(task)}."
    stake = ""
    if enrolment.at_risk and enrolment.current_streak > 1:
        stake = f"; {enrolment.current_streak:,} in a row are at stake"
    return f"{asked} {time_left(task.seconds_left)} left{stake}."
