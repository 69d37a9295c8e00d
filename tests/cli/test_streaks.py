"""add, edit and the life cycle."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]


def test_add_takes_every_rule(answered: Answered) -> None:
    streak = answered(
        *(
            "add",
            "Gym",
            "--type",
            "gym.x",
            "--method",
            "days",
            "--period",
            "weekly",
            "--every",
            "2",
        ),
        *("--target", "3", "--length", "4", "--grace", "1", "--starts-on", "yesterday"),
        *("--strict", "--color", "Green", "--group", "Body", "--description", "lift"),
        *("--milestone", "2=Half", "--milestone", "1=First = best"),
    )
    assert streak["activity_type"] == "gym.x"
    assert streak["aggregation_method"] == "days"
    assert (streak["aggregation_period"], streak["every"]) == ("weekly", 2)
    assert streak["aggregation_target_value"] == 3
    assert (streak["completion_target_value"], streak["grace_periods"]) == (4, 1)
    assert streak["starts_on"] == "2026-03-10"
    assert streak["strict"] is True
    assert (streak["color"], streak["group"], streak["description"]) == ("green", "Body", "lift")
    assert [each["title"] for each in streak["milestones"]] == ["First = best", "Half"]
    assert streak["unit"] is None
    assert "schedule" in streak


def test_add_in_words(unbroken: Unbroken) -> None:
    ran = unbroken("add", "Work out", "--schedule", "mon,wed", "--milestone", "7=A week")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "Made Work out: At least once a day, on Monday and Wednesday.",
        "  at 7: A week",
        "Log to it with `unbroken log work-out`.",
    ]


@pytest.mark.parametrize(
    ("flags", "code"),
    [
        (("--target", "x"), "bad_target"),
        (("--method", "max"), "bad_rule"),
        (("--every", "0"), "bad_number"),
        (("--length", "1.5"), "bad_number"),
        (("--schedule", "someday"), "bad_weekday"),
        (("--starts-on", "31.3."), "bad_date"),
        (("--color", "#12"), "bad_color"),
        (("--type", "Ä"), "bad_activity_type"),
        (("--milestone", "0=None"), "bad_number"),
    ],
)
def test_what_add_refuses(unbroken: Unbroken, flags: tuple[str, ...], code: str) -> None:
    ran = unbroken("add", "X", *flags, "--json")
    assert ran.code == 1
    assert ran.out == ""
    assert f'"code": "{code}"' in ran.err


def test_add_wrongly_used(unbroken: Unbroken) -> None:
    assert unbroken("add", "X", "--milestone", "7").code == 2
    both = unbroken("add", "X", "--at-most", "--at-least")
    assert both.code == 2
    assert both.err == "--at-most and --at-least exclude each other; give one of them.\n"


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


class Typed(io.StringIO):
    """Somebody at a terminal."""

    def isatty(self) -> bool:
        return True


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


@pytest.mark.usefixtures("read")
def test_life_cycle(unbroken: Unbroken, answered: Answered) -> None:
    assert answered("pause", "read")["status"] == "paused"
    assert "paused" in unbroken("status").out
    ran = unbroken("log", "read", "3")
    assert (ran.code, ran.err) == (1, "Read is paused; resume it to log to it.\n")
    assert answered("resume", "read")["status"] == "live"
    assert answered("archive", "read")["archived_at"] == "2026-03-11T10:00:00Z"
    assert answered("status") == []
    assert "Every streak is archived" in unbroken("status").out
    assert answered("restore", "read")["archived_at"] is None
    assert unbroken("pause", "read").out.startswith("Read rests from today on")


@pytest.mark.usefixtures("read")
def test_remove(unbroken: Unbroken, answered: Answered) -> None:
    ran = unbroken("remove", "read")
    assert (ran.code, ran.err) == (2, "Nobody can be asked here; add --yes to remove Read.\n")
    assert unbroken("remove", "read", "--json").code == 2
    assert unbroken("remove", "nothing", "--yes").code == 1
    ran = unbroken("remove", "read", "--yes")
    assert ran.out == "Removed Read with your 2 logs; `unbroken undo` brings it back.\n"
    assert unbroken("undo").out == "Took back: remove Read (a few seconds ago).\n"
    assert answered("remove", "read", "--yes")["name"] == "Read"


@pytest.mark.usefixtures("read")
def test_remove_says_what_goes_of_everybody(
    unbroken: Unbroken, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked() -> str:
        monkeypatch.setattr("sys.stdin", Typed("n\n"))
        return unbroken("remove", "read").err.removesuffix(" [y/N] ")

    assert asked() == "Remove Read with your 2 logs?"
    for name, times in (("Ann", 2), ("Bo", 1), ("Cy", 0)):
        assert unbroken("owner", "add", name, "--tz", "UTC").code == 0
        for _ in range(times):
            assert unbroken("--owner", name, "log", "read", "20").code == 0
        if name == "Ann":
            assert asked() == "Remove Read with 4 logs, 2 of them of Ann?"
    assert asked() == "Remove Read with 5 logs, 2 of them of Ann and 1 of them of Bo?"
    ran = unbroken("--owner", "Ann", "remove", "read", "--yes")
    assert ran.err == "Only the first owner of this database may remove a streak.\n"
