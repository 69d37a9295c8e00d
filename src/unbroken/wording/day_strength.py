"""How a day is shown where its state is told finer than met or not."""

from __future__ import annotations

from unbroken.core.results import CalendarDay, Streak


def strength(streak: Streak | None, day: CalendarDay, *, tied: bool = False) -> str:
    """A day's state, told finer by how much was done on it: `low` is less than half of what was
    asked, `over` half as much again. Of a period longer than a day there is only its state.
    """
    asked = day.target or 0
    if tied or not asked or (streak is not None and streak.goal == "at_most"):
        return day.state
    if day.state == "partial" and 2 * day.value < asked:
        return "low"
    if streak is not None and day.state == "met" and 2 * day.value >= 3 * asked:
        return "over"
    return day.state
