"""status, due, progress, history, rewards and calendar."""

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
REWARD = (
    "id milestone_id streak_id activity_type owned_by_id progress_id milestone_target_value"
    " title reward_issued_at"
)


def test_nothing_yet(unbroken: Unbroken, answered: Answered) -> None:
    assert unbroken("status").out.startswith("No streak yet; make the first one")
    assert unbroken("due").out.startswith("No streak yet")
    assert unbroken("due", "--short").out == "no streak yet\n"
    assert unbroken("history").out.startswith("Nothing was logged there")
    assert unbroken("progress").out.startswith("No attempt yet")
    assert unbroken("rewards").out.startswith("No reward yet")
    assert "all streaks" in unbroken("calendar").out
    for command in ("status", "due", "history", "progress", "rewards"):
        assert answered(command) == []


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
        "Wednesday 11 March · UTC · clock set to 10:00    0 done · 2 left · 2 at risk\n"
        "\n"
        "   Streak                      This period       Left    Now  Best\n"
        "▲  Read       ───────────────  0 / 20 min today  14 h      2     2\n"
        "▲  Café       ━━━━━──────────  1 / 3 this week   5 days    0     0\n"
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
    assert "!  Read    ..............." in out
    monkeypatch.setattr("unbroken.cli.output.is_terminal", lambda stream: True)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[1;33m!" in unbroken("status").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in unbroken("status").out
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in unbroken("status").out


@pytest.mark.usefixtures("read")
def test_due(unbroken: Unbroken, answered: Answered) -> None:
    unbroken("log", "read", "14")
    unbroken("add", "Walk")
    assert [each["name"] for each in answered("due")] == ["Read", "Walk"]
    assert answered("due", "--short") == answered("due")
    assert unbroken("due", "--short").out == "2 left · 1 at risk · Read 14/20 min\n"
    assert "Walk" in unbroken("due").out
    unbroken("log", "read", "6")
    unbroken("log", "walk")
    assert unbroken("due", "--short").out == "all done\n"
    assert unbroken("due").out == "All done.\n"


@pytest.mark.usefixtures("read")
def test_progress(unbroken: Unbroken, answered: Answered) -> None:
    unbroken("log", "read", "20", "--at", "2026-03-02")
    records = answered("progress")
    assert [each["streak_progress_status"] for each in records] == ["broken", "in_progress"]
    assert records[0]["streak_broken_at"] == "2026-03-04T00:00:00Z"
    assert records[0]["task_progress"] is None
    assert answered("progress", "read", "--status", "broken") == records[:1]
    assert unbroken("progress", "--status", "lost").code == 2
    lines = unbroken("progress", "--all-owners").out.splitlines()
    assert lines[1] == "2026-03-02 12:00  read    1        broken       2026-03-04 00:00  me"


@pytest.mark.usefixtures("read")
def test_history(unbroken: Unbroken, answered: Answered) -> None:
    assert [each["local_date"] for each in answered("history")] == ["2026-03-10", "2026-03-09"]
    assert answered("history", "read", "--from", "yesterday", "--to", "today")[0]["value"] == 20.5
    assert len(answered("history", "--to", "mon")) == 1
    assert unbroken("history", "--from", "x").code == 1
    unbroken("log", "read", "1000", "--at", "today 07:40", "--note", "on the\ntrain")
    lines = unbroken("history").out.splitlines()
    assert lines[0].split() == ["Day", "Time", "Streak", "Amount", "Note"]
    assert lines[1] == "Wed 2026-03-11  07:40  Read     1,000  min  on the train"
    assert lines[2] == "Tue 2026-03-10  12:00  Read      20.5  min"


@pytest.mark.usefixtures("read")
def test_rewards(unbroken: Unbroken, answered: Answered) -> None:
    won = answered("rewards")
    assert [(each["title"], each["reward_issued_at"]) for each in won] == [
        ("Two", "2026-03-10T12:00:00Z")
    ]
    assert " ".join(won[0]) == REWARD
    assert answered("rewards", "--all-owners") == won
    assert "2026-03-10 12:00  read     2  Two" in unbroken("rewards", "read").out


@pytest.mark.usefixtures("read")
def test_calendar(unbroken: Unbroken, answered: Answered) -> None:
    unbroken("skip", "read", "2026-03-03")
    unbroken("log", "read", "5")
    assert unbroken("calendar", "read").out == (
        "March 2026 · Read\n"
        "\n"
        "  wk  Mon  Tue  Wed  Thu  Fri  Sat  Sun\n"
        "   9                                 1□\n"
        "  10   2□   3·   4□   5□   6□   7□   8□\n"
        "  11   9■  10■ [11▣] 12   13   14   15\n"
        "  12  16   17   18   19   20   21   22\n"
        "  13  23   24   25   26   27   28   29\n"
        "  14  30   31\n"
        "\n"
        "■ met   ▣ partly   □ missed   · skipped   2 of 10 days met\n"
    )
    days = answered("calendar", "read", "2026-03")
    assert days == answered("calendar", "read")
    assert days[0]["date"] == "2026-02-23"
    assert days[0]["in_month"] is False
    assert " ".join(days[0]) == "date state value target logs in_month"
    assert answered("calendar", "2026-03") == answered("calendar")
    assert unbroken("calendar", "2026-13").code == 2
    assert unbroken("calendar", "read", "March").code == 2
    assert unbroken("calendar", "nothing", "2026-03").code == 1


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
    assert lines[0].endswith("0 done · 1 left · 1 missed · 1 at risk")
    assert [line.split()[:2] for line in lines[3:]] == [
        ["▲", "Coffee"],
        ["○", "Walk"],
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
    assert lines[0].endswith("0 done · 1 left · 1 at risk")
    assert lines[3].startswith("▲  Walk") and "1 / 2 today" in lines[3]
    assert all(" ".join(each) == ENROLMENT for each in answered("status"))


def test_another_owner_is_not_sent_to_what_is_refused(unbroken: Unbroken) -> None:
    unbroken("add", "Walk")
    unbroken("owner", "add", "Ana")
    assert "`unbroken add` another" not in unbroken("--owner", "Ana", "status").out
