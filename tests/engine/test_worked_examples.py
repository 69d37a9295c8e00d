"""The worked examples of docs/domain.md 7, recorded log by log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ClassVar

import pytest

from hand_clock import Hand
from unbroken.core.results import Enrolment, ProgressRecord, Recording
from unbroken.engine.api import Engine, open_engine


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    while Tale.told:
        Tale.told.pop().engine.close()


class Tale:
    """One streak, told by instants."""

    told: ClassVar[list[Tale]] = []
    """The tales of the test under way, whose engines are closed after it."""

    def __init__(self, zone: str = "UTC", day_start: int = 0, **rules: Any) -> None:
        self.clock = Hand(utc("2026-01-01T00:00Z"))
        self.engine: Engine = open_engine(":memory:", clock=self.clock)
        self.told.append(self)
        self.engine.edit_owner("me", tz=zone, always=True, day_start=day_start)
        self.rules = rules

    def begin(self, text: str) -> None:
        self.clock.moment = utc(text)
        self.engine.add("x", **self.rules)

    def log(self, text: str, value: object = None, tz: str | None = None) -> Recording:
        self.clock.moment = utc(text)
        if not self.engine.streaks():
            self.begin(text)
        return self.engine.log("x", value, tz=tz)

    def noon(self, *days: int) -> list[Recording]:
        """Logs at noon of days of March 2026."""
        return [self.log(f"2026-03-{day:02}T12:00Z") for day in days]

    def at(self, text: str) -> Enrolment:
        self.clock.moment = utc(text)
        [enrolment] = self.engine.status()
        return enrolment

    def records(self, text: str) -> list[ProgressRecord]:
        self.clock.moment = utc(text)
        return self.engine.progress()


SPEND: dict[str, Any] = {
    "aggregation_method": "sum",
    "aggregation_target_value": 50,
    "completion_target_value": 7,
    "unit": "$",
}


def test_1_and_2_spend() -> None:
    tale = Tale(**SPEND)
    for day in (1, 2, 3):
        tale.log(f"2026-03-0{day}T12:00Z", 50)
    seen = tale.at("2026-03-04T09:00Z")
    assert seen.progress is not None
    assert seen.progress.streak_progress_status == "in_progress"
    assert seen.progress.current_progress_value == 3
    assert seen.task_progress is not None
    assert (seen.task_progress.value, seen.task_progress.target) == (0, 50)
    partial = tale.log("2026-03-04T12:00Z", "42.50")
    assert partial.task_progress is not None
    assert partial.progress is not None
    assert partial.task_progress.value == Decimal("42.5")
    assert not partial.task_progress.met
    assert partial.task_progress.remaining == Decimal("7.5")
    assert partial.progress.current_progress_value == 3
    full = tale.log("2026-03-04T13:00Z", "7.50")
    assert full.progress is not None
    assert full.progress.current_progress_value == 4


def test_3_coffee() -> None:
    tale = Tale(aggregation_period="weekly", aggregation_target_value=3, completion_target_value=4)
    for week in range(4):
        for day in (5, 7, 9):
            last = tale.log(f"2026-01-{day + 7 * week:02}T12:00Z")
    assert last.progress is not None
    assert last.progress.streak_progress_status == "completed"
    assert last.progress.streak_completed_at == utc("2026-01-30T12:00Z")
    assert last.progress.task_progress is None


@pytest.mark.parametrize("now", ["2026-03-01T00:00:00+01:00", "2026-06-15T12:00Z"])
def test_4_fitness(now: str) -> None:
    tale = Tale(
        "Europe/Berlin",
        aggregation_period="monthly",
        aggregation_target_value=4,
        completion_target_value=3,
    )
    for day in (2, 9, 16, 23):
        tale.log(f"2026-01-{day:02}T12:00Z")
    tale.log("2026-02-02T12:00Z")
    [record] = tale.records(now)
    assert record.streak_progress_status == "broken"
    assert record.current_progress_value == 1
    assert record.streak_broken_at == utc("2026-03-01T00:00:00+01:00")


def test_5_a_gap_breaks() -> None:
    tale = Tale()
    last = tale.noon(1, 2, 3, 5)[-1]
    first, second = tale.records("2026-03-05T12:00Z")
    assert (first.streak_broken_at, first.current_progress_value) == (utc("2026-03-05T00:00Z"), 3)
    assert second.streak_progress_status == "in_progress"
    assert (last.current_streak, last.longest_streak, last.total_count) == (1, 3, 4)
    assert (last.streak_started, last.streak_extended) == (True, False)


def test_6_grace_forgives() -> None:
    tale = Tale(grace_periods=1)
    last = tale.noon(1, 2, 3, 5)[-1]
    assert len(tale.records("2026-03-05T12:00Z")) == 1
    assert (last.current_streak, last.streak_extended) == (4, True)


def test_7_grace_ends() -> None:
    tale = Tale(grace_periods=1)
    last = tale.noon(1, 2, 3, 6)[-1]
    assert tale.records("2026-03-06T12:00Z")[0].streak_broken_at == utc("2026-03-06T00:00Z")
    assert last.current_streak == 1


def test_8_two_sides_of_midnight() -> None:
    tale = Tale("America/Los_Angeles")
    tale.log("2026-01-21T07:30Z")
    last = tale.log("2026-01-21T08:30Z")
    days = [log.local_date.isoformat() for log in tale.engine.history()]
    assert days == ["2026-01-21", "2026-01-20"]
    assert last.current_streak == 2


def test_9_a_day_without_midnight() -> None:
    tale = Tale("Africa/Cairo")
    tale.log("2026-04-22T12:00Z")
    [record] = tale.records("2026-04-24T10:01Z")
    assert record.streak_broken_at == utc("2026-04-23T22:00Z")


def test_10_a_day_that_never_was() -> None:
    tale = Tale("Pacific/Apia")
    tale.log("2011-12-29T12:00:00-10:00")
    assert tale.log("2011-12-31T12:00:00+14:00").current_streak == 2


def test_11_late_at_night() -> None:
    tale = Tale("Europe/Berlin", day_start=4)
    tale.log("2026-03-02T02:30:00+01:00")
    assert tale.engine.history()[0].local_date.isoformat() == "2026-03-01"


def test_12_only_weekdays() -> None:
    tale = Tale(schedule="mon,tue,wed,thu,fri")
    friday, saturday, monday = tale.noon(6, 7, 9)
    assert (friday.current_streak, saturday.current_streak, monday.current_streak) == (1, 1, 2)
    assert saturday.task_progress is None
    assert monday.total_count == 3


def test_13_completed_and_going_on() -> None:
    tale = Tale(completion_target_value=3)
    last = tale.noon(1, 2, 3, 3, 4)[-1]
    first, second = tale.records("2026-03-04T13:00Z")
    assert first.streak_completed_at == utc("2026-03-03T12:00Z")
    assert second.current_progress_value == 1
    assert last.current_streak == 4


def test_14_quitting() -> None:
    tale = Tale(goal="at_most", aggregation_target_value=2)
    tale.begin("2026-03-01T08:00Z")
    for hour in (9, 10, 11):
        last = tale.log(f"2026-03-03T{hour:02}:00Z")
    assert last.progress is not None
    assert last.progress.streak_progress_status == "broken"
    first, second = tale.records("2026-03-04T00:00Z")
    assert first.streak_broken_at == utc("2026-03-03T11:00Z")
    assert second.streak_started_at == utc("2026-03-04T00:00Z")
    assert second.streak_progress_status == "in_progress"


def test_15_a_skip_is_no_miss() -> None:
    tale = Tale()
    tale.noon(1)
    tale.engine.skip("x", datetime(2026, 3, 2, tzinfo=UTC).date())
    assert tale.noon(3)[-1].current_streak == 2


@pytest.mark.parametrize(("strict", "current", "attempts"), [(False, 4, 1), (True, 1, 2)])
def test_16_a_late_log(strict: bool, current: int, attempts: int) -> None:
    tale = Tale(strict=strict)
    tale.noon(1, 2, 4)
    tale.clock.moment = utc("2026-03-04T13:00Z")
    late = tale.engine.log("x", at=utc("2026-03-03T12:00Z"))
    assert late.current_streak == current
    assert len(tale.engine.progress()) == attempts


def test_17_a_period_earns_once() -> None:
    tale = Tale(aggregation_period="weekly", aggregation_target_value=3)
    tale.noon(2, 3, 4, 5, 6, 9)
    [record] = tale.records("2026-03-16T00:00Z")
    assert record.current_progress_value == 1
    assert record.streak_broken_at == utc("2026-03-16T00:00Z")


def test_18_flying_east_over_the_ocean() -> None:
    tale = Tale("Asia/Tokyo")
    tale.log("2026-05-10T20:00:00+09:00")
    tale.log("2026-05-10T18:00:00-07:00", tz="America/Los_Angeles")
    last = tale.log("2026-05-11T23:00:00-07:00")
    assert (last.current_streak, last.total_count) == (2, 3)


def test_flown_back_behind_midnight_the_day_is_open_again() -> None:
    tale = Tale("Europe/Berlin")
    tale.log("2026-05-10T12:00Z")
    tale.clock.moment = utc("2026-05-11T22:30Z")
    tale.engine.edit_owner("me", tz="America/New_York")
    seen = tale.at("2026-05-11T23:00Z")
    assert seen.current_streak == 1
    assert seen.task_progress is not None
    assert seen.task_progress.first_day.isoformat() == "2026-05-11"
    assert seen.task_progress.ends_at == utc("2026-05-11T22:00Z")
    assert seen.task_progress.seconds_left == 5 * 3600
