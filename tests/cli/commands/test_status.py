"""status."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]
ENROLMENT = (
    "streak_id activity_type name user_id current_streak longest_streak total_count"
    " last_activity_date last_activity_at status due at_risk progress task_progress"
)


@pytest.mark.usefixtures("read")
def test_status(unbroken: Unbroken, answered: Answered) -> None:
    unbroken("add", "Café", "--period", "weekly", "--target", "3", "--length", "4")
    unbroken("add", "日本語", "--schedule", "mon")
    unbroken("log", "café")
    enrolments = answered("status")
    assert [each["activity_type"] for each in enrolments] == ["read", "cafe", "ribenyu"]
    assert all(" ".join(each) == ENROLMENT for each in enrolments)
    assert enrolments[2]["task_progress"] is None
    assert unbroken("status").out == (
        "Wednesday 11 March · UTC · clock set to 10:00    0 done · 2 left\n"
        "\n"
        "   Streak               This period       Ends       Run  Best  Last 14\n"
        "\n"
        "Left\n"
        "○  Read       ────────  0 / 20 min        14 h         2     2     □□□□□□□□■■○\n"
        "▣  Café       ━━╸─────  1 of 3 this week  until Sun    0     0               ▣\n"
        "     attempt  ────────  0 of 4\n"
        "\n"
        "Resting\n"
        "   日本語               off today         —            0     0\n"
    )
    assert len(answered("status", "read")) == 1
    assert "At least 20 min a day." in unbroken("status", "read").out


@pytest.mark.usefixtures("read")
def test_symbols_and_colour(unbroken: Unbroken, monkeypatch: pytest.MonkeyPatch) -> None:
    unbroken("config", "symbols", "ascii")
    out = unbroken("status").out
    assert out.isascii()
    assert "o  Read    ..............." in out
    late = ("status", "--now", "2026-03-11T18:00:01Z")
    assert "!  Read    ..............." in unbroken(*late).out
    assert out.rstrip().endswith("----##o")
    monkeypatch.setattr("unbroken.cli.output._is_known_terminal", lambda stream: True)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[1;33m!" in unbroken(*late).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in unbroken("status").out
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in unbroken("status").out


def test_the_late_night_is_named(unbroken: Unbroken) -> None:
    unbroken("add", "Walk")
    unbroken("owner", "edit", "me", "--day-start", "4")
    out = unbroken("status", "--now", "2026-03-12T02:30:00Z").out
    assert out.startswith("Wednesday 11 March (until 04:00) · UTC · clock set to 02:30")


def test_the_late_night_lasts_until_the_day_ends(unbroken: Unbroken) -> None:
    """On the night of 29 March 2026 there is no 02:00 in Berlin."""
    unbroken("add", "Walk")
    unbroken("owner", "edit", "me", "--day-start", "2", "--tz", "Europe/Berlin")
    assert " (until 02:00) · " in unbroken("status", "--now", "2026-03-27T23:30:00Z").out
    assert " (until 03:00) · " in unbroken("status", "--now", "2026-03-29T00:30:00Z").out
    assert "until" not in unbroken("status", "--now", "2026-03-29T01:30:00Z").out


def test_limits_stand_as_in_the_app(unbroken: Unbroken, answered: Answered) -> None:
    for name, target in [("Coffee", "2"), ("Sugar", "0"), ("Tea", "1")]:
        unbroken("add", name, "--at-most", "--target", target)
    unbroken("add", "Walk")
    unbroken("log", "coffee")
    unbroken("log", "coffee")
    unbroken("log", "sugar")
    unbroken("log", "tea")
    unbroken("skip", "tea", "today")
    lines = unbroken("status").out.splitlines()
    assert lines[0].endswith("1 done · 1 left · 1 missed")
    rows = [line for line in lines[3:] if line]
    assert [line.split()[:2] for line in rows] == [
        ["Left"],
        ["○", "Walk"],
        ["Done"],
        ["■", "Coffee"],
        ["Missed"],
        ["□", "Sugar"],
        ["Resting"],
        ["·", "Tea"],
    ]
    assert "skipped" in rows[-1]
    unbroken("log", "coffee")
    assert unbroken("due", "--short").out == "1 left · Walk 0/1\n"
    assert unbroken("due").out.splitlines()[-1] == ("Coffee: 3 today, more than 2: over the limit.")
    assert [each["name"] for each in answered("due")] == ["Coffee", "Walk"]


def test_a_streak_to_come_says_from_when_it_counts(unbroken: Unbroken, answered: Answered) -> None:
    unbroken("add", "Walk", "--target", "2", "--starts-on", "2026-12-01")
    unbroken("add", "Smoke", "--at-most", "--target", "0", "--starts-on", "2026-12-01")
    lines = unbroken("status").out.splitlines()
    assert lines[0].endswith("0 done · 0 left")
    assert sum("from Tue 1 Dec" in line for line in lines) == 2
    unbroken("log", "walk")
    lines = unbroken("status").out.splitlines()
    assert lines[0].endswith("0 done · 1 left")
    assert lines[5].startswith("▣  Walk") and "1 of 2 today" in lines[5]
    assert all(" ".join(each) == ENROLMENT for each in answered("status"))


def test_another_owner_is_not_sent_to_what_is_refused(unbroken: Unbroken) -> None:
    unbroken("add", "Walk")
    unbroken("owner", "add", "Ana")
    assert "`unbroken add` another" not in unbroken("--owner", "Ana", "status").out


@pytest.mark.usefixtures("read")
def test_the_owners_groups_and_names_are_orders_too(unbroken: Unbroken) -> None:
    unbroken("add", "Yoga", "--group", "Body")
    unbroken("add", "Ärzte")
    unbroken("add", "Bike", "--group", "Body")
    unbroken("log", "yoga")
    rows = [line for line in unbroken("status", "--order", "own").out.splitlines()[3:] if line]
    assert [line if line == "Body" else line[3:9].strip() for line in rows] == [
        *("Read", "Ärzte", "Body", "Yoga", "Bike")
    ]
    rows = unbroken("status", "--order", "name").out.splitlines()[3:]
    assert [line[3:9].strip() for line in rows] == ["Ärzte", "Bike", "Read", "Yoga"]
    assert unbroken("status", "--order", "mood").code == 2


@pytest.mark.parametrize(
    ("width", "ends"),
    [
        (24, "Run"),
        (50, "This period  Run"),
        (56, "Ends  Run"),
        (62, "Ends  Run  Best"),
        (72, "Last 7"),
        (90, "Last 14"),
        (110, "Last 30"),
        (140, "Last 60"),
        (200, "Last 60"),
    ],
)
@pytest.mark.usefixtures("read")
def test_there_are_as_many_columns_as_fit(
    unbroken: Unbroken, monkeypatch: pytest.MonkeyPatch, width: int, ends: str
) -> None:
    unbroken("add", "A name that is longer than most of them are")
    monkeypatch.setattr("unbroken.cli.dashboard_text.width", lambda: width)
    lines = unbroken("status").out.splitlines()[2:]
    assert lines[0].endswith(ends)
    assert max(map(len, lines)) <= width
    assert any("… " in line for line in lines)
