"""What is done in an open period, or why it asks for nothing, each in ever fewer cells."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from unbroken.core.results import Enrolment, Streak
from unbroken.core.typing import NamedTuple
from unbroken.wording.amounts import amount, behind
from unbroken.wording.dates import day_and_month, left_words
from unbroken.wording.rules import span
from unbroken.wording.status import THIS_PERIOD, fraction
from unbroken.wording.symbols import Shapes


class OpenPeriod(NamedTuple):
    """An open period as a list tells it. `part` of its target is done (0 to 1), None where there is
    nothing to fill; `amounts` and `left` say the same in ever fewer cells.
    """

    part: float | None
    amounts: tuple[str, ...]
    left: tuple[str, ...]


def open_period(
    streak: Streak,
    enrolment: Enrolment,
    rests: str,
    left: tuple[str, ...],
    running: tuple[str, ...],
) -> OpenPeriod:
    """What is done in a streak's open period, or why it `rests`, and how much time is `left`.

    How long a timer is `running` stands in place of that; and where there is room for no more than
    that, in place of what is done.
    """
    said, task = rest_words(rests, enrolment.begins_on), enrolment.task_progress
    shown = running or left[1:] or left
    if task is None or said:
        return OpenPeriod(None, (*(said or ("",)), *running[-1:]), shown)
    amounts = amount_words(streak, task.value, task.target)
    part = fraction(task) if task.target else None
    return OpenPeriod(part, (*amounts, *running[-1:]), shown)


def ends_texts(enrolment: Enrolment, today: date, *, presses: bool) -> tuple[str, ...]:
    """How long the open period lasts where that `presses`, in ever fewer cells; else nothing."""
    task = enrolment.task_progress
    if task is None or not presses:
        return ()
    return left_words(task.seconds_left, task.last_day, today)


def running_words(enrolment: Enrolment, now: datetime, shapes: Shapes) -> tuple[str, ...]:
    """How long a timer runs, in ever fewer cells; nothing where none does."""
    since = enrolment.timer_started_at
    if since is None:
        return ()
    from unbroken.wording.timers import timer_words  # mostly none runs

    return timer_words(int((now - since).total_seconds()), shapes)


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


def amount_words(streak: Streak, value: Decimal, target: Decimal) -> tuple[str, ...]:
    """A period's value against its target: `14 / 20 min`, `1 of 3 this week`, `not yet`."""
    done, asked = amount(value), amount(target)
    short = f"{done}/{asked}"
    unit = behind(streak.unit)
    if streak.goal == "at_most":
        if not target:
            return (f"{done} too many", done) if value else ("clean so far", "clean")
        if value > target:
            return f"{amount(value - target)} too many", short
        return f"{done} of {asked}{unit} at most", f"{done} / {asked} at most", short
    if streak.aggregation_method == "sum":
        return f"{done} / {asked}{unit}", f"{done} / {asked}", short
    if value == target:
        return ("done",)
    if target == 1 and not value:
        return ("not yet",)
    if target == 1 and streak.aggregation_method == "count":
        return f"{done} times {_when(streak)}", f"{done} times", done
    days = " days" if streak.aggregation_method == "days" else ""
    return f"{done} of {asked}{days} {_when(streak)}", f"{done} of {asked}{days}", short


def _when(streak: Streak) -> str:
    if streak.every == 1:
        return THIS_PERIOD[streak.aggregation_period]
    return "in " + span(streak.aggregation_period, streak.every)
