"""How a streak stands today, and what is done in its open period, in words."""

from __future__ import annotations

from unbroken.core.results import Streak, TaskProgress
from unbroken.core.typing import Final
from unbroken.wording.amounts import amount, behind, of_asked, of_unit
from unbroken.wording.dates import MONTHS

THIS_PERIOD: Final = {
    "daily": "today",
    "weekly": "this week",
    "monthly": "this month",
    "quarterly": "this quarter",
    "yearly": "this year",
}
"""A single period that holds today, by its length."""


STRIPS: Final = (7, 14, 30, 60)
"""How many of a streak's last periods are shown beside it, by the room there is."""


def count_texts(done: int, left: int, now: int, missed: int) -> tuple[str, str, str, str]:
    """How many streaks stand how: `3 done`, `3 left`, `1 now`, `1 missed`."""
    return f"{done} done", f"{left} left", f"{now} now", f"{missed} missed"


def period_words(task: TaskProgress) -> str:
    """`today`, `this week`; for a longer window the day until which it lasts."""
    first, last = task.first_day, task.last_day
    months = (last.year - first.year) * 12 + last.month - first.month
    single = {
        "daily": first == last,
        "weekly": (last - first).days == 6,
        "monthly": months == 0,
        "quarterly": months == 2,
        "yearly": months == 11,
    }
    if single[task.period]:
        return THIS_PERIOD[task.period]
    year = "" if last.year == first.year else f" {last.year}"
    return f"until {last.day} {MONTHS[last.month - 1]}{year}"


def done_already(streak: Streak, task: TaskProgress | None) -> str:
    """`done already today`, of an open period that asks for no more logs; else nothing."""
    counts = task is not None and task.goal == "at_least" and streak.aggregation_method != "sum"
    if task is None or not (counts and task.met):
        return ""
    when = period_words(task)
    return f"done already {'in this period' if when.startswith('until') else when}"


def of_target(task: TaskProgress) -> str:
    """What is done of what is asked: `14 of 20 min today`, `2 of at most 3 this week`; of more than
    that `25 min today, more than 20`.
    """
    when = period_words(task)
    if task.goal == "at_most" and not task.target:
        return f"{of_unit(task.value, task.unit)} {when}" if task.value else f"none {when}"
    if task.value > task.target:
        done = f"{of_unit(task.value, task.unit)} {when}"
        return of_asked(done, amount(task.target), over=True)
    asked = f"{'at most ' if task.goal == 'at_most' else ''}{amount(task.target)}"
    return of_asked(amount(task.value), asked, f"{behind(task.unit)} {when}", over=False)


def still_asked(task: TaskProgress) -> str:
    """What is missing, or what room is left, in a sentence about the open period."""
    if task.goal == "at_least":
        rest = of_unit(task.remaining, task.unit)
        over = task.value > task.target
        return f"{of_target(task)}{':' if over else ','} {'done' if task.met else rest + ' to go'}."
    if task.value > task.target:
        return f"{of_target(task)}: over the limit."
    if task.remaining:
        return f"{of_target(task)}, room for {amount(task.remaining)} more."
    return f"{of_target(task)}{', no room for more' if task.target else ''}."


def fraction(task: TaskProgress) -> float:
    """How much of a bar is filled, from 0 to 1."""
    if task.target == 0:
        return 1.0 if task.value else 0.0
    return min(float(task.value / task.target), 1.0)
