"""log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]
RECORDING = (
    "activity_id current_streak longest_streak total_count streak_extended streak_started"
    " duplicate log task_progress progress rewards"
)
LOG = (
    "id streak_id activity_type owned_by_id activity_at timezone local_date value note"
    " unique_identifier recorded_at metadata reference"
)
PROGRESS = (
    "id streak_id activity_type unique_identifier owned_by_id owned_by current_progress_value"
    " completion_target_value streak_progress_status streak_started_at streak_completed_at"
    " streak_broken_at last_task_contribution_at last_task_completed_at task_progress"
)
TASK = (
    "value target goal unit met remaining period first_day last_day starts_at ends_at seconds_left"
)

pytestmark = pytest.mark.usefixtures("read")


def test_the_answer_has_every_field(answered: Answered) -> None:
    answer = answered("log", "read", "14", "--note", "-x", "--id", "a1", "--at", "-2h")
    assert " ".join(answer) == RECORDING
    assert " ".join(answer["log"]) == LOG
    assert " ".join(answer["progress"]) == PROGRESS
    assert " ".join(answer["task_progress"]) == TASK
    assert answer["log"]["activity_at"] == "2026-03-11T08:00:00Z"
    assert (answer["log"]["value"], answer["log"]["note"]) == (14, "-x")
    assert answer["task_progress"]["remaining"] == 6
    assert answer["duplicate"] is False
    again = answered("log", "read", "99", "--id", "a1")
    assert (again["duplicate"], again["activity_id"]) == (True, answer["activity_id"])


def test_the_answer_in_words(unbroken: Unbroken) -> None:
    ran = unbroken("log", "read", "14")
    assert ran.out == "Read: 2 in a row. 14 of 20 min today, 6 min to go.\n"
    ran = unbroken("log", "read", "6", "--id", "x")
    assert ran.out == "Read: 3 in a row (extended). 20 of 20 min today, done.\n"
    assert unbroken("log", "read", "6", "--id", "x").out.startswith(
        "Read: that was logged before; nothing was added.\n"
    )


def test_a_reward_is_celebrated(unbroken: Unbroken) -> None:
    unbroken("add", "Walk", "--milestone", "1=Shoes")
    ran = unbroken("log", "walk")
    assert ran.out == (
        "Walk: 1 in a row (started). 1 of 1 today, done.\n■ Reached: Shoes (1). Well done!\n"
    )


def test_a_late_log_says_for_which_day(unbroken: Unbroken) -> None:
    unbroken("add", "Walk")
    ran = unbroken("log", "walk", "--at", "yesterday 21:30")
    assert "Counted for Tuesday 10 March 2026: 1 of 1, met. " in ran.out


def test_a_late_log_says_so_where_today_is_off(unbroken: Unbroken) -> None:
    unbroken("add", "Yoga", "--schedule", "mon")
    late = unbroken("log", "yoga", "--at", "monday").out
    assert late == "Yoga: 1 in a row (started). Counted for Monday 9 March 2026: 1 of 1, met.\n"
    late = unbroken("log", "yoga", "--at", "yesterday").out
    assert "Tuesday 10 March 2026 asks for nothing. Nothing is asked for today." in late
    assert unbroken("log", "yoga").out == "Yoga: 1 in a row. Nothing is asked for today.\n"


def test_a_late_log_says_how_its_period_stands(unbroken: Unbroken) -> None:
    unbroken("add", "Slip", "--at-most", "--target", "0")
    unbroken("add", "Gym", "--period", "weekly", "--target", "3")
    late = unbroken("log", "slip", "--at", "yesterday").out
    assert "Counted for Tuesday 10 March 2026: 1, more than 0, missed. None today" in late
    late = unbroken("log", "gym", "--at", "6 mar").out
    assert "Friday 6 March 2026, in the week to Sunday 8 March: 1 of 3, missed. " in late
    late = unbroken("log", "read", "30 min", "--at", "3 days ago").out
    assert "Counted for Sunday 8 March 2026: 30 min, more than 20, met. " in late


def test_words_and_options_in_any_order(answered: Answered) -> None:
    assert answered("log", "--note", "a", "read", "--at", "08:00", "3")["log"]["value"] == 3
    assert answered("log", "--at=-15m", "read", "--", "2.5")["log"]["value"] == 2.5


def test_at_most(unbroken: Unbroken) -> None:
    unbroken("add", "Coffee", "--at-most", "--target", "2")
    ran = unbroken("log", "coffee")
    assert "1 of at most 2 today, room for 1 more." in ran.out
    unbroken("log", "coffee")
    assert "over the limit" in unbroken("log", "coffee").out


def test_a_log_from_before_the_beginning_says_what_counts_as_missed(unbroken: Unbroken) -> None:
    unbroken("add", "Walk")
    ran = unbroken("log", "walk", "--at", "2026-03-05")
    assert ran.out.splitlines()[1] == (
        "  Walk begins with Thursday 5 March 2026 now; 5 days since count as missed."
    )
    assert "begins with" not in unbroken("log", "walk", "--at", "2026-03-06").out
    ran = unbroken("log", "walk", "--at", "2026-03-04")
    assert len(ran.out.splitlines()) == 1


def test_a_slip_of_an_earlier_day_is_no_progress(unbroken: Unbroken) -> None:
    """The run is longer since it began earlier; JSON has that as an extension."""
    unbroken("add", "Sweets", "--at-most", "--target", "0")
    ran = unbroken("log", "sweets", "--at", "3 days ago")
    assert ran.out == (
        "Sweets: logged 1. Counted for Sunday 8 March 2026: 1, more than 0, missed."
        " None today.\n"
        "  Sweets begins with Sunday 8 March 2026 now.\n"
    )


def test_new(unbroken: Unbroken, answered: Answered) -> None:
    ran = unbroken("log", "Tennis")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("There is no streak “Tennis”")
    assert unbroken("log", "Tennis", "--new").out.startswith(
        "New streak Tennis: At least once a day.\nTennis: 1 in a row (started)."
    )
    assert answered("log", "tennis", "--new")["total_count"] == 2


def test_a_zone_moves_the_owner(answered: Answered) -> None:
    answer = answered("log", "read", "5", "--tz", "asia/tokyo")
    assert answer["log"]["timezone"] == "Asia/Tokyo"
    assert answered("owner")[0]["timezones"][-1]["timezone"] == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("read", "x"), "bad_amount"),
        (("read", "-5"), "bad_amount"),
        (("read",), "bad_amount"),
        (("read", "1", "--at", "13:00"), "future"),
        (("read", "1", "--at", "tomorrow"), "future"),
        (("read", "1", "--at", "soon"), "bad_time"),
        (("read", "1", "--tz", "Mars"), "unknown_zone"),
        (("reed", "1"), "unknown_streak"),
    ],
)
def test_what_log_refuses(unbroken: Unbroken, argv: tuple[str, ...], code: str) -> None:
    ran = unbroken("log", *argv, "--json")
    assert (ran.code, ran.out) == (1, "")
    assert f'"code": "{code}"' in ran.err
