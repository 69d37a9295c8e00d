"""harsh's folder: what is written, and that it reads back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exchange.exporters.test_loop import Source, document, log, save, skip, streak
from unbroken.exchange.contract import Plan
from unbroken.exchange.documents.daily_history import History
from unbroken.exchange.exporters.harsh import export, frequency_text, safe_name


def whole() -> dict[str, Any]:
    read = {"aggregation_method": "sum", "aggregation_target_value": 20, "unit": "min"}
    swim = {"name": "!Swim: far", "group": "Body", "aggregation_period": "weekly", "every": 2}
    old = {"status": "archived", "archived_at": "2026-03-08T20:00:00Z", "group": "Body"}
    streaks = [streak("swim", **swim), streak("old", **old), streak("read", **read)]
    streaks.append(streak("beer", goal="at_most", name="Swim- far"))
    logs = [log("read", "2026-03-09", 20.5, "=1"), log("swim", "2026-03-02", note="a : b\nc")]
    logs += [log("beer", "2026-03-02"), log("beer", "2026-03-02", note="# x")]
    return document(streaks, logs, [skip("read", "2026-03-10", "2026-03-10", "ill")])


def test_the_files() -> None:
    written = export(Source(whole()))
    assert written.files == {
        "habits": "# Habits, written by Unbroken\nRead: 1\nSwim- far (2): 0\n"
        "! Body\nSwim- far: 2w\nOld: 1: 2026-03-09\n",
        "log": "2026-03-02 : Swim- far : y : a - b c\n"
        "2026-03-02 : Swim- far (2) : y : # x : 2\n"
        "2026-03-09 : Read : y : =1 : 20.5\n"
        "2026-03-10 : Read : s : ill\n",
    }
    assert (written.habits, written.days) == (4, 3)
    assert [(each.subject, each.text.split(":")[0].split(",")[0]) for each in written.notes] == [
        ("", "Times of day"),
        ("!Swim: far", "Its periods became a rolling window of days"),
        ("Swim- far", "1 log was joined to another of its day"),
        ("!Swim: far", "It is called “Swim- far” there"),
        ("Swim- far", "It is called “Swim- far (2)” there"),
        ("!Swim: far", "1 note was put on one line without “ "),
        ("Read", "Its unit was left out"),
        ("Read", "Every day with an entry is done there"),
        ("Swim- far", "It is a limit"),
    ]


def test_there_and_back(tmp_path: Path, importing: Callable[[Path], Plan]) -> None:
    plan = importing(save(export(Source(whole())).files, tmp_path / "harsh"))
    assert plan.format == "harsh"
    assert [
        (each["name"], each["group"], each["aggregation_period"], each["every"], each["status"])
        for each in plan.document["streaks"]
    ] == [
        ("Read", None, "daily", 1, "live"),
        ("Swim- far (2)", None, "daily", 1, "live"),
        ("Swim- far", "Body", "daily", 14, "live"),
        ("Old", "Body", "daily", 1, "archived"),
    ]
    assert [
        (each["activity_type"], each["local_date"], each["note"]) for each in plan.document["logs"]
    ] == [
        ("read", "2026-03-09", "=1, amount 20.5"),
        ("swim--far-2", "2026-03-02", "# x, amount 2"),
        ("swim--far", "2026-03-02", "a - b c"),
    ]
    assert [(each["first_day"], each["reason"]) for each in plan.document["skips"]] == [
        ("2026-03-10", "ill")
    ]


@pytest.mark.parametrize(
    "name",
    ["# a", "!!", "a: b", "a : b", ":", "a :", ": a", "a ::b", "x:y", "..", "a\r\nb", "a: 1: 2"],
)
def test_hostile_names_read_back(
    name: str, tmp_path: Path, importing: Callable[[Path], Plan]
) -> None:
    safe = safe_name(name)
    written = export(Source(document([streak("x", name=name)], [log("x", "2026-03-01")])))
    plan = importing(save(written.files, tmp_path / "harsh"))
    assert [each["name"] for each in plan.document["streaks"]] == [safe]
    assert [each["local_date"] for each in plan.document["logs"]] == ["2026-03-01"]
    assert plan.notes == ()


@pytest.mark.parametrize("note", [": y", " : ", ":", "a :", "y : 5 : 6", "#", "12:30", "s\r\n!"])
def test_hostile_notes_read_back(
    note: str, tmp_path: Path, importing: Callable[[Path], Plan]
) -> None:
    logs = [log("x", date(2026, 3, day).isoformat(), note=note) for day in (1, 2)]
    written = export(Source(document([streak("x")], logs)))
    plan = importing(save(written.files, tmp_path / "harsh"))
    assert [each["local_date"] for each in plan.document["logs"]] == ["2026-03-01", "2026-03-02"]


@pytest.mark.parametrize(
    ("fields", "target", "text"),
    [
        ({}, 1, "1"),
        ({}, 8, "1"),
        ({"every": 8}, 1, "8"),
        ({"aggregation_period": "weekly"}, 1, "1w"),
        ({"aggregation_period": "weekly"}, 3, "3/7"),
        ({"aggregation_period": "weekly", "every": 2}, 3, "3/2w"),
        ({"aggregation_period": "monthly"}, 10, "10/30"),
        ({"aggregation_period": "yearly"}, 1, "365"),
        ({"schedule": ["monday", "friday"]}, 1, "2/7"),
        ({"schedule": ["monday"]}, 1, "7"),
        ({"goal": "at_most"}, 3, "0"),
    ],
)
def test_frequencies(fields: dict[str, Any], target: int, text: str) -> None:
    assert frequency_text(History(streak("x", **fields), target, {}, {})) == text
