"""Loop's database: what is written, that Loop can read it, and that it reads back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from exchange.exporters.test_loop import Source, document, log, skip, streak
from unbroken.core.exchange_results import Note
from unbroken.exchange.contract import Plan
from unbroken.exchange.documents.daily_history import WITHOUT_TIMES
from unbroken.exchange.exporters.loop_db import export

Read = Callable[[Path], Plan]

NEEDED = (
    *("name", "description", "question", "freq_num", "freq_den", "color", "archived", "type"),
    *("target_type", "target_value", "unit", "position", "uuid"),
)
"""The columns that Loop's importer takes for granted."""


def written(
    path: Path, streaks: list[dict[str, Any]], *parts: Any
) -> tuple[Path, tuple[Note, ...]]:
    made = export(Source(document(streaks, *parts)))
    path.write_bytes(made.content)
    assert made == export(Source(document(streaks, *parts)))
    return path, made.notes


def test_loop_can_read_it(tmp_path: Path) -> None:
    """The questions that Loop asks of a file, and what it reads then."""
    read = streak("read", aggregation_method="sum", aggregation_target_value=20, unit="min")
    read |= {"color": "#1976d2", "status": "archived", "description": "Novels"}
    swim = streak("swim", aggregation_period="weekly", aggregation_method="days")
    swim |= {"aggregation_target_value": 2, "name": "=Swim", "color": "#1976d3"}
    logs = [log("read", "2026-03-09", 20.5, "one"), log("swim", "2026-03-02")]
    logs += [log("read", "2026-03-09", 2, "two"), log("read", "2026-03-08", 10**9)]
    path, notes = written(
        tmp_path / "loop.db", [read, swim], logs, [skip("read", "2026-03-10", None, "ill")]
    )
    with closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        found = db.execute(
            "select count(*) from SQLITE_MASTER where name='Habits' or name='Repetitions'"
        )
        assert found.fetchone()[0] == 2
        assert db.execute("pragma user_version").fetchone()[0] == 25
        assert db.execute("pragma integrity_check").fetchone()[0] == "ok"
        assert db.execute("pragma foreign_key_check").fetchall() == []
        first, second = db.execute("select * from Habits order by position").fetchall()
        assert all(row[name] is not None for row in (first, second) for name in NEEDED)
        keys = ("name", "description", "type", "target_value", "unit", "archived", "color")
        assert tuple(first[key] for key in keys) == ("Read", "Novels", 1, 20.0, "min", 1, 11)
        assert (first["freq_num"], first["freq_den"], first["uuid"]) == (1, 1, "idread")
        assert tuple(second[key] for key in keys) == ("=Swim", "", 0, 0.0, "", 0, 11)
        assert (second["freq_num"], second["freq_den"]) == (2, 7)
        rows = db.execute("select habit, timestamp, value, notes from Repetitions order by 1, 2")
        days = [
            (row[0], datetime.fromtimestamp(row[1] / 1000, UTC).isoformat(), *row[2:])
            for row in rows
        ]
    assert days == [
        (1, "2026-03-08T00:00:00+00:00", 2**31 - 1, ""),
        (1, "2026-03-09T00:00:00+00:00", 22500, "one; two"),
        (1, "2026-03-10T00:00:00+00:00", 3, "ill"),
        (1, "2026-03-11T00:00:00+00:00", 3, "ill"),
        (2, "2026-03-02T00:00:00+00:00", 2, ""),
    ]
    assert notes == (
        Note("", WITHOUT_TIMES),
        Note("", "1 skip was cut off after today."),
        Note("Read", "1 log was joined to another of its day: there is one entry a day."),
        Note("=Swim", "Its periods became a rolling window of days, so its streaks can differ."),
        Note("Read", "1 amount was written as 2,147,483.647, the most that Loop can hold."),
        Note("=Swim", "Its colour became the nearest of Loop's twenty."),
    )


def test_there_and_back(tmp_path: Path, importing: Read) -> None:
    fields = {"aggregation_method": "sum", "aggregation_target_value": 20}
    streaks = [streak("read", **fields), streak("swim", name="Swim \U0001f3ca", group="Body")]
    streaks += [streak("cups", goal="at_most", aggregation_target_value=0)]
    amounts = ((1, 2.5), (2, 0.002), (3, 7), (4, 0.003), (5, 0.001))
    logs = [log("read", f"2026-03-0{day}", value) for day, value in amounts]
    logs += [log("swim", "2026-03-04", note="-1"), log("cups", "2026-03-04")]
    logs += [log("cups", "2026-03-04"), log("swim", "1970-01-01")]
    skips = [
        skip("swim", "2026-03-05", "2026-03-06", "ill"),
        skip(None, "2026-03-03", "2026-03-03"),
    ]
    path, notes = written(tmp_path / "loop.db", streaks, logs, skips)
    plan = importing(path)
    assert plan.format == "loop-db"
    assert [each["name"] for each in plan.document["streaks"]] == [
        "Read",
        "Swim \U0001f3ca",
        "Cups",
    ]
    assert [each["goal"] for each in plan.document["streaks"]] == ["at_least"] * 2 + ["at_most"]
    assert [
        (each["activity_type"], each["local_date"], float(each["value"]), each["note"])
        for each in plan.document["logs"]
    ] == [
        ("read", "2026-03-01", 2.5, ""),
        ("read", "2026-03-02", 0.002, ""),
        ("read", "2026-03-03", 7.0, ""),
        ("read", "2026-03-04", 0.004, ""),
        ("read", "2026-03-05", 0.001, ""),
        ("swim", "1970-01-01", 1.0, ""),
        ("swim", "2026-03-04", 1.0, "-1"),
        ("cups", "2026-03-04", 2.0, ""),
    ]
    assert [(each["first_day"], each["reason"]) for each in plan.document["skips"]] == [
        *(("2026-03-03", ""), ("2026-03-05", "ill"), ("2026-03-06", "ill"), ("2026-03-03", "")),
    ]
    texts = [note.text for note in notes]
    assert "1 amount of 0.003 was written as 0.004: Loop takes it for a skip." in texts
    assert "Its group was left out: there is no such thing in that format." in texts


def test_nothing_at_all(tmp_path: Path, importing: Read) -> None:
    path, notes = written(tmp_path / "loop.db", [])
    assert importing(path).document["streaks"] == []
    assert notes == ()


def test_one_reminder_at_a_time_of_the_day_goes_along(tmp_path: Path, importing: Read) -> None:
    times = ["08:30", "21:00", "2h before"]
    streaks = [streak("read", reminders=times), streak("swim", reminders=["1h before"])]
    path, notes = written(tmp_path / "loop.db", [*streaks, streak("walk")])
    found = importing(path).document["streaks"]
    assert [each.get("reminders") for each in found] == [["08:30"], None, None]
    assert [note.text for note in notes if "reminder" in note.text] == [
        "Further reminders of 2 habits were left out: in Loop each has one, at a time of the day."
    ]
