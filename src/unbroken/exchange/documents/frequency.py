"""How often a habit is due, as rules of a streak.

A yes/no habit that is due daily, or once in some days, counts its logs; one that is due several
times counts days. Seven days are a week and 30 or 31 a month; any other number of days is that many
days in a row, and where a tracker looks back over a rolling window, the periods here are fixed.
"""

from __future__ import annotations

from typing import Any

from unbroken.core.rules import LARGEST_EVERY


def period_for(times: int, days: int) -> tuple[str, int]:
    """The period that "`times` in `days` days" is counted over: its name and how many in a row."""
    if days <= 1 or times >= days:
        return "daily", 1
    if days == 7:
        return "weekly", 1
    if days in (30, 31):
        return "monthly", 1
    return "daily", min(days, LARGEST_EVERY)


def rules_for(times: int, days: int) -> tuple[dict[str, Any], bool]:
    """The rule fields of a yes/no habit that is due `times` times in `days` days.

    The second value is True where a rolling window of days became a fixed period.
    """
    period, every = period_for(times, days)
    single = period == "daily" and (every == 1 or times <= 1)
    fields = rule_fields(
        method="count" if single else "days",
        period=period,
        every=every,
        target=1 if single else max(times, 1),
    )
    return fields, (period, every) != ("daily", 1)


def rule_fields(
    *, method: str, period: str = "daily", every: int = 1, goal: str = "at_least", target: object
) -> dict[str, Any]:
    """The rule fields of a streak in the interchange document."""
    return {
        "aggregation_method": method,
        "aggregation_period": period,
        "every": every,
        "goal": goal,
        "aggregation_target_value": target,
    }
