"""dijo: an array of habits with their days."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from exchange.importers.plans import Read, logs_of, rules_of, write_json


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
    path = write_json(tmp_path / "habit_record.json", document)
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
