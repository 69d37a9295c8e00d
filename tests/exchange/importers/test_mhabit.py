"""Table Habit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from exchange.importers.plans import Read, logs_of, rules_of, write_json


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
    path = write_json(tmp_path / "m.json", document)
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
    assert "Its reminder was left out: a limit asks for nothing." in texts


def test_mhabit_says_what_it_leaves_out(tmp_path: Path, importing: Read) -> None:
    habit = {"type": 1, "status": 1, "name": "Km", "daily_goal": 2.5, "start_date": 20454}
    habit |= {"daily_goal_extra": 4.0, "target_days": 66, "records": [], "sort_position": 2}
    first = {"type": 1, "status": 1, "name": "First", "daily_goal": 1, "start_date": 20454}
    groups = [{"uuid": "g", "name": "Mine", "desc": "All of it", "icon": 3}]
    document = {
        "habits": [{**habit, "mood": "gloomy", "weather": ""}, {**first, "records": []}],
        "groups": groups,
    }
    document["habits"][1]["sort_position"] = 1
    plan = importing(write_json(tmp_path / "m.json", document))
    assert [each["name"] for each in plan.document["streaks"]] == ["First", "Km"]
    assert [tuple(note) for note in plan.notes] == [
        ("", "The description of 1 group was left out: here a group is a name."),
        (
            "Km",
            "Its aim of 66 days was left out: here a length counts periods that are met in an "
            "attempt.",
        ),
        ("Km", "Its upper goal of 4.0 was left out: here a streak has one target."),
        ("", "Left out, since nothing is known of it: “mood”."),
    ]
