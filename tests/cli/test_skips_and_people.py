"""skip, unskip, owner and config."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]


@pytest.mark.usefixtures("read")
def test_skip_and_unskip(unbroken: Unbroken, answered: Answered) -> None:
    skip = answered("skip", "read", "2026-03-20..2026-03-25", "--reason", "sea")
    assert list(skip) == ["id", "activity_type", "owner_id", "first_day", "last_day", "reason"]
    assert (skip["first_day"], skip["last_day"]) == ("2026-03-20", "2026-03-25")
    assert answered("skip", "--all", "tomorrow")["activity_type"] is None
    assert unbroken("skip", "read", "mon").out == "Skipped: Read, Mon 2026-03-09.\n"
    ran = unbroken("unskip", "read", "2026-03-21..2026-03-22")
    assert ran.out == "No longer skipped: Read, Sat 2026-03-21 to Sun 2026-03-22 (sea).\n"
    assert unbroken("unskip", "read", "2026-03-21").code == 1
    assert answered("unskip", "--all", "tomorrow")["first_day"] == "2026-03-12"


@pytest.mark.usefixtures("read")
@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("read",), 2),
        (("--all",), 2),
        (("read", "--all", "today"), 2),
        (("read", "someday"), 1),
        (("read", "2026-03-05..2026-03-01"), 1),
        (("read", "2026-03-05.."), 1),
    ],
)
def test_what_skip_refuses(unbroken: Unbroken, argv: tuple[str, ...], code: int) -> None:
    assert unbroken("skip", *argv).code == code


@pytest.mark.usefixtures("read")
@pytest.mark.parametrize("day", ["1960-01-01", "2101-01-01"])
def test_days_beyond_the_years(unbroken: Unbroken, day: str) -> None:
    for noun, argv in (
        ("date", ("skip", "read", day)),
        ("date", ("skip", "read", f"today..{day}")),
        ("time", ("log", "read", "20", "--at", day)),
        ("time", ("log", "read", "20", "--at", f"{day} 21:30")),
    ):
        said = f"“{day}” is not a {noun} in the years 1970 to 2100; write another day.\n"
        assert unbroken(*argv) == (1, "", said)
    for nonsense in ("1960-02-30", "1960-1-1"):
        assert "is not a date" in unbroken("skip", "read", nonsense).err
        assert "is not a time" in unbroken("log", "read", "--at", nonsense).err


def test_owners(unbroken: Unbroken, answered: Answered) -> None:
    fields = ["id", "name", "day_start", "week_start", "grace_period_days", "timezones"]
    assert [list(each) for each in answered("owner")] == [fields]
    ann = answered("owner", "add", "Ann", "--tz", "europe/rome", "--day-start", "4")[1]
    assert (ann["name"], ann["day_start"]) == ("Ann", 4)
    assert ann["timezones"] == [
        {"effective_from": "1970-01-01T00:00:00Z", "timezone": "Europe/Rome"}
    ]
    edit = ("owner", "edit", "ann", "--tz", "Asia/Tokyo", "--week-start", "sun", "--grace", "2")
    assert unbroken(*edit, "--name", "Anna").out == (
        "Changed Anna: Asia/Tokyo, days start at 04:00, weeks on Sunday.\n"
    )
    assert len(answered("owner", "list")[1]["timezones"]) == 2
    answered("owner", "edit", "anna", "--tz", "Asia/Seoul", "--always")
    assert "Anna  Asia/Seoul" in unbroken("owner").out
    assert [each["name"] for each in answered("--owner", "anna", "owner")] == ["Anna"]
    assert unbroken("--owner", "anna", "owner", "add", "X").code == 1
    assert unbroken("owner", "remove", "anna").out.startswith("Removed Anna with their logs")
    assert len(answered("owner", "list")) == 1


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("add", "me"), 1),
        (("add", "X", "--tz", "Mars"), 1),
        (("add", "X", "--day-start", "13"), 1),
        (("add",), 2),
        (("edit", "me"), 2),
        (("edit", "me", "--name", "X", "--always"), 2),
        (("edit", "nobody", "--name", "X"), 1),
        (("remove", "me"), 1),
        (("rename", "me"), 2),
        (("--tz", "X", "add"), 2),
    ],
)
def test_what_owner_refuses(unbroken: Unbroken, argv: tuple[str, ...], code: int) -> None:
    ran = unbroken("owner", *argv)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.count("\n") == 1


def test_the_owner_of_the_environment(
    unbroken: Unbroken, answered: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    unbroken("owner", "add", "Ann")
    unbroken("add", "Walk")
    monkeypatch.setenv("UNBROKEN_OWNER", "ann")
    assert answered("status") == []
    assert "You are in no streak yet" in unbroken("status").out
    assert unbroken("log", "walk").code == 0
    assert len(answered("status", "--owner", "me")) == 1


def test_config(unbroken: Unbroken, answered: Answered) -> None:
    settings = answered("config")
    assert settings["symbols"] == "unicode"
    assert settings["activity_types"] == []
    assert answered("config", "symbols", "ascii")["symbols"] == "ascii"
    assert unbroken("config", "symbols").out.startswith("symbols  ascii  ")
    assert "theme" in unbroken("config").out
    assert answered("config", "activity_types", "b,a") == settings | {
        "symbols": "ascii",
        "activity_types": ["a", "b"],
    }
    assert answered("config", "symbols", "")["symbols"] == "unicode"
    for argv in (("colour",), ("colour", "x"), ("symbols", "braille")):
        assert unbroken("config", *argv).code == 1
