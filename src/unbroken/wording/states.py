"""The states of a calendar day in words: for one streak, for all together, and in a legend."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from unbroken.core.day_states import CalendarPeriod
from unbroken.core.results import CalendarDay, Streak
from unbroken.core.text import counted
from unbroken.core.typing import Final
from unbroken.wording.amounts import amount, of_asked, unit_behind
from unbroken.wording.dates import long_day
from unbroken.wording.rules import period_noun

STATES: Final = {
    "met": "met",
    "partial": "partly met",
    "missed": "missed",
    "skipped": "skipped",
    "open": "open",
    "future": "to come",
    "off": "off",
    "none": "nothing asked",
}
"""Every state of a day or a period, in full."""

HOLDS: Final = "holds so far"
"""The open period of a limit that is kept: it is met once that is over."""

LEGEND: Final = (
    ("met", "met"),
    ("partial", "partly"),
    ("missed", "missed"),
    ("skipped", "skipped"),
    ("open", "open"),
)
"""The states that have a symbol, each with what it means in few cells."""

LEGEND_OF_ONE: Final = (
    LEGEND[0],
    ("over", "well over"),
    *LEGEND[1:],
    ("kept", HOLDS),
    ("tie", "no log that day"),
)
"""The same, with what a map of days has beside them (`drawn_state`)."""

LEGEND_OF_ALL: Final = (
    ("met", "all met"),
    ("partial", "half or more"),
    ("low", "below half"),
    ("missed", "none"),
    ("skipped", "skipped"),
    ("open", "open"),
)
"""What the symbols mean where one day stands for several streaks."""


def was_asked(streak: Streak, period: CalendarPeriod) -> str:
    """What another period than the open one holds: `14 of 20 min, missed`."""
    if period.target is None:
        return STATES[period.state]
    over = period.value > period.target
    most = "at most " if streak.goal == "at_most" and not over else ""
    asked, unit = f"{most}{amount(period.target)}", unit_behind(streak)
    done = of_asked(amount(period.value), asked, unit, over=over)
    return f"{done}, {STATES[period.state]}"


def done_before(streak: Streak, period: CalendarPeriod) -> str:
    """`done already on Friday 20 November`, of another period than the open one that asks for no
    more logs; else nothing.
    """
    counts = streak.goal == "at_least" and streak.aggregation_method != "sum"
    if not (counts and period.state == "met"):
        return ""
    if period.first_day == period.last_day:
        return f"done already on {long_day(period.first_day)}"
    return f"done already in that {period_noun(streak.aggregation_period, streak.every)}"


def began_earlier(streak: Streak, day: date, missed: int) -> str:
    """`Read begins with Friday 20 November 2026 now; 9 days since count as missed.`"""
    said = f"{streak.name} begins with {long_day(day)} {day.year} now"
    if not missed:
        return f"{said}."
    noun = period_noun(streak.aggregation_period, streak.every)
    counts = "counts" if missed == 1 else "count"
    return f"{said}; {counted(missed, noun)} since {counts} as missed."


def not_over_words(days: Iterable[CalendarDay], today: date) -> str:
    """`no day is over yet; 3 of 6 met today`, of all streaks where nothing is decided; empty where
    nothing is met today either.
    """
    met = (each for each in days if each.date == today and each.value and each.target)
    told = [f"{each.value} of {each.target} met today" for each in met]
    return f"no day is over yet; {told[0]}" if told else ""
