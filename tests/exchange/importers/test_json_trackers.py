"""dijo, Beaver and Table Habit: trackers that keep JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from unbroken.exchange import registry
from unbroken.exchange.contract import CivilInstants, Plan

Read = Callable[[Path], Plan]
RULES = (
    "aggregation_method",
    "aggregation_period",
    "every",
    "goal",
    "aggregation_target_value",
)


def write(path: Path, document: Any) -> Path:
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def logs_of(plan: Plan) -> list[tuple[Any, ...]]:
    return [
        (log["activity_type"], log["local_date"], log["value"], log["note"])
        for log in plan.document["logs"]
    ]


def rules_of(plan: Plan) -> list[tuple[Any, ...]]:
    return [tuple(streak[key] for key in RULES) for streak in plan.document["streaks"]]


def test_dijo(tmp_path: Path, importing: Read, untouched: Callable[[], None]) -> None:
    document = [
        {"type": "Bit", "name": "gym", "stats": {"2026-01-02": True, "2026-01-01": False}},
        {"type": "Count", "name": "tea", "goal": 5, "stats": {"2026-01-01": 3, "2026-01-02": 0}},
        {
            "type": "Float",
            "name": "sleep",
            "goal": {"value": 75, "precision": 1},
            "stats": {
                "2026-01-01": {"value": 12345, "precision": 4},
                "2026-01-02": {"value": 1, "precision": 99},
                "yesterday": {"value": 1, "precision": 1},
            },
            "auto": True,
        },
        {"type": "Other"},
        7,
    ]
    path = write(tmp_path / "habit_record.json", document)
    untouched()
    plan = importing(path)
    assert plan.format == "dijo"
    assert rules_of(plan) == [
        ("count", "daily", 1, "at_least", 1),
        ("sum", "daily", 1, "at_least", 5),
        ("sum", "daily", 1, "at_least", Decimal("7.5")),
    ]
    assert logs_of(plan) == [
        ("gym", "2026-01-02", 1, ""),
        ("tea", "2026-01-01", 3, ""),
        ("sleep", "2026-01-01", Decimal("1.234"), ""),
    ]
    assert plan.document["streaks"][0]["starts_on"] == "2026-01-01"
    assert [tuple(note) for note in plan.notes] == [
        ("sleep", "It was kept up to date by a program; in Unbroken it is an ordinary habit."),
        ("", "4 entries were left out: their dates or values cannot be read."),
        ("sleep", "1 value was rounded to 3 decimal places."),
    ]


def test_beaver(tmp_path: Path, importing: Read, untouched: Callable[[], None]) -> None:
    habits = [
        {
            "name": "Run",
            "id": "a",
            "tags": ["fit", "out"],
            "status": "archive",
            "period": {"period_type": "W", "period_count": 2, "target_count": 3},
            "records": [
                {"day": "2026-01-03", "done": True, "text": "#ill #skip"},
                {"day": "2026-01-02", "done": False, "text": "rain"},
                {"day": "2026-01-01", "done": True, "text": "5 km\ud800"},
                {"day": None, "done": True},
                "what",
            ],
        },
        {"name": "Bin", "id": "b", "status": "soft_delete", "records": []},
        {
            "name": "Rest",
            "id": "c",
            "records": [],
            "period": {"period_type": "D", "period_count": 5, "target_count": 1},
        },
        {
            "name": "Tax",
            "records": [],
            "period": {"period_type": "Y", "period_count": None, "target_count": 1},
        },
    ]
    path = write(tmp_path / "b.json", {"user_email": "x", "habits": habits, "order": ["c", "a"]})
    untouched()
    plan = importing(path)
    assert plan.format == "beaver"
    assert [(s["name"], s["group"], s["status"]) for s in plan.document["streaks"]] == [
        ("Rest", None, "live"),
        ("Run", "fit", "archived"),
        ("Tax", None, "live"),
    ]
    assert rules_of(plan) == [
        ("count", "daily", 5, "at_least", 1),
        ("days", "weekly", 2, "at_least", 3),
        ("days", "yearly", 1, "at_least", 1),
    ]
    assert logs_of(plan) == [("run", "2026-01-01", 1, "5 km\ufffd")]
    assert [skip["reason"] for skip in plan.document["skips"]] == ["#ill"]
    texts = [note.text for note in plan.notes]
    assert "Only its first tag was kept, as its group." in texts
    assert "1 deleted habit was left out." in texts
    assert "1 note was left out: it stands on a day without a done mark." in texts
    assert "2 entries were left out: their dates or values cannot be read." in texts
    on_disk = write(tmp_path.parent / "disk.json", {"data": {"habits": habits}})
    assert [log["id"] for log in importing(on_disk).document["logs"]] == [
        log["id"] for log in plan.document["logs"]
    ]


@pytest.mark.parametrize("unit", [["D"], {"D": 1}, "Q", 5])
def test_a_period_of_beaver_that_cannot_be_read(
    tmp_path: Path, importing: Read, untouched: Callable[[], None], unit: Any
) -> None:
    period = {"period_type": unit, "period_count": 1, "target_count": 1}
    habits = [{"name": "Run", "records": [{"day": "2026-01-01", "done": True}], "period": period}]
    path = write(tmp_path / "b.json", {"habits": habits})
    untouched()
    plan = importing(path)
    assert rules_of(plan) == [("count", "daily", 1, "at_least", 1)]
    assert [(each.subject, each.text) for each in plan.notes] == [
        ("Run", "Its period cannot be read; it counts days.")
    ]


def test_mhabit(tmp_path: Path, importing: Read, untouched: Callable[[], None]) -> None:
    def habit(name: str, **more: Any) -> dict[str, Any]:
        base = {"type": 1, "status": 1, "name": name, "daily_goal": 1, "start_date": 20454}
        return {**base, "records": [], **more}

    records = [
        {"record_date": 20454, "record_type": 1, "record_value": 1, "reason": "fine"},
        {"record_date": 20455, "record_type": 2, "record_value": 0, "reason": "ill"},
        {"record_date": 20456, "record_type": 1, "record_value": 0},
        {"record_date": 10**20, "record_type": 1, "record_value": 1},
        {"record_date": 20457, "record_type": 9},
    ]
    document = {
        "habits": [
            habit("Yes", records=records, group_id="g", color=3, freq_type=1, freq_custom="[3]"),
            habit("Km", daily_goal=2.5, daily_goal_unit="km", freq_type=3, freq_custom="[2,10]"),
            habit("Beer", type=2, daily_goal=0, daily_goal_extra=2, reminder="{}"),
            habit("Gone", status=2),
            habit("Old", status=3, freq_type=3, freq_custom="[[[", custom_color=0xFF123456),
        ],
        "groups": [{"uuid": "g", "name": "Mine"}],
    }
    path = write(tmp_path / "m.json", document)
    untouched()
    plan = importing(path)
    assert plan.format == "mhabit"
    assert [(s["name"], s["group"], s["color"], s["status"]) for s in plan.document["streaks"]] == [
        ("Yes", "Mine", None, "live"),
        ("Km", None, None, "live"),
        ("Beer", None, None, "live"),
        ("Old", None, "#123456", "archived"),
    ]
    assert rules_of(plan) == [
        ("days", "weekly", 1, "at_least", 3),
        ("sum", "daily", 10, "at_least", 5),
        ("sum", "daily", 1, "at_most", 2),
        ("count", "daily", 1, "at_least", 1),
    ]
    assert logs_of(plan) == [("yes", "2026-01-01", 1, "fine")]
    assert [(s["first_day"], s["reason"]) for s in plan.document["skips"]] == [
        ("2026-01-02", "ill")
    ]
    texts = [note.text for note in plan.notes]
    assert "2 entries were left out: their dates or values cannot be read." in texts
    assert "1 deleted habit was left out." in texts
    assert "Its reminder was left out: Unbroken has none." in texts


@pytest.mark.parametrize(
    "document",
    [
        [{"type": "Bit"}],
        {"habits": 5},
        {"habits": [5]},
        {"habits": [{"name": "x"}]},
        {"habits": [{"name": "x", "records": 5, "type": 1, "start_date": 1}], "x": "habits"},
        {"habits": [{"name": "x", "records": [1]}]},
        {"data": []},
    ],
)
def test_strange_shapes_end_in_a_plan_or_a_sentence(
    tmp_path: Path, moments: CivilInstants, document: Any
) -> None:
    path = write(tmp_path / "x.json", document)
    found = registry.detect(path)
    assert found in (None, "mhabit")
    if found:
        assert registry.read(path, moments).document["logs"] == []
