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
    assert [each["activity_type"] for each in enrolments] == ["read", "cafe", "habit"]
    assert all(" ".join(each) == ENROLMENT for each in enrolments)
    assert enrolments[2]["task_progress"] is None
    assert unbroken("status").out == (
        "Wednesday 11 March · UTC · clock set to 10:00    0 done · 2 left\n"
        "\n"
        "   Streak                      This period       Ends    Run  Best\n"
        "○  Read       ───────────────  0 / 20 min today  14 h      2     2\n"
        "▣  Café       ━━━━━──────────  1 / 3 this week   5 days    0     0\n"
        "     attempt  ───────────────  0 of 4\n"
        "   日本語                      off today         —         0     0\n"
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
    monkeypatch.setattr("unbroken.cli.output.is_terminal", lambda stream: True)
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
    assert [line.split()[:2] for line in lines[3:]] == [
        ["○", "Walk"],
        ["■", "Coffee"],
        ["□", "Sugar"],
        ["·", "Tea"],
    ]
    assert "skipped today" in lines[6]
    unbroken("log", "coffee")
    assert unbroken("due", "--short").out == "1 left · Walk 0/1\n"
    assert "Coffee" not in unbroken("due").out
    assert [each["name"] for each in answered("due")] == ["Coffee", "Walk"]


def test_a_streak_to_come_says_from_when_it_counts(unbroken: Unbroken, answered: Answered) -> None:
    unbroken("add", "Walk", "--target", "2", "--starts-on", "2026-12-01")
    unbroken("add", "Smoke", "--at-most", "--target", "0", "--starts-on", "2026-12-01")
    lines = unbroken("status").out.splitlines()
    assert lines[0].endswith("0 done · 0 left")
    assert all("from Tue 2026-12-01" in line for line in lines[3:])
    unbroken("log", "walk")
    lines = unbroken("status").out.splitlines()
    assert lines[0].endswith("0 done · 1 left")
    assert lines[3].startswith("▣  Walk") and "1 / 2 today" in lines[3]
    assert all(" ".join(each) == ENROLMENT for each in answered("status"))


def test_another_owner_is_not_sent_to_what_is_refused(unbroken: Unbroken) -> None:
    unbroken("add", "Walk")
    unbroken("owner", "add", "Ana")
    assert "`unbroken add` another" not in unbroken("--owner", "Ana", "status").out
