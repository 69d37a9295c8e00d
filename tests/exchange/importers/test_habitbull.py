"""HabitBull's CSV."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from unbroken.exchange.contract import Plan

Read = Callable[[Path], Plan]


def test_rows(tmp_path: Path, importing: Read, untouched: Callable[[], None]) -> None:
    path = tmp_path / "HabitBull.csv"
    path.write_text(
        "HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText\r\n"
        'Read,"a, b",Mind,2026-01-02,1,good\r\nRead,"a, b",Mind,1/1/2026,0,\r\n'
        "Read,,Mind,2026-01-03,-2150000000,later\r\nRead,,Mind,13/13/2026,1,\r\n"
        "Run,,,2026-01-01,3.25,\r\nRun,,,2026-01-02,1,\r\nRun,,,2026-01-03,far,\r\n\r\nRun\r\n",
        encoding="utf-8-sig",
        newline="",
    )
    untouched()
    plan = importing(path)
    assert plan.format == "habitbull"
    keys = ("name", "description", "group", "aggregation_method", "starts_on")
    assert [tuple(s[key] for key in keys) for s in plan.document["streaks"]] == [
        ("Read", "a, b", "Mind", "count", "2026-01-01"),
        ("Run", "", None, "sum", "2026-01-01"),
    ]
    logs = plan.document["logs"]
    assert [(log["activity_type"], log["local_date"], log["value"]) for log in logs] == [
        ("read", "2026-01-02", 1),
        ("run", "2026-01-01", Decimal("3.25")),
        ("run", "2026-01-02", 1),
    ]
    assert [tuple(note) for note in plan.notes] == [
        ("", "The goals of 2 habits are not in the file; they are now daily with target 1."),
        ("", "3 entries were left out: their dates or values cannot be read."),
        ("Read", "1 note was left out: it stands on a day without a done mark."),
    ]
