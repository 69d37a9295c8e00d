"""HabitBull's CSV."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from exchange.importers.plans import write_json
from unbroken.exchange import registry
from unbroken.exchange.contract import Choices, CivilInstants, ExchangeError, Plan

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


HEAD = "HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText\n"


def test_one_date_decides_for_the_file(tmp_path: Path, importing: Read) -> None:
    path = tmp_path / "HabitBull.csv"
    rows = "".join(f"Read,,Mind,{day}/2/2021,1,\n" for day in range(1, 21))
    path.write_text(HEAD + rows)
    plan = importing(path)
    days = [log["local_date"] for log in plan.document["logs"]]
    assert days == [f"2021-02-{day:02}" for day in range(1, 21)]
    assert len(plan.notes) == 1


def test_dates_that_nothing_decides(tmp_path: Path, moments: CivilInstants) -> None:
    path = tmp_path / "HabitBull.csv"
    path.write_text(f"{HEAD}Read,,,1/2/2021,1,\nRead,,,3/2/2021,1,\n")
    plan = registry.read(path, moments)
    assert [log["local_date"] for log in plan.document["logs"]] == ["2021-01-02", "2021-03-02"]
    assert plan.notes[0].text == (
        "Its dates can be read two ways: “1/2/2021” was read as 2021-01-02, with the month first; "
        "`--dates day-first` reads it otherwise."
    )
    plan = registry.read(path, moments, choices=Choices(dates="day-first"))
    assert [log["local_date"] for log in plan.document["logs"]] == ["2021-02-01", "2021-02-03"]
    assert len(plan.notes) == 1
    path.write_text(f"{HEAD}Read,,,11.03.26,1,\nRead,,,12.03.26,1,\n")
    plan = registry.read(path, moments)
    assert [log["local_date"] for log in plan.document["logs"]] == ["2026-03-11", "2026-03-12"]
    assert plan.notes[0].text.endswith("the day first; `--dates month-first` reads it otherwise.")


def test_a_choice_that_a_format_does_not_leave(tmp_path: Path, moments: CivilInstants) -> None:
    path = write_json(tmp_path / "x.json", [{"type": "Bit", "name": "x", "stats": {}}])
    with pytest.raises(ExchangeError, match="format dijo can be read in one way only; leave --da"):
        registry.read(path, moments, choices=Choices(dates="day-first"))
