"""What skipped days leave to be done, in words."""

from __future__ import annotations

from collections.abc import Sequence

from unbroken.core.day_states import CalendarPeriod
from unbroken.core.results import Streak
from unbroken.core.text import listed
from unbroken.core.typing import Final
from unbroken.wording.dates import short_day
from unbroken.wording.rules import period_noun

_NAMED: Final = 3
"""Streaks that are named; of more than that there is a number."""


def days_still_asked(asking: Sequence[tuple[Streak, CalendarPeriod]]) -> str:
    """That periods of which only some days are skipped rest no more than before (docs/domain.md
    4.3); of one streak with the days of the first of them. Empty where there are none.
    """
    names = list(dict.fromkeys(streak.name for streak, _ in asking))
    if len(names) > 1:
        who = listed(names) if len(names) <= _NAMED else f"{len(names)} streaks"
        return f"{who} still ask: they rest only where all days of their periods are skipped."
    if not asking:
        return ""
    streak, period = asking[0]
    noun = period_noun(streak.aggregation_period, streak.every)
    asks = "still asks" if streak.goal == "at_least" else "keeps its limit"
    return (
        f"The {noun} {asks}: it rests only where all of its days are skipped,"
        f" {short_day(period.first_day)} to {short_day(period.last_day)}."
    )
