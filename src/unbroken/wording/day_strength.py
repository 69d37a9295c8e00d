"""How a calendar draws a day, where that tells more than whether it is met."""

from __future__ import annotations

from datetime import date

from unbroken.core.results import CalendarDay, Streak


def drawn_state(streak: Streak | None, day: CalendarDay, today: date) -> str:
    """A day's state as it is drawn: of one streak (None: of all together), seen on `today`.

    `over` is half as much again as was asked; `low`, of all streaks alone, less than half of it.
    Each day of a period longer than a day has the period's state; of one that asks for something
    and is met or begun only days with a log do: another is a `tie`. One to come is `future`. A
    limit that holds in its open period is `kept`.
    """
    asked, state = day.target or 0, day.state
    if state == "open" and day.date > today:
        return "future"
    if streak is None:
        return "low" if state == "partial" and 2 * day.value < asked else state
    if streak.goal == "at_most":
        return "kept" if state == "open" else state
    if streak.aggregation_period == "daily" and streak.every == 1:
        return "over" if state == "met" and asked and 2 * day.value >= 3 * asked else state
    if day.logs or state not in ("met", "partial"):
        return state
    return "tie" if day.date <= today else "future"
