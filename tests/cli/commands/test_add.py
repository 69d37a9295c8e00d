"""add."""

from __future__ import annotations

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


def test_a_unit_of_what_is_counted_is_explained(unbroken: Unbroken) -> None:
    how = "counts logs, not amounts; `unbroken edit tea --method sum` adds these up"
    assert f"  {how}\n" in unbroken("add", "Tea", "--unit", "cups").out
    assert f"  {how}\n" in unbroken("log", "tea", "2").out
    assert "not amounts" not in unbroken("log", "tea").out
    assert "not amounts" not in unbroken("edit", "tea", "--method", "sum", "--yes").out
    assert "  counts days with a log, " in unbroken("edit", "tea", "--method", "days", "--yes").out


def test_reminders_of_longer_periods_say_how_often_they_come(unbroken: Unbroken) -> None:
    assert "  reminds at 08:30\n" in unbroken("add", "Tea", "--remind", "08:30").out
    out = unbroken("add", "Rent", "--period", "monthly", "--remind", "08:30").out
    assert "  reminds at 08:30, once a month\n" in out
    flags = ("--period", "weekly", "--every", "2", "--remind", "08:30, 2h before")
    out = unbroken("add", "Gym", *flags).out
    assert "  reminds at 08:30 and 2h before, each once a period\n" in out


def test_a_colour_that_there_may_not_be_is_told(unbroken: Unbroken) -> None:
    said = "  drawn only if CSS has a colour purpel; the app's own are red, orange, yellow, lime,"
    assert said in unbroken("add", "Tea", "--color", "purpel").out
    for known in ("purple", "#aa00ff"):
        assert "drawn only" not in unbroken("edit", "tea", "--color", known, "--yes").out


def test_what_was_told_already_is_not_told_again_by_an_edit(unbroken: Unbroken) -> None:
    unbroken("add", "Tea", "--color", "blurple", "--unit", "cups", "--method", "count")
    out = unbroken("edit", "tea", "--target", "2", "--yes").out
    assert "drawn only" not in out
    assert "not amounts" not in out
    assert "drawn only" in unbroken("edit", "tea", "--color", "greenish", "--yes").out
