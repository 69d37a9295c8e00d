"""Timers: what is done now, logged when it is stopped (docs/domain.md 9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hand_clock import Hand
from unbroken.core.errors import ErrorCode, Refusal
from unbroken.engine.api import Engine

MINUTES: dict[str, Any] = {
    "aggregation_method": "sum",
    "unit": "min",
    "aggregation_target_value": 20,
}


@pytest.fixture
def read(engine: Engine) -> Engine:
    engine.add("Read", **MINUTES)
    return engine


def refused(call: Callable[[], Any]) -> tuple[ErrorCode, str]:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.code, caught.value.message


def test_the_time_is_logged_as_of_the_start(read: Engine, clock: Hand) -> None:
    begun = clock.moment
    assert read.start("read").seconds == 0
    clock.forward(minutes=24, seconds=40)
    [timer] = read.timer()
    assert (timer.seconds, timer.amount, timer.unit) == (1480, 25, "min")
    assert read.status("read")[0].timer_started_at == begun
    timer, recording = read.stop()
    assert recording is not None
    assert (recording.log.value, recording.log.activity_at) == (25, begun)
    assert recording.streak_started
    assert read.timer() == []
    assert read.status("read")[0].timer_started_at is None


def test_it_belongs_to_the_day_on_which_it_began(read: Engine, clock: Hand) -> None:
    clock.set("2026-03-01T23:50:00Z")
    read.start("read")
    clock.set("2026-03-02T00:30:00Z")
    _, recording = read.stop("read")
    assert recording is not None
    assert (recording.log.local_date, recording.log.value) == (date(2026, 3, 1), 40)


def test_start_and_end_may_lie_back(read: Engine, clock: Hand) -> None:
    noon = clock.moment
    read.start("read", at=noon - timedelta(minutes=50))
    stopped = read.stop("read", at=noon - timedelta(minutes=20))
    assert (stopped.timer.seconds, stopped.timer.amount) == (1800, 30)
    assert read.history("read")[0].activity_at == noon - timedelta(minutes=50)


@pytest.mark.parametrize(
    ("rules", "minutes", "value"),
    [
        ({"aggregation_method": "sum", "unit": "h"}, 100, "1.67"),
        ({"aggregation_method": "sum", "unit": "seconds"}, 1, "60"),
        ({}, 100, "1"),
        ({"aggregation_target_value": 3, "unit": "min"}, 100, "1"),
        ({"aggregation_method": "days", "aggregation_period": "weekly"}, 100, "1"),
        ({"aggregation_method": "sum", "unit": "min", "goal": "at_most"}, 100, "100"),
    ],
)
def test_by_the_unit(
    engine: Engine, clock: Hand, rules: dict[str, Any], minutes: int, value: str
) -> None:
    engine.add("Thing", **rules)
    engine.start("thing")
    clock.forward(minutes=minutes)
    stopped = engine.stop()
    assert stopped.recording is not None
    assert stopped.recording.log.value == stopped.timer.amount == Decimal(value)


def test_undo_and_redo_turn_it(read: Engine, clock: Hand) -> None:
    begun = clock.moment
    read.start("read")
    clock.forward(minutes=30)
    read.stop()
    assert read.journal()[0].rows == "30 min today"
    assert read.undo().label == "stop the timer of Read"
    assert read.history() == []
    assert [each.started_at for each in read.timer()] == [begun]
    assert read.undo().label == "start the timer of Read"
    assert read.timer() == []
    read.redo()
    read.redo()
    assert [each.value for each in read.history()] == [30]
    assert read.timer() == []
    assert read.doctor().problems == ()


def test_dropping_it_logs_nothing_and_is_a_change(read: Engine, clock: Hand) -> None:
    read.start("read")
    clock.forward(hours=20)
    assert read.stop(discard=True).recording is None
    assert (read.timer(), read.history()) == ([], [])
    assert read.undo().label == "drop the timer of Read"
    assert len(read.timer()) == 1


def test_one_that_was_forgotten_is_not_logged_silently(read: Engine, clock: Hand) -> None:
    read.start("read")
    clock.forward(hours=16)
    read.stop()
    read.undo()
    clock.forward(hours=10, minutes=10)
    code, said = refused(lambda: read.stop())
    assert code == ErrorCode.TIMER_FORGOTTEN
    assert said.startswith("The timer of Read has run for 26 h 10 min; say when it ended")
    assert read.history() == []
    read.stop(at=clock.moment - timedelta(hours=25))
    assert [each.value for each in read.history()] == [70]
    read.undo()
    read.stop(confirmed=True)
    assert [each.value for each in read.history()] == [1570]


def test_one_a_streak_and_several_at_once(read: Engine, clock: Hand) -> None:
    read.add("Walk")
    assert refused(read.stop) == (
        ErrorCode.NO_TIMER,
        "No timer runs; start one with `unbroken start STREAK`.",
    )
    read.start("read")
    assert refused(lambda: read.start("read")) == (
        ErrorCode.TIMER_RUNS,
        "The timer of Read runs already, since 12:00; stop it first.",
    )
    assert refused(lambda: read.stop("walk"))[0] == ErrorCode.NO_TIMER
    clock.forward(minutes=5)
    read.start("walk")
    assert [each.name for each in read.timer()] == ["Read", "Walk"]
    assert refused(read.stop) == (
        ErrorCode.AMBIGUOUS_STREAK,
        "Timers of Read and Walk run; say which one is to be stopped.",
    )
    read.stop("walk")
    assert read.stop().timer.name == "Read"


def test_two_owners_have_each_their_own(read: Engine, clock: Hand) -> None:
    read.add_owner("Bo", tz="UTC")
    bo = read.acting_as(read.caller._replace(admin=False, owner_id=read.owners()[1].id))
    read.start("read")
    assert bo.timer() == []
    bo.start("read")
    clock.forward(minutes=20)
    stopped = bo.stop()
    assert stopped.recording is not None
    assert stopped.recording.log.owned_by_id == bo.owner().id
    assert (len(read.timer()), len(bo.timer())) == (1, 0)
    bo.start("read")
    read.remove_owner("Bo")
    assert read.doctor().problems == ()
    read.undo()
    assert len(bo.timer()) == 1


@pytest.mark.parametrize("unit", [None, "pages", "m"])
def test_what_is_no_time_has_none(engine: Engine, unit: str | None) -> None:
    engine.add("Thing", aggregation_method="sum", unit=unit)
    code, said = refused(lambda: engine.start("thing"))
    assert code == ErrorCode.NO_TIME_UNIT
    assert said.startswith(f"Thing {f'counts {unit}' if unit else 'has no unit'}, and a timer")


def test_times_that_cannot_be(read: Engine, clock: Hand) -> None:
    later = clock.moment + timedelta(minutes=1)
    assert refused(lambda: read.start("read", at=later))[0] == ErrorCode.FUTURE
    read.start("read")
    assert refused(lambda: read.stop(at=later))[0] == ErrorCode.FUTURE
    assert refused(lambda: read.stop(at=clock.moment - timedelta(minutes=1))) == (
        ErrorCode.BAD_TIME,
        "The timer of Read was started at 12:00; say a time after that.",
    )


def test_a_unit_that_changed_meanwhile_logs_nothing_wrong(read: Engine, clock: Hand) -> None:
    read.start("read")
    read.edit("read", unit="pages")
    clock.forward(minutes=5)
    assert refused(read.stop)[0] == ErrorCode.NO_TIME_UNIT
    assert len(read.timer()) == 1
    read.stop(discard=True)


@pytest.mark.parametrize("end", ["pause", "archive", "remove"])
def test_a_streak_that_rests_or_goes_ends_its_timer(read: Engine, end: str) -> None:
    read.start("read")
    getattr(read, end)("read")
    assert (read.timer(), read.history()) == ([], [])
    assert read.journal()[0].label == f"{end} Read and end its timer"
    read.undo()
    assert len(read.timer()) == 1


@pytest.mark.parametrize(("rest", "code"), [("pause", "paused"), ("archive", "archived")])
def test_a_streak_that_takes_no_logs_has_none(read: Engine, rest: str, code: str) -> None:
    getattr(read, rest)("read")
    assert refused(lambda: read.start("read"))[0] == ErrorCode(code)


def test_a_clock_that_was_set_back_logs_the_least(read: Engine, clock: Hand) -> None:
    read.start("read")
    clock.forward(hours=-1)
    assert read.timer()[0].seconds == 0
    assert refused(read.stop)[0] == ErrorCode.FUTURE
    read.stop(discard=True)


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        (
            "UPDATE timers SET started_at = -4611686018427387904",
            "the timer of Read: -4611686018427387904 is no instant",
        ),
        (
            "UPDATE timers SET streak_id = 'gone'",
            "the table timers refers to a row of streaks that is not there",
        ),
    ],
)
def test_the_doctor_mends_them(read: Engine, sql: str, problem: str) -> None:
    read.start("read")
    read.store.rows("PRAGMA foreign_keys = OFF")
    read.store.rows(sql)
    assert problem in read.doctor().problems
    assert read.doctor(repair=True).ok
    assert read.timer() == []


def test_the_doctor_leaves_one_that_is_well(read: Engine) -> None:
    read.start("read")
    read.store.rows("UPDATE owners SET grace_period_days = 1 << 40")
    assert read.doctor(repair=True).ok
    assert len(read.timer()) == 1
