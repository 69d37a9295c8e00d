"""`start`, `stop` and `timer` on the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cli.conftest import Unbroken

Answered = Callable[..., Any]


def later(minute: int) -> tuple[str, str]:
    """Some minutes after ten o'clock."""
    return "--now", f"2026-03-11T{10 + minute // 60:02}:{minute % 60:02}:00Z"


@pytest.mark.usefixtures("read")
def test_a_timer_from_start_to_stop(unbroken: Unbroken) -> None:
    assert unbroken("timer").out == "No timer runs; `unbroken start STREAK` starts one.\n"
    assert unbroken("start", "rea").out == "Read: started; `unbroken stop read` logs it.\n"
    assert unbroken("timer", *later(65)).out.splitlines() == [
        "Streak  runs        since",
        "Read    1 h 05 min  10:00",
    ]
    assert "> 25 min" in unbroken("status", *later(25)).out.replace("►", ">")
    assert unbroken("stop", *later(25)).out.splitlines() == [
        "Read: stopped after 25 min, logged 25 min.",
        "Read: 3 in a row (extended). 25 min today, more than 20: done.",
    ]
    unbroken("undo")
    assert "20 min" in unbroken("timer", *later(20)).out


@pytest.mark.usefixtures("read")
def test_a_timer_of_seconds_says_why_more_is_logged(unbroken: Unbroken) -> None:
    for seconds, said in (
        (2, "stopped after 2 s, logged 1 min, the least there is."),
        (45, "stopped after 45 s, logged 1 min."),
        (70, "stopped after 1 min, logged 1 min."),
    ):
        unbroken("start", "read")
        ran = unbroken("stop", "--now", f"2026-03-11T10:{seconds // 60:02}:{seconds % 60:02}Z")
        assert ran.out.splitlines()[0] == f"Read: {said}"


@pytest.mark.usefixtures("read")
def test_both_ends_can_lie_back(unbroken: Unbroken) -> None:
    said = "Read: started, 20 min ago; `unbroken stop read` logs it.\n"
    assert unbroken("start", "read", "--at", "-20m").out == said
    assert unbroken("stop", "--at", "09:55").out.startswith("Read: stopped after 15 min, logged 15")
    assert unbroken("start", "read", "--at", "yesterday 20:00").code == 0
    assert "yesterday 20:00" in unbroken("timer").out
    ran = unbroken("stop", *later(180))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "The timer of Read has run for 17 h 00 min; say when it ended with --at, log all of it"
        " with --yes, or drop it with --discard.\n"
    )
    assert unbroken("stop", "--discard", "--at", "09:00").code == 2
    said = "Read: the timer was dropped after 17 h 00 min; nothing was logged.\n"
    assert unbroken("stop", "--discard", *later(180)).out == said


@pytest.mark.usefixtures("read")
def test_as_json(answered: Answered) -> None:
    keys = ["streak_id", "activity_type", "name", "owned_by_id", "started_at", "seconds"]
    started = answered("start", "read")
    assert list(started) == [*keys, "amount", "unit"]
    assert answered("timer", *later(1)) == [{**started, "seconds": 60}]
    stopped = answered("stop", *later(30))
    assert stopped["timer"]["amount"] == stopped["recording"]["log"]["value"] == 30
    answered("start", "read")
    assert answered("stop", "--discard")["recording"] is None


@pytest.mark.usefixtures("read")
@pytest.mark.parametrize("end", ["pause", "archive", "remove"])
def test_a_streak_that_rests_says_that_its_timer_ends(unbroken: Unbroken, end: str) -> None:
    unbroken("start", "read", "--at", "-25m")
    yes = ("--yes",) if end == "remove" else ()
    assert unbroken(end, "read", *yes).out.endswith(" Its timer, 25 min, ends without a log.\n")
    assert unbroken("undo").out.startswith(f"Took back: {end} Read and end its timer")
