"""A database with a streak of every kind, always with the same ids, and how it is made."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from unbroken import open_engine

ANN = "0a000000-0000-4000-8000-000000000001"
BEN = "0a000000-0000-4000-8000-000000000002"
FIRST = date(2026, 1, 1)
TODAY = date(2026, 3, 11)
MOMENT = datetime(2026, 3, 11, 10, tzinfo=UTC)


def fixed_id(kind: int, number: int) -> str:
    """The id of the nth thing of a kind."""
    return f"{kind:08x}-0000-4000-8000-{number:012d}"


def _streak(number: int, key: str, name: str, **rules: Any) -> dict[str, Any]:
    base = {"id": fixed_id(2, number), "activity_type": key, "name": name}
    return {**base, "starts_on": FIRST.isoformat(), **rules}


def _milestones(number: int, *given: tuple[int, str]) -> list[dict[str, Any]]:
    return [
        {"id": fixed_id(3, 100 * number + index), "milestone_target_value": at, "title": title}
        for index, (at, title) in enumerate(given)
    ]


def _sum(target: float, unit: str, **rules: Any) -> dict[str, Any]:
    rules = {"aggregation_method": "sum", "unit": unit, **rules}
    return {"aggregation_target_value": target, **rules}


STREAKS: list[dict[str, Any]] = [
    _streak(
        1,
        "read",
        "Read",
        **_sum(20, "min", group="Mind", color="green", description="Pages, not screens."),
        targets=[{"from_day": "2026-02-02", "aggregation_target_value": 25.5}],
        milestones=_milestones(1, (7, "A week"), (30, "A month of pages")),
    ),
    _streak(2, "walk", "Walk", grace_periods=1),
    _streak(3, "coffee", "Coffee", goal="at_most", aggregation_target_value=2, group="Less"),
    _streak(4, "no-sugar", "No sugar", goal="at_most", aggregation_target_value=0, group="Less"),
    _streak(
        5,
        "gym",
        "Gym",
        aggregation_method="days",
        aggregation_period="weekly",
        aggregation_target_value=3,
        color="#aa5500",
    ),
    _streak(6, "family", "Call the family", aggregation_period="weekly", every=2),
    _streak(
        7,
        "guitar",
        "Guitar",
        schedule=["monday", "tuesday", "wednesday", "thursday", "friday"],
        group="Mind",
    ),
    _streak(
        8,
        "drawing",
        "Ten drawings",
        completion_target_value=10,
        milestones=_milestones(8, (5, "Five sheets"), (10, "Ten sheets")),
    ),
    _streak(9, "meditate", "Meditate", strict=True, aggregation_target_value=2),
    _streak(10, "run", "Running", **_sum(60, "km", aggregation_period="monthly")),
    _streak(
        11,
        "museums",
        "Museums",
        aggregation_period="yearly",
        aggregation_target_value=6,
        status="archived",
        archived_at="2026-02-15T09:00:00Z",
    ),
    _streak(12, "yoga", "Yoga", status="paused", every=3),
    _streak(13, "taxes", "Taxes", aggregation_period="quarterly"),
    _streak(14, "swim", "Swim", starts_on="2026-04-01"),
    _streak(15, "kanji", "日本語 💪 Ünï", description="Ten a day.\nSlowly."),
    _streak(16, "piano", "Piano", completion_target_value=60, grace_periods=2),
    _streak(17, "budget", "Budget", **_sum(100, "€", goal="at_most", aggregation_period="weekly")),
]


def _done(key: str, ago: int, day: date) -> list[tuple[str, float, str]]:
    """(time in UTC, value, note) of each log of a streak on a day so many days ago."""
    weekday = day.weekday()
    patterns: dict[str, list[tuple[str, float, str]]] = {
        "read": [("06:30:00", 12.25, "on the train"), ("21:10:00", 15, "")],
        "walk": [("17:00:00", 1, "")] if ago not in (9, 20, 21, 44) and ago else [],
        "coffee": [("08:00:00", 1, "")] * (3 if ago in (13, 40) else 1 + ago % 2),
        "no-sugar": [("14:00:00", 1, "cake")] if ago in (25, 60) else [],
        "gym": [("18:00:00.5", 1, "legs")] if weekday in (0, 2, 4) and not 15 < ago < 22 else [],
        "family": [("16:00:00", 1, "")] if weekday == 6 and ago % 3 else [],
        "guitar": [("19:30:00", 1, "")] if weekday < 5 and ago not in (0, 33) else [],
        "drawing": [("20:00:00", 1, "")] if 38 < ago < 52 or 0 < ago < 5 else [],
        "meditate": [("05:45:00", 1, ""), ("22:30:00", 1, "")] if ago != 29 else [],
        "run": [("07:15:00", 8.125, "rain")] if weekday in (1, 5) else [],
        "museums": [("13:00:00", 1, "")] if ago in (40, 55) else [],
        "yoga": [("06:00:00", 1, "")] if ago > 30 and ago % 2 else [],
        "taxes": [("10:00:00", 1, "done, at last")] if ago == 50 else [],
        "kanji": [("12:00:00", 1, "“ten”")] if ago % 7 else [],
        "piano": [("15:00:00", 1, "")] if ago % 5 else [],
        "budget": [("11:00:00", 17.3, "")] if ago % 2 else [],
    }
    if key == "read" and ago in (0, 17, 18):
        return []
    return patterns.get(key, [])


def _logs() -> list[dict[str, Any]]:
    logs: list[dict[str, Any]] = []
    for key, owner in (*((each["activity_type"], ANN) for each in STREAKS), ("walk", BEN)):
        for ago in range((TODAY - FIRST).days, -1, -1):
            day = TODAY - timedelta(days=ago)
            for clock, value, note in _done(key, ago + (owner == BEN), day):
                at = f"{day}T{clock}Z"
                if datetime.fromisoformat(at) >= MOMENT:
                    continue
                number = len(logs) + 1
                logs.append(
                    {
                        "id": fixed_id(4, number),
                        "activity_type": key,
                        "owner_id": owner,
                        "activity_at": at,
                        "value": value,
                        "note": note,
                        "unique_identifier": f"given-{number}" if number % 50 == 0 else None,
                    }
                )
    return logs


def _zones(*entries: tuple[str, str]) -> list[dict[str, str]]:
    return [{"effective_from": since, "timezone": zone} for since, zone in entries]


def document(since: date = FIRST) -> dict[str, Any]:
    """All of it as an interchange document, or only with the logs since a day."""
    ann = {"id": ANN, "name": "Ann", "day_start": 3, "week_start": "monday"}
    ann_travels = _zones(
        ("2025-12-01T00:00:00Z", "Europe/Berlin"),
        ("2026-02-10T09:00:00Z", "America/New_York"),
        ("2026-02-20T15:00:00Z", "Europe/Berlin"),
    )
    ben = {"id": BEN, "name": "Ben", "day_start": 0, "week_start": "sunday"}
    ben_travels = _zones(
        ("2025-12-01T00:00:00Z", "Asia/Tokyo"), ("2026-03-01T00:00:00Z", "Pacific/Honolulu")
    )
    skips = [
        ("guitar", ANN, "2026-01-19", "2026-01-23", "a week by the sea"),
        ("gym", ANN, "2026-02-18", "2026-02-22", "a bad knee"),
        (None, ANN, "2026-02-14", "2026-02-14", "a day off"),
        ("yoga", ANN, "2026-02-12", None, "pause"),
        ("walk", BEN, "2026-02-03", "2026-02-04", ""),
    ]
    keys = [each["activity_type"] for each in STREAKS]
    return {
        "format": "unbroken",
        "version": 1,
        "owners": [
            {**ann, "grace_period_days": 0, "timezones": ann_travels},
            {**ben, "grace_period_days": 1, "timezones": ben_travels},
        ],
        "streaks": STREAKS,
        "enrolments": [
            {
                "activity_type": key,
                "owner_id": owner,
                "enrolled_at": "2026-01-01T08:00:00Z",
                "position": position,
            }
            for position, (key, owner) in enumerate([*((k, ANN) for k in keys), ("walk", BEN)])
        ],
        "logs": [each for each in _logs() if each["activity_at"] >= since.isoformat()],
        "skips": [
            {
                "id": fixed_id(5, number),
                "activity_type": key,
                "owner_id": owner,
                "first_day": first,
                "last_day": last,
                "reason": reason,
            }
            for number, (key, owner, first, last, reason) in enumerate(skips)
        ],
    }


def make(path: Path, since: date = FIRST) -> None:
    """Makes the database file; nothing in it can be undone."""
    engine = open_engine(path, clock=lambda: MOMENT)
    try:
        engine.import_document(document(since), foreign=False, undoable=False)
    finally:
        engine.close()
