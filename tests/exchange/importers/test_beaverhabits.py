"""Beaver Habit Tracker: its export, and the file on its disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exchange.importers.plans import Read, logs_of, rules_of, write_json


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
    path = write_json(
        tmp_path / "b.json", {"user_email": "x", "habits": habits, "order": ["c", "a"]}
    )
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
    on_disk = write_json(tmp_path.parent / "disk.json", {"data": {"habits": habits}})
    assert [log["id"] for log in importing(on_disk).document["logs"]] == [
        log["id"] for log in plan.document["logs"]
    ]


@pytest.mark.parametrize("unit", [["D"], {"D": 1}, "Q", 5])
def test_a_period_of_beaver_that_cannot_be_read(
    tmp_path: Path, importing: Read, untouched: Callable[[], None], unit: Any
) -> None:
    period = {"period_type": unit, "period_count": 1, "target_count": 1}
    habits = [{"name": "Run", "records": [{"day": "2026-01-01", "done": True}], "period": period}]
    path = write_json(tmp_path / "b.json", {"habits": habits})
    untouched()
    plan = importing(path)
    assert rules_of(plan) == [("count", "daily", 1, "at_least", 1)]
    assert [(each.subject, each.text) for each in plan.notes] == [
        ("Run", "Its period cannot be read; it counts days.")
    ]
