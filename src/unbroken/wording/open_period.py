"""What is done in an open period, or why it asks for nothing, each in ever fewer cells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from unbroken.core.results import Streak
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


def amount_words(streak: Streak, value: Decimal, target: Decimal) -> tuple[str, ...]:
    """A period's value against its target: `14 / 20 min`, `1 of 3 this week`, `not yet`."""
    done, asked = amount(value), amount(target)
    short = f"{done}/{asked}"
    unit = f" {streak.unit}" if streak.unit else ""
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
