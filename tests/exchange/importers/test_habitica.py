"""Habitica."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exchange.importers.plans import Read, logs_of, rules_of, write_json
from unbroken.exchange import registry

EVENING = 1772400000000
"""2026-03-01 at 21:20 in UTC."""


def daily(key: str, **more: Any) -> dict[str, Any]:
    base = {"_id": key, "type": "daily", "text": key.capitalize(), "frequency": "daily"}
    return {**base, "everyX": 1, "streak": 3, "history": [], **more}


def userdata(dailys: list[Any], habits: list[Any], **more: Any) -> dict[str, Any]:
    tasks = {"dailys": dailys, "habits": habits, "todos": [{}], "rewards": []}
    return {"_id": "u", "tasks": tasks, **more}


def done(date: Any, **more: Any) -> dict[str, Any]:
    return {"date": date, "value": 1.5, "isDue": True, "completed": True, **more}


def test_dailies_and_habits(tmp_path: Path, importing: Read, untouched: Callable[[], None]) -> None:
    history = [
        done(EVENING),
        done(EVENING, isDue=False),
        done(EVENING + 5 * 3_600_000),
        done(EVENING + 24 * 3_600_000, completed=False),
        {"date": EVENING, "value": -3},
        done("soon"),
        "x",
    ]
    weekdays = {"m": True, "t": False, "w": True, "th": False, "f": True, "s": False, "su": False}
    scored = [
        {"date": EVENING, "value": 1, "scoredUp": 2, "scoredDown": 1},
        {"date": EVENING + 60_000, "value": 1, "scoredUp": 1, "scoredDown": 0},
        {"date": EVENING + 86_400_000, "value": 7},
    ]
    document = userdata(
        [
            daily("later"),
            daily("floss", notes="gently", tags=["t", "s"], history=history, frequency="weekly")
            | {"repeat": weekdays, "reminders": [{}], "checklist": [{"text": "up"}]},
        ],
        [
            {"_id": "h", "text": "Water", "up": True, "down": True, "history": scored},
            {"_id": "i", "text": "Smoke", "up": False, "down": True, "history": scored},
        ],
        preferences={"dayStart": 4, "timezoneOffset": -60},
        tags=[{"id": "t", "name": "Health"}, {"id": "s", "name": "Home"}],
        tasksOrder={"dailys": ["floss", "later"]},
    )
    path = write_json(tmp_path / "userdata.json", document)
    untouched()
    plan = importing(path)
    assert plan.format == "habitica"
    keys = ("name", "description", "group", "schedule")
    assert [tuple(s[key] for key in keys) for s in plan.document["streaks"]] == [
        ("Floss", "gently", "Health", ["monday", "wednesday", "friday"]),
        ("Later", "", None, None),
        ("Water", "", None, None),
        ("Smoke", "", None, None),
    ]
    assert rules_of(plan)[2:] == [
        ("sum", "daily", 1, "at_least", 1),
        ("sum", "daily", 1, "at_most", 0),
    ]
    assert logs_of(plan) == [
        ("floss", "2026-03-01", 1, ""),
        ("water", "2026-03-01", 3, ""),
        ("smoke", "2026-03-01", 1, ""),
    ]
    texts = [note.text for note in plan.notes]
    assert texts == [
        "Only its first tag was kept, as its group.",
        "Its checklist was left out: Unbroken has none.",
        "Its reminder was left out; `unbroken edit` with --remind gives it one.",
        "3 entries were left out: they hold scores, and not whether it was done.",
        "2 entries were left out: their dates or values cannot be read.",
        "It had no target; its target is now once a day.",
        "1 day on which it was scored down was left out: a streak goes one way.",
        "It is a limit: days without an entry count as kept in Unbroken.",
        "2 days on which habits were scored up were left out: a streak goes one way.",
        "1 to-do was left out: it is no habit.",
    ]


def test_the_day_begins_late(tmp_path: Path, importing: Read) -> None:
    """At 02:20 it is still the day before, in a zone that is an hour ahead of UTC."""
    night = done(EVENING + 4 * 3_600_000)
    for start, day in ((4, "2026-03-01"), (2, "2026-03-02"), (99, "2026-03-02")):
        preferences = {"dayStart": start, "timezoneOffset": -60}
        document = userdata([daily("a", history=[night])], [], preferences=preferences)
        plan = importing(write_json(tmp_path / "userdata.json", document))
        assert logs_of(plan) == [("a", day, 1, "")]


@pytest.mark.parametrize(
    ("fields", "rules"),
    [
        ({"everyX": 3}, ("count", "daily", 3, "at_least", 1)),
        ({"frequency": "weekly", "repeat": {}}, ("count", "daily", 1, "at_least", 1)),
        (
            {"frequency": "weekly", "everyX": 2, "repeat": {"m": True, "f": True}},
            ("days", "weekly", 2, "at_least", 2),
        ),
        (
            {"frequency": "monthly", "daysOfMonth": [1, 15]},
            ("days", "monthly", 1, "at_least", 2),
        ),
        ({"frequency": "yearly", "everyX": "x"}, ("days", "yearly", 1, "at_least", 1)),
        ({"frequency": ["odd"], "everyX": -4}, ("count", "daily", 1, "at_least", 1)),
    ],
)
def test_frequencies(
    tmp_path: Path, importing: Read, fields: dict[str, Any], rules: tuple[Any, ...]
) -> None:
    plan = importing(write_json(tmp_path / "x.json", userdata([daily("a", **fields)], [])))
    assert rules_of(plan) == [rules]


@pytest.mark.parametrize("tasks", [{}, [], {"dailys": []}, {"dailys": {}, "habits": []}])
def test_what_is_no_userdata(tmp_path: Path, tasks: object) -> None:
    assert registry.detect(write_json(tmp_path / "x.json", {"tasks": tasks})) is None
