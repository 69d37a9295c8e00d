"""A year in review: by hand, and beside a slow second reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from unittest.mock import Mock, patch

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from effort import examples
from engine.test_against_oracle import document_of, fair
from hand_clock import Hand
from oracle.brute import Case
from oracle.cases import cases
from unbroken import demo
from unbroken.core.errors import Refusal
from unbroken.core.instants import Instant, moment_of
from unbroken.core.results import CalendarDay
from unbroken.core.year_review import First, Won, YearMonth, YearReview, YearRun, YearWeekday
from unbroken.engine import streak_years
from unbroken.engine.api import Engine, open_engine
from unbroken.engine.enrolled import logged_on
from unbroken.wording.year_review import TableRow, tables

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LAST = date(2026, 3, 1)
SUGAR = {"goal": "at_most", "aggregation_target_value": 0}
ASKED = ("met", "partial", "open", "missed")


def test_a_year_by_hand(engine: Engine) -> None:
    engine.add("Walk", starts_on=date(2026, 2, 1), milestones=((2, "Two"),))
    engine.add("Sugar", goal="at_most", aggregation_target_value=1, starts_on=date(2026, 2, 20))
    engine.add("Gym", aggregation_period="weekly", starts_on=date(2026, 2, 16))
    for days in (1, 2, 5, 6):
        engine.log("walk", at=NOON - timedelta(days=days))
    engine.log("gym", at=NOON - timedelta(days=5))
    engine.log("gym", at=NOON - timedelta(days=5))
    engine.log("walk", at=NOON - timedelta(days=400))
    review = engine.year_review()
    figures = review.figures
    assert (review.year, review.streak, review.last_day) == (2026, None, LAST)
    # Walk: 4 of 59 days, since a log from before opened it; Gym: 1 of two weeks
    assert (figures.met, figures.asked) == (4 + 1, 59 + 2)
    assert figures.share == Decimal("0.081967")
    assert (figures.logs, figures.days_with_logs, figures.longest_run) == (6, 4, 2)
    assert (figures.milestones, figures.total) == (2, None)
    assert figures.perfect_days == 4  # Sugar asks for nothing before it was enrolled
    assert figures.best_month is not None
    assert figures.best_month.first_day == date(2026, 2, 1)
    assert figures.best_weekday is not None
    assert (figures.best_weekday.weekday, figures.best_weekday.met) == ("monday", 1)
    assert review.before is not None
    assert (review.before.met, review.before.logs) == (1, 1)
    assert review.runs[0] == YearRun("walk", "Walk", date(2026, 2, 27), date(2026, 2, 28), 2)
    assert review.firsts == (
        First(date(2026, 2, 24), "log", "gym", "Gym"),
        First(date(2026, 3, 1), "met", "gym", "Gym"),
    )
    assert review.milestones == (
        Won(date(2026, 2, 24), "walk", "Walk", 2, "Two"),
        Won(date(2026, 2, 28), "walk", "Walk", 2, "Two"),
    )
    assert [each.activity_type for each in review.streaks] == ["walk", "gym"]


def test_a_perfect_day_has_every_daily_streak_that_counted_met(clock: Hand, engine: Engine) -> None:
    engine.add("Walk", starts_on=date(2026, 3, 1))
    engine.add("Read", schedule=("monday",), starts_on=date(2026, 3, 1))
    engine.add("Sugar", goal="at_most", aggregation_target_value=0)
    clock.moment = NOON + timedelta(days=9)
    for day in range(9):
        engine.log("walk", at=NOON + timedelta(days=day))
    engine.log("sugar", at=NOON + timedelta(days=4))
    engine.log("read", at=NOON + timedelta(days=8))
    # Monday the 2nd lacks Read, the 5th broke the limit, today is not over
    assert engine.year_review().figures.perfect_days == 7
    engine.archive("walk")
    assert engine.year_review().figures.perfect_days == 7


def test_a_streak_that_is_archived_keeps_its_year(clock: Hand, engine: Engine) -> None:
    engine.add("Walk", starts_on=date(2026, 3, 1))
    engine.log("walk", at=NOON)
    clock.moment = NOON + timedelta(days=2)
    engine.archive("walk")
    before = engine.year_review()
    clock.moment = NOON + timedelta(days=400)
    review = engine.year_review(2026)
    assert (review.figures.met, review.figures.asked) == (1, 2)
    assert before.streaks == review.streaks and before.streaks[0].archived
    assert [row.cells[-1] for row in _named(review, "Streaks")] == ["Walk (archived)"]
    assert engine.year_review().figures.asked == 0
    assert engine.year_review().before is not None
    engine.restore("walk")
    assert [row.cells[-1] for row in _named(engine.year_review(2026), "Streaks")] == ["Walk"]


def _named(review: YearReview, title: str) -> Sequence[TableRow]:
    return next(each.rows for each in tables(review) if each.title == title)


def test_a_log_before_the_first_period_is_one_of_the_year(clock: Hand, engine: Engine) -> None:
    engine.add("Walk", schedule=("monday",), starts_on=date(2026, 3, 5))
    engine.log("walk", at=NOON)  # a Sunday, and there was no Monday yet
    assert engine.calendar("walk")[6].logs == 1
    for review in (engine.year_review(), engine.year_review(streak="walk")):
        assert (review.figures.logs, review.figures.asked) == (1, 0)
        assert [(each.kind, each.day) for each in review.firsts] == [("log", date(2026, 3, 1))]


def test_what_was_never_met_has_no_best(engine: Engine) -> None:
    engine.add("Walk", starts_on=date(2026, 2, 1), aggregation_target_value=2)
    engine.log("walk")
    figures = engine.year_review().figures
    assert (figures.met, figures.asked) == (0, 28)
    assert (figures.best_month, figures.best_weekday) == (None, None)


def test_years_there_are(clock: Hand, engine: Engine) -> None:
    for year in (1969, 2027):
        with pytest.raises(Refusal, match="Name a year from 1970 to 2026"):
            engine.year_review(year)
    assert engine.year_review(1970).figures.best_weekday is None
    clock.moment = datetime(2028, 2, 29, 12, tzinfo=UTC)
    engine.add("Walk", starts_on=date(2027, 1, 1))
    engine.log("walk", at=datetime(2027, 2, 28, 12, tzinfo=UTC))
    engine.log("walk", at=datetime(2027, 3, 1, 12, tzinfo=UTC))
    review = engine.year_review(streak="walk")
    assert review.before is not None
    assert (review.before.met, review.before.asked) == (1, 59)
    assert len(engine.year_review(2027).months) == 12


def _year_of(engine: Engine, streak: str | None, first: date, last: date) -> list[CalendarDay]:
    return [each for each in engine.days(streak, first, last) if first <= each.date <= last]


@settings(max_examples=examples(300), deadline=None)
@given(cases())
def test_one_streak_beside_what_the_engine_says_otherwise(case: Case) -> None:
    case = fair(case)
    now = moment_of(Instant(case.now))
    with closing(open_engine(":memory:", clock=lambda: now)) as engine:
        engine.import_document(document_of(case, with_logs=True), foreign=False)
        latest = engine.year_review(streak="x")
        [whole] = engine.statistics("x")
        today = whole.last_day
        for year in range(latest.year - 1, latest.year + 1):
            review = engine.year_review(year, "x")
            first, last = review.first_day, review.last_day
            days = _year_of(engine, "x", first, last)
            asked_at_all = engine.history("x", last=last) or any(
                each.state in ("met", "missed", "open", "partial") for each in days
            )
            if asked_at_all:
                assert list(review.days) == [each._replace(in_month=True) for each in days]
            logs = engine.history("x", first=first, last=last)
            assert review.figures.logs == len(logs)
            assert review.figures.days_with_logs == len({each.local_date for each in logs})
            assert review.figures.total == sum(each.value for each in days)
            assert sum(each.logs for each in review.weekdays) == len(logs)
            for found in (review.months, review.weekdays):
                assert sum(each.logs for each in found) == len(logs)
            assert sum(each.met for each in review.months) == review.figures.met
            assert sum(each.asked for each in review.months) == review.figures.asked
            periods = [
                each.state
                for found in engine.periods("x", first, last).values()
                for each in found
                if first <= min(each.last_day, today) <= last
            ]
            met, missed = periods.count("met"), periods.count("missed")
            assert (review.figures.met, review.figures.asked) == (met, met + missed)
            [figures] = engine.statistics("x", first=first, last=last)
            if figures.first_day >= first:  # else it was over before the year began
                lengths = [each.length for each in figures.runs]
                assert review.figures.longest_run == max(lengths, default=0)


@settings(max_examples=examples(300), deadline=None)
@given(cases(), st.integers(0, 2000))
def test_years_alone_say_what_the_whole_history_says(case: Case, later: int) -> None:
    case = fair(case)
    now = moment_of(Instant(case.now))
    with closing(open_engine(":memory:", clock=lambda: now)) as engine:
        engine.import_document(document_of(case, with_logs=True), foreign=False)
        now = min(now + timedelta(later), datetime(2099, 12, 31, tzinfo=UTC))
        [whole] = engine.statistics("x")
        # of no log from east of the date line
        assume(whole.last_day <= engine.year_review().last_day)
        # many steps back, though there are few periods
        with patch.object(streak_years, "_STEP", 1):
            for year in range(whole.first_day.year, engine.year_review().year + 1):
                review = engine.year_review(year, "x")
                first, last = review.first_day, review.last_day
                [figures] = engine.statistics("x", first=first, last=last)
                if figures.first_day >= first:  # else it was over before the year began
                    assert [each[2:] for each in review.runs] == [*figures.runs[:5]]
            firsts = [
                each
                for year in range(whole.first_day.year - 1, now.year + 1)
                for each in engine.year_review(year, "x").firsts
                if each.kind == "met"
            ]
        met = [
            min(each.last_day, whole.last_day)
            for at in range(whole.first_day.year, whole.last_day.year + 1)
            for found in engine.periods("x", date(at, 1, 1), date(at, 12, 31)).values()
            for each in found
            if each.state == "met"
        ]
        assert [each.day for each in firsts] == met[:1]


@pytest.mark.parametrize("rules", [{}, {"grace_periods": 1}, SUGAR])
def test_a_year_needs_the_logs_of_two_and_of_a_chain_into_them(
    rules: dict[str, Any], clock: Hand, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.add("Walk", starts_on=date(2018, 1, 1), **rules)
    for days in reversed(range(0, 2900, 9)):
        engine.log("walk", at=NOON - timedelta(days=days))
    read = Mock(wraps=logged_on)
    monkeypatch.setattr("unbroken.engine.streak_years.logged_on", read)
    review = engine.year_review(2025)
    assert (review.figures.logs, review.firsts) == (41, ())
    assert min(each.args[2] for each in read.call_args_list) > date(2023, 7, 1).toordinal()
    assert engine.year_review(2025) is review


@pytest.fixture(scope="module")
def known() -> Iterator[Engine]:
    """Streaks of every kind over a year that reaches into two."""
    now = datetime(2026, 11, 21, 20, 10, tzinfo=UTC)
    with closing(open_engine(":memory:", clock=lambda: now)) as engine:
        demo.fill(engine, now)
        yield engine


@pytest.mark.parametrize("year", [2025, 2026])
def test_all_streaks_beside_a_slow_reading(known: Engine, year: int) -> None:
    review = known.year_review(year)
    first, last = review.first_day, review.last_day
    streaks = [each.activity_type for each in known.streaks()]
    of_each = {key: known.year_review(year, key) for key in streaks}
    figures = review.figures
    assert figures.met == sum(each.figures.met for each in of_each.values())
    assert figures.asked == sum(each.figures.asked for each in of_each.values())
    assert figures.logs == len(known.history(first=first, last=last))
    assert figures.longest_run == max(each.figures.longest_run for each in of_each.values())
    assert figures.milestones == sum(each.figures.milestones for each in of_each.values())
    assert figures.perfect_days == _perfect(known, first, last)
    for at, month in enumerate(review.months):
        assert (month.met, month.asked) == _sum([each.months[at] for each in of_each.values()])
    for at, each_day in enumerate(review.weekdays):
        assert (each_day.met, each_day.asked) == _sum(
            [each.weekdays[at] for each in of_each.values()]
        )
    assert figures.best_month == _best(review)
    began = {each.activity_type: each.starts_on for each in known.streaks()}
    daily = _daily(known)
    for day in review.days:
        states = [
            each.state
            for key in streaks
            for each in of_each[key].days
            if each.date == day.date >= began[key] and each.state in ASKED
            if key in daily or each.state == "met" or not _is_skipped(known, key, day.date)
            if key in daily or each.state in ("met", "missed")
        ]
        assert (day.value, day.target or 0) == (states.count("met"), len(states)), day


def _daily(engine: Engine) -> set[str]:
    return {
        each.activity_type
        for each in engine.streaks()
        if (each.aggregation_period, each.every) == ("daily", 1)
    }


def _is_skipped(engine: Engine, key: str, day: date) -> bool:
    return any(
        each.first_day <= day <= (each.last_day or day)
        for each in engine.skips()
        if each.activity_type in (None, key)
    )


def _perfect(engine: Engine, first: date, last: date) -> int:
    states: dict[date, list[str]] = {}
    for key in _daily(engine):
        for day in _year_of(engine, key, first, last):
            if day.state in ASKED:
                states.setdefault(day.date, []).append(day.state)
    return sum(set(each) == {"met"} for each in states.values())


def _sum(parts: Sequence[YearMonth | YearWeekday]) -> tuple[int, int]:
    return sum(each.met for each in parts), sum(each.asked for each in parts)


def _best(review: YearReview) -> object:
    most = max(each.asked for each in review.months)
    found = [each for each in review.months if each.asked * 2 >= most]
    return sorted(found, key=lambda each: (-(each.share or 0), -each.met, each.first_day))[0]
