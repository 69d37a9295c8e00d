"""Makes an interchange document of many streaks over many years, always the same."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

OWNER = str(uuid5(NAMESPACE_OID, "owner"))
LAST = date(2026, 11, 20)
"""The last day with logs."""


def big_document(streaks: int, years: int) -> dict[str, Any]:
    """A document with a log a day for every streak: a third of them never broken."""
    days = [LAST - timedelta(days=number) for number in range(365 * years - 1, -1, -1)]
    keys = [f"habit-{number:03}" for number in range(streaks)]
    return {
        "format": "unbroken",
        "version": 1,
        "owners": [
            {
                "id": OWNER,
                "name": "me",
                "timezones": [
                    {"effective_from": "1970-01-01T00:00:00Z", "timezone": "Europe/Berlin"}
                ],
            }
        ],
        "streaks": [_streak(number, key) for number, key in enumerate(keys)],
        "logs": [
            _log(number, key, day + timedelta(days=0))
            for day in days
            for number, key in enumerate(keys)
        ],
    }


def _streak(number: int, key: str) -> dict[str, Any]:
    kinds: list[dict[str, Any]] = [
        {},
        {"aggregation_period": "weekly", "aggregation_target_value": 3},
        {"aggregation_method": "sum", "unit": "min", "aggregation_target_value": 20},
        {"grace_periods": 1, "completion_target_value": 30},
        {"aggregation_period": "monthly", "aggregation_method": "days"}
        | {"aggregation_target_value": 10},
    ]
    milestones = [{"milestone_target_value": 100, "title": "A hundred"}]
    return {"activity_type": key, "name": f"Habit {number}", "milestones": milestones} | kinds[
        number % len(kinds)
    ]


def _log(number: int, key: str, day: date) -> dict[str, Any]:
    hour, minute = 6 + number % 12, (number * 7 + day.toordinal()) % 60
    gap = number % 3 and (day.toordinal() * 31 + number * 17) % 40 == 0
    if gap:
        day -= timedelta(days=1)
    return {
        "activity_type": key,
        "owner_id": OWNER,
        "activity_at": f"{day}T{hour:02}:{minute:02}:00Z",
        "value": 25,
        "note": "",
    }
