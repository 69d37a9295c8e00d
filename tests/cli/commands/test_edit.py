"""edit, and its question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ..conftest import Typed

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]


@pytest.mark.usefixtures("read")
def test_edit_shows_its_effect(unbroken: Unbroken) -> None:
    ran = unbroken("edit", "read", "--target", "25", "--whole-history", "--yes")
    assert ran.code == 0
    assert "Read: At least 25 min a day." in ran.out
    assert "2 → 0" in ran.out
    assert ran.out.endswith("Changed Read.\n")


@pytest.mark.usefixtures("read")
def test_edit_clears_and_takes_back(answered: Answered) -> None:
    answered("edit", "read", "--length", "9", "--grace", "2", "--strict", "--group", "A", "--yes")
    streak = answered(
        *("edit", "read", "--no-length", "--grace", "", "--not-strict", "--group", ""),
        *("--no-milestones", "--name", "Reading", "--yes"),
    )
    assert streak["completion_target_value"] is None
    assert (streak["grace_periods"], streak["strict"], streak["group"]) == (None, False, None)
    assert (streak["name"], streak["milestones"]) == ("Reading", [])


@pytest.mark.usefixtures("read")
def test_edit_adds_and_takes_away_single_milestones(answered: Answered) -> None:
    before = answered("rewards")
    assert [each["title"] for each in before] == ["Two"]
    streak = answered("edit", "read", "--milestone", "5=Five", "--yes")
    titles = [(each["milestone_target_value"], each["title"]) for each in streak["milestones"]]
    assert titles == [(2, "Two"), (5, "Five")]
    assert answered("rewards") == before
    streak = answered("edit", "read", "--milestone", "5=", "--milestone", "2=Both", "--yes")
    assert [each["title"] for each in streak["milestones"]] == ["Both"]


def test_a_first_day_says_what_it_moves_and_that_earlier_logs_count(unbroken: Unbroken) -> None:
    unbroken("add", "Pages")
    for day in ("2026-03-05", "2026-03-06", "2026-03-07"):
        unbroken("log", "pages", "--at", day)
    ran = unbroken("edit", "pages", "--yes", "--starts-on", "2026-03-07")
    assert ran.out.splitlines()[1:] == [
        "The numbers stay as they are.",
        "Logs from before 7 March count all the same: it began with the first of them.",
        "Changed Pages.",
    ]
    ran = unbroken("edit", "pages", "--yes", "--starts-on", "2027-01-01")
    assert "Until 1 January 2027 nothing is due." in ran.out
    ran = unbroken("edit", "pages", "--yes", "--starts-on", "2026-03-01")
    assert [line.split() for line in ran.out.splitlines()[1:3]] == [
        ["Run", "Best", "Attempt", "Missed"],
        ["me", "0", "3", "3", "broken", "3", "→", "7"],
    ]
    assert "count all the same" not in ran.out


@pytest.mark.usefixtures("read")
def test_a_streak_that_there_is_not_is_said_before_anybody_is_asked(unbroken: Unbroken) -> None:
    ran = unbroken("edit", "nope", "--target", "1")
    assert ran.code == 1 and "There is no streak “nope”" in ran.err


@pytest.mark.usefixtures("read")
@pytest.mark.parametrize(
    "flags",
    [
        (),
        ("--target", "25"),
        ("--whole-history", "--yes"),
        ("--milestone", "1=A", "--no-milestones", "--yes"),
        ("--length", "3", "--no-length", "--yes"),
        ("--target", "25", "--json"),
    ],
)
def test_edit_wrongly_used(unbroken: Unbroken, flags: tuple[str, ...]) -> None:
    ran = unbroken("edit", "read", *flags)
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.usefixtures("read")
def test_a_question_is_answered(
    unbroken: Unbroken, answered: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit = ("edit", "read", "--target", "30", "--whole-history")
    monkeypatch.setattr("sys.stdin", Typed("n\n"))
    ran = unbroken(*edit)
    assert ran.code == 1
    assert "2 → 0" in ran.out
    assert ran.out.endswith("Nothing was changed.\n")
    assert ran.err == "Change Read? [y/N] "
    assert answered("status", "read")[0]["task_progress"]["target"] == 20
    monkeypatch.setattr("sys.stdin", Typed("y\n"))
    assert unbroken(*edit).code == 0
    assert answered("status", "read")[0]["task_progress"]["target"] == 30
    monkeypatch.setattr("sys.stdin", Typed(""))
    assert unbroken("remove", "read").code == 1
    monkeypatch.setattr("sys.stdin", Typed("yes\n"))
    assert unbroken("remove", "read").code == 0
    assert answered("status") == []
