"""owner list, add, edit and remove."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]


def test_owners(unbroken: Unbroken, answered: Answered) -> None:
    fields = ["id", "name", "day_start", "week_start", "grace_period_days", "timezones"]
    fields += ["external_id", "profile", "quiet_hours"]
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
