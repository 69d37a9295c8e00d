"""skip and unskip."""

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


def test_a_week_still_asks_unless_all_of_its_days_are_skipped(unbroken: Unbroken) -> None:
    unbroken("add", "Gym", "--period", "weekly", "--target", "3")
    ran = unbroken("skip", "gym", "today")
    assert ran.out.splitlines()[1:] == [
        "The week still asks: it rests only where all of its days are skipped,"
        " Mon 2026-03-09 to Sun 2026-03-15."
    ]
    assert len(unbroken("skip", "gym", "2026-03-09..2026-03-15").out.splitlines()) == 1
    for name in ("Run", "Call"):
        unbroken("add", name, "--period", "monthly")
    assert unbroken("skip", "--all", "tomorrow").out.splitlines()[1:] == [
        "Run and Call still ask: they rest only where all days of their periods are skipped."
    ]


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
    for nonsense, date, time in (
        ("1960-02-30", "There is no such day", "There is no such day"),
        ("1960-1-1", "is not a date", "is not a time"),
    ):
        assert date in unbroken("skip", "read", nonsense).err
        assert time in unbroken("log", "read", "--at", nonsense).err
