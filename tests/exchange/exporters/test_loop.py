"""Loop's folder: what is written, and that it reads back."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from unbroken.core.exchange_results import Note
from unbroken.exchange.contract import ExchangeError, MetPeriod, Plan
from unbroken.exchange.documents.daily_history import WITHOUT_TIMES, frequency
from unbroken.exchange.exporters.loop import COLUMNS, export, folder_name, former_files

TODAY = date(2026, 3, 11)


def streak(key: str, **more: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {"id": f"id-{key}", "activity_type": key, "name": key.capitalize()}
    fields |= {"description": "", "unit": None, "color": None, "group": None}
    fields |= {"aggregation_method": "count", "aggregation_period": "daily", "every": 1}
    fields |= {"goal": "at_least", "aggregation_target_value": 1, "targets": []}
    fields |= {"completion_target_value": None, "grace_periods": 0, "schedule": None}
    fields |= {"starts_on": "2026-03-01", "strict": False, "status": "live"}
    return {**fields, "archived_at": None, "milestones": [], **more}


def log(key: str, day: str, value: Any = 1, note: str = "", owner: str = "o") -> dict[str, Any]:
    at = f"{day}T08:00:00Z"
    kept = {"activity_type": key, "owner_id": owner, "activity_at": at, "local_date": day}
    return {**kept, "value": value, "note": note}


def skip(key: str | None, first: str, last: str | None, reason: str = "") -> dict[str, Any]:
    kept = {"activity_type": key, "owner_id": "o", "first_day": first, "last_day": last}
    return {**kept, "reason": reason}


def document(
    streaks: list[dict[str, Any]],
    logs: list[dict[str, Any]] | None = None,
    skips: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    zones = [{"effective_from": "1970-01-01T00:00:00Z", "timezone": "Asia/Tokyo"}]
    owner = {"id": "o", "name": "me", "week_start": "monday", "grace_period_days": 0}
    enrolments = [
        {"activity_type": each["activity_type"], "owner_id": "o", "position": place}
        for place, each in enumerate(streaks)
    ]
    return {
        "owners": [{**owner, "timezones": zones}],
        "streaks": streaks,
        "enrolments": enrolments,
        "logs": logs or [],
        "skips": skips or [],
    }


@dataclass(frozen=True)
class Source:
    """What is exported of a document: the days of its owner `o` up to `TODAY`."""

    document: dict[str, Any]
    owner_id: str = "o"
    today: date = TODAY
    now: datetime = datetime(2026, 3, 11, 10, tzinfo=UTC)
    ascii_only: bool = False

    def met_periods(self) -> Iterator[MetPeriod]:
        return iter(())


def save(files: dict[str, str], target: Path) -> Path:
    for name, text in files.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(text.encode())
    return target


def test_the_files() -> None:
    read = streak(
        "read",
        aggregation_method="sum",
        aggregation_target_value=20,
        unit="min",
        color="#1976d2",
        status="archived",
    )
    swim = streak("swim", aggregation_period="weekly", aggregation_method="days")
    swim |= {"aggregation_target_value": 2, "name": "=Swim, far"}
    logs = [log("read", "2026-03-09", 20.5, "=1+1"), log("swim", "2026-03-02")]
    logs += [log("read", "2026-03-09", 2, 'b "c"'), log("swim", "2026-03-10", note="a\nb")]
    written = export(
        Source(document([read, swim], logs, [skip("read", "2026-03-10", None, "ill")]))
    )
    assert written.files == {
        "Habits.csv": f"{COLUMNS}\n"
        "001,Read,NUMERICAL,,,1,1,#1976D2,min,AT_LEAST,20.0,true\n"
        '002,"=Swim, far",YES_NO,,,2,7,,,,,false\n',
        "001 Read/Checkmarks.csv": "Date,Value,Notes\n2026-03-11,SKIP,ill\n2026-03-10,SKIP,ill\n"
        '2026-03-09,22500,"=1+1; b ""c"""\n',
        "002 Swim far/Checkmarks.csv": "Date,Value,Notes\n"
        '2026-03-10,YES_MANUAL,"a\nb"\n2026-03-02,YES_MANUAL,\n',
    }
    assert written.notes == (
        Note("", WITHOUT_TIMES),
        Note("", "1 skip was cut off after today."),
        Note("Read", "1 log was joined to another of its day: there is one entry a day."),
        Note(
            "=Swim, far", "Its periods became a rolling window of days, so its streaks can differ."
        ),
    )
    assert (written.habits, written.days) == (2, 3)


def test_what_is_said_to_be_lost() -> None:
    run = streak("run", grace_periods=2, completion_target_value=9, strict=True, group="Body")
    run |= {"schedule": ["monday", "friday"], "color": "green", "unit": "km"}
    run |= {"targets": [{"from_day": "2026-03-02", "aggregation_target_value": 1}]}
    run |= {"milestones": [{"id": "m", "milestone_target_value": 2, "title": "Two"}]}
    texts = [each.text.split(":")[0] for each in export(Source(document([run]))).notes]
    whats = ["grace was", "milestones were", "length was", "strictness about late logs was"]
    whats += ["changes of target were", "weekdays were", "group was", "colour was", "unit was"]
    assert texts == [f"Its {what} left out" for what in whats]


def test_there_and_back(tmp_path: Path, importing: Callable[[Path], Plan]) -> None:
    fields = {"aggregation_method": "sum", "aggregation_target_value": 20}
    streaks = [streak("read", **fields), streak("swim", name="../..")]
    streaks += [streak("cups", goal="at_most", aggregation_target_value=0)]
    logs = [log("read", f"2026-03-0{day}", value) for day, value in ((1, 2.5), (2, 0.002), (3, 7))]
    logs += [log("swim", "2026-03-04", note="-1"), log("cups", "2026-03-04")]
    logs += [log("cups", "2026-03-04")]
    skips = [
        skip("swim", "2026-03-05", "2026-03-06", "ill"),
        skip(None, "2026-03-03", "2026-03-03"),
    ]
    written = export(Source(document(streaks, logs, skips)))
    plan = importing(save(written.files, tmp_path / "loop"))
    assert plan.format == "loop-csv"
    assert [each["name"] for each in plan.document["streaks"]] == ["Read", "../..", "Cups"]
    assert [each["goal"] for each in plan.document["streaks"]] == ["at_least"] * 2 + ["at_most"]
    assert [
        (each["activity_type"], each["local_date"], float(each["value"]), each["note"])
        for each in plan.document["logs"]
    ] == [
        ("read", "2026-03-01", 2.5, ""),
        ("read", "2026-03-02", 0.002, ""),
        ("read", "2026-03-03", 7.0, ""),
        ("..-..", "2026-03-04", 1.0, "-1"),
        ("cups", "2026-03-04", 2.0, ""),
    ]
    assert [
        (each["activity_type"], each["first_day"], each["reason"])
        for each in plan.document["skips"]
    ] == [
        ("..-..", "2026-03-03", ""),
        ("..-..", "2026-03-05", "ill"),
        ("..-..", "2026-03-06", "ill"),
        ("cups", "2026-03-03", ""),
    ]


def test_an_amount_that_would_be_a_skip() -> None:
    read = streak("read", aggregation_method="sum")
    written = export(Source(document([read], [log("read", "2026-03-01", 0.003)])))
    assert "2026-03-01,4,\n" in written.files["001 Read/Checkmarks.csv"]
    assert written.notes[1].text.startswith("1 amount of 0.003 was written as 0.004")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Read", "001 Read"),
        ("../../etc", "001 etc"),
        ("..", "001"),
        ("a/b\\c:d", "001 abcd"),
        ("日本", "001"),
        ("a\r\nb", "001 ab"),
        ("x" * 200, "001 " + "x" * 100),
        ("end. ", "001 end"),
    ],
)
def test_folder_names(name: str, safe: str) -> None:
    assert folder_name(1, name) == safe


@pytest.mark.parametrize("name", ["=1", "+1", "-1", "@a", 'q"', "a,b", "a\nb", " a"])
def test_hostile_names_stay_as_they_are(name: str) -> None:
    files = export(Source(document([streak("x", name=name)]))).files
    line = files["Habits.csv"].removeprefix(f"{COLUMNS}\n")
    assert line.startswith('001,"')
    assert next(csv.reader(line.splitlines(keepends=True)))[1] == name


@pytest.mark.parametrize(
    ("fields", "target", "found"),
    [
        ({}, 1, (1, 1)),
        ({"every": 3}, 1, (1, 3)),
        ({"aggregation_period": "weekly", "every": 2}, 3, (3, 14)),
        ({"aggregation_period": "monthly"}, 99, (30, 30)),
        ({"aggregation_period": "quarterly"}, 1, (1, 91)),
        ({"schedule": ["monday", "friday"]}, 1, (2, 7)),
    ],
)
def test_frequencies(fields: dict[str, Any], target: int, found: tuple[int, int]) -> None:
    assert frequency(streak("x", **fields), target) == found


def test_only_the_owner_in_use() -> None:
    whole = document([streak("read")], [log("read", "2026-03-01", owner="p")])
    whole["owners"].append({**whole["owners"][0], "id": "p"})
    written = export(Source(whole))
    assert written.files["001 Read/Checkmarks.csv"] == "Date,Value,Notes\n"
    assert [each.text for each in written.notes] == [
        "1 other owner was left out: only the owner in use is written."
    ]


def test_a_former_export_is_known_by_its_list(tmp_path: Path) -> None:
    written = export(Source(document([streak("read"), streak("swim")])))
    save(written.files, tmp_path)
    save({"notes/mine.txt": "mine", "photos.txt": "mine"}, tmp_path)
    assert former_files(tmp_path) == ("001 Read/Checkmarks.csv", "002 Swim/Checkmarks.csv")


@pytest.mark.parametrize(
    "more",
    [
        {"003 Old/Checkmarks.csv": "Date,Value,Notes\n"},
        {"001 Read/Scores.csv": "mine"},
        {"Habits.csv": "Position,Name,Question\n001,Read,\n"},
        {"Habits.csv": ""},
    ],
)
def test_marks_of_somebody_else_are_not_mixed_with(tmp_path: Path, more: dict[str, str]) -> None:
    written = export(Source(document([streak("read")])))
    save({**written.files, **more}, tmp_path)
    with pytest.raises(ExchangeError, match="is not of Unbroken's making; choose another folder"):
        former_files(tmp_path)
