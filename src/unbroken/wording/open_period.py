"""What is done in an open period, or why it asks for nothing, each in ever fewer cells."""

from __future__ import annotations

from datetime import date

from unbroken.core.results import Streak, TaskProgress
from unbroken.wording.amounts import amount
from unbroken.wording.dates import day_and_month
from unbroken.wording.rules import span
from unbroken.wording.status import THIS_PERIOD


def rest_words(rests: str, begins_on: date | None) -> tuple[str, ...]:
    """Why a streak rests: `off today`, `paused`, `from Tue 1 Dec`; nothing for one that counts.

    `rests` is the reason as the engine names it, `begins_on` the first day that counts, where that
    is to come.
    """
    if rests == "later" and begins_on is not None:
        day = day_and_month(begins_on)
        return f"from {day}", day.partition(" ")[2]
    if rests == "off":
        return "off today", "off"
    return (rests,) if rests else ()


def amount_words(streak: Streak, task: TaskProgress) -> tuple[str, ...]:
    """The period's value against its target: `14 / 20 min`, `1 of 3 this week`, `not yet`."""
    value, target = amount(task.value), amount(task.target)
    short = f"{value}/{target}"
    if task.goal == "at_most":
        return _limits(task, value, target)
    if streak.aggregation_method == "sum":
        unit = f" {task.unit}" if task.unit else ""
        return f"{value} / {target}{unit}", f"{value} / {target}", short
    if task.value == task.target:
        return ("done",)
    if task.target == 1 and not task.value:
        return ("not yet",)
    when = _when(streak)
    if streak.aggregation_method == "days":
        return f"{value} of {target} days {when}", f"{value} of {target} days", short
    return f"{value} of {target} {when}", f"{value} of {target}", short


def _limits(task: TaskProgress, value: str, target: str) -> tuple[str, ...]:
    if not task.target:
        return (f"{value} too many", value) if task.value else ("clean so far", "clean")
    if not task.met:
        return f"{amount(task.value - task.target)} too many", f"{value}/{target}"
    unit = f" {task.unit}" if task.unit else ""
    return f"{value} of {target}{unit} at most", f"{value} / {target} at most", f"{value}/{target}"


def _when(streak: Streak) -> str:
    if streak.every == 1:
        return THIS_PERIOD[streak.aggregation_period]
    return "in " + span(streak.aggregation_period, streak.every)
