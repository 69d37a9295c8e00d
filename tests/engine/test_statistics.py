"""The figures of a streak, by hand and against what the engine says of it otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from math import ceil
from unittest.mock import Mock, patch
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings

from effort import examples
from engine.test_against_oracle import document_of, fair
from hand_clock import Hand
from oracle.brute import Case
from oracle.cases import cases
from unbroken.core import strength
from unbroken.core.errors import Forbidden, NotFound, Refusal
from unbroken.core.figures import Ahead, Aim, Overview, RunDays, SlipMonth, Statistics
from unbroken.core.instants import Instant, moment_of
from unbroken.core.rules import WEEKDAYS
from unbroken.engine import overview
from unbroken.engine.api import Engine, open_engine
from unbroken.engine.callers import Caller
from unbroken.engine.enrolled import logged_on
from unbroken.store.log_entries import load_entries_and_hours

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def figures(
    engine: Engine,
    streak: str = "walk",
    *,
    first: date | None = None,
    last: date | None = None,
) -> Statistics:
    [found] = engine.statistics(streak, first=first, last=last)
    return found


def assert_in_a_line(line: Overview, whole: Statistics) -> None:
    """What stands in a line is what is told of one."""
    for field in ("met", "asked", "share", "strength", "current_streak", "longest_streak"):
        assert getattr(line, field) == getattr(whole, field), field
    assert line.month in whole.completion


def log_ago(engine: Engine, *days: int, streak: str = "walk", value: object = None) -> None:
    for each in days:
        engine.log(streak, value, at=NOON - timedelta(days=each))


def test_a_day_by_day_history_in_figures(engine: Engine) -> None:
    engine.add("Walk", starts_on=date(2026, 2, 1), milestones=((10, "Ten"),))
    log_ago(engine, 1, 2, 3, 4, 8, 9, 20)
    found = figures(engine)
    assert (found.met, found.asked, found.share) == (7, 28, Decimal("0.25"))
    assert (found.current_streak, found.longest_streak, found.logs) == (4, 4, 7)
    assert [each.length for each in found.runs] == [4, 2, 1]
    assert found.runs[1] == RunDays(date(2026, 2, 20), date(2026, 2, 21), 2)
    week, month, *_, whole = found.completion
    assert (week.days, week.met, week.asked) == (7, 4, 6)
    assert week.change == Decimal("0.380952")  # 4 of 6 after 2 of 7
    assert (month.met, month.asked, month.change) == (7, 28, None)
    assert (whole.days, whole.met, whole.asked, whole.change) == (None, 7, 28, None)
    assert found.ahead == Ahead(10, "Ten", 6, 25)  # 6 periods at 7 in 29 days
    assert sum(each.met for each in found.weekdays) == 7
    assert sum(each.hours[12] for each in found.weekdays) == 7
    assert found.slips is None
    # what is told is of today: the day that goes on is not decided until it is met
    log_ago(engine, 0)
    assert (figures(engine).met, figures(engine).asked) == (8, 29)


def test_figures_are_those_of_the_days_asked_for(engine: Engine) -> None:
    engine.add("Walk", starts_on=date(2026, 2, 1))
    log_ago(engine, 0, 1, 2, 10, 11, 12, 13)
    first, last = date(2026, 2, 17), date(2026, 2, 20)
    found = figures(engine, first=first, last=last)
    assert (found.first_day, found.last_day) == (first, last)
    assert (found.met, found.asked, found.logs, found.total) == (3, 4, 3, 3)
    assert found.current_streak == 0
    assert found.runs == (RunDays(date(2026, 2, 16), date(2026, 2, 19), 4),)
    alone = figures(engine, last=last)
    assert found.strength == alone.strength
    assert alone.current_streak == 0
    with pytest.raises(Refusal, match="first day must not be after"):
        engine.statistics("walk", first=last, last=first)


def test_aims_take_skipped_days_out(engine: Engine) -> None:
    engine.add("Walk", aggregation_method="sum", aggregation_target_value=2)
    log_ago(engine, 0, value=5)
    engine.skip("walk", date(2026, 3, 2), date(2026, 3, 11))
    week, month, quarter, year = figures(engine).aims
    assert week == Aim("week", date(2026, 2, 23), date(2026, 3, 1), Decimal(5), Decimal(2))
    assert (month.done, month.target) == (5, 42)
    assert (quarter.target, year.target) == (42, (306 - 10) * 2)


def test_a_week_asks_of_a_month_a_part_for_each_day(engine: Engine) -> None:
    engine.add(
        "Gym",
        aggregation_period="weekly",
        aggregation_target_value=3,
        starts_on=date(2026, 1, 1),
    )
    log_ago(engine, 3, 4, 5, 10, 11, streak="gym")
    found = figures(engine, "gym")
    assert [each.span for each in found.aims] == ["week", "month", "quarter", "year"]
    assert [each.target for each in found.aims[:2]] == [3, Decimal("13.286")]
    assert (found.met, found.asked) == (1, 9)
    assert [each.asked for each in found.weekdays] == [0] * 7
    assert [each.logs for each in found.weekdays] == [0, 1, 2, 2, 0, 0, 0]


def test_slips_of_a_limit(clock: Hand, engine: Engine) -> None:
    engine.add("Sugar", goal="at_most", aggregation_target_value=1)
    clock.forward(days=50)
    assert figures(engine, "sugar").slips == (
        *(None, None, 51),
        (SlipMonth(date(2026, 3, 1), 0), SlipMonth(date(2026, 4, 1), 0)),
    )
    for day in (4, 4, 10, 10, 10, 12, 45, 45):
        engine.log("sugar", at=NOON + timedelta(days=day))
    slips = figures(engine, "sugar").slips
    assert slips is not None
    assert (slips.last_day, slips.days_since) == (date(2026, 4, 15), 5)
    assert slips.longest_days == 34
    assert [each.slips for each in slips.months] == [2, 1]


def test_what_is_too_short_to_say(clock: Hand, engine: Engine) -> None:
    engine.add("Sugar", goal="at_most", aggregation_target_value=0, starts_on=date(2026, 3, 1))
    engine.add("Walk", starts_on=date(2026, 2, 21))
    log_ago(engine, 0, 1, 2, 8)

    def told(streak: str) -> tuple[Decimal, Decimal | None]:
        [line], whole = engine.overview(streak), figures(engine, streak)
        assert_in_a_line(line, whole)
        assert whole.stretches[-1].strength == whole.strength
        return whole.strength, whole.completion[0].change

    assert told("sugar") == (1, None)
    # of the 7 days before these it had lasted two alone
    assert told("walk")[1] is None
    clock.forward(days=5)
    assert told("walk")[1] == Decimal("0.047619")  # 2 of 6 after 2 of 7
    with pytest.raises(Refusal, match="The first day has not come yet"):
        engine.statistics("walk", first=date(2026, 3, 7))
    with pytest.raises(Refusal, match="The first day has not come yet"):
        engine.overview(first=date(2026, 3, 7))


def test_every_live_streak_and_none_that_is_not_there(engine: Engine) -> None:
    assert engine.statistics() == []
    for name in ("Walk", "Read", "Rest"):
        engine.add(name)
    engine.archive("rest")
    assert [each.name for each in engine.statistics()] == ["Walk", "Read"]
    assert figures(engine, "rest").met == 0
    with pytest.raises(NotFound):
        engine.statistics("run")


def test_owners_stand_side_by_side_for_the_admin(engine: Engine) -> None:
    for name in ("Walk", "Read"):
        engine.add(name, starts_on=date(2026, 2, 1))
    log_ago(engine, 0, 1, 2, 10)
    bo = engine.acting_as(Caller(False, engine.add_owner("Bo").id))
    log_ago(bo, 3, 4)
    mine, bos = engine.overview("walk", all_owners=True)
    assert ((mine.met, mine.asked), (bos.met, bos.asked)) == ((4, 29), (2, 28))
    assert (bos.owned_by.name, bos.current_streak, bos.longest_streak) == ("Bo", 0, 2)
    assert bo.overview("walk") == [bos]
    assert [each.name for each in engine.overview()] == ["Walk", "Read"]
    assert len(engine.overview(all_owners=True)) == 3
    with pytest.raises(Forbidden, match="everybody's figures"):
        bo.overview("walk", all_owners=True)
    with pytest.raises(Refusal, match="first day must not be after"):
        engine.overview(first=date(2026, 3, 1), last=date(2026, 2, 1))
    assert_in_a_line(mine, figures(engine))


def test_a_streak_that_is_still_to_begin_has_empty_figures(engine: Engine) -> None:
    engine.add("Walk", starts_on=date(2026, 5, 1), milestones=((3, "Three"),))
    found = figures(engine)
    assert (found.met, found.asked, found.share, found.strength) == (0, 0, None, 0)
    assert found.ahead == Ahead(3, "Three", 3, None)
    assert (found.runs, sum(map(sum, (each.hours for each in found.weekdays)))) == ((), 0)


@settings(max_examples=examples(400), deadline=None)
@given(cases())
def test_a_line_from_the_last_periods_says_what_all_of_them_say(case: Case) -> None:
    with closing(open_engine(":memory:", clock=lambda: moment_of(Instant(case.now)))) as engine:
        engine.import_document(document_of(fair(case), with_logs=True), foreign=False)
        # a habit that is forgotten within weeks, not years
        with patch.object(strength, "_HALF_LIFE", 0.5), patch.object(overview, "MONTH", 7):
            [line] = engine.overview("x")
            assert_in_a_line(line, figures(engine, "x"))
            [late] = engine.overview("x", first=date(1980, 1, 1))  # of all the periods there are
        assert late == line


@pytest.mark.parametrize("goal", ["at_least", "at_most"])
def test_a_line_of_years_needs_the_last_logs_alone(
    goal: str, clock: Hand, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.add("Walk", starts_on=date(2018, 1, 1), goal=goal)
    engine.skip("walk", date(2019, 1, 1), date(2019, 2, 1))
    log_ago(engine, *range(2500, 2700, 7), *range(30, 1000, 9), *range(0, 25, 2))
    read = Mock(wraps=logged_on)
    monkeypatch.setattr("unbroken.engine.overview.logged_on", read)
    [line] = engine.overview("walk")
    firsts = [each.args[2] for each in read.call_args_list]
    assert firsts[0] > date(2024, 12, 1).toordinal()
    assert len(firsts) == (2 if goal == "at_least" else 1)  # and those of the excused days
    assert_in_a_line(line, figures(engine))
    # of skipped days nothing is forgotten: what was before them counts
    engine.skip("walk", date(2025, 1, 1), date(2026, 2, 20))
    read.reset_mock()
    [line] = engine.overview("walk")
    assert read.call_args_list[1].args[2] < date(2024, 1, 1).toordinal()
    assert_in_a_line(line, figures(engine))


def test_nothing_is_worked_out_twice_until_it_can_be_another(
    clock: Hand, opened: Callable[[], Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, other = opened(), opened()
    engine.add("Walk", starts_on=date(2026, 2, 1))
    log_ago(engine, 0, 1, 2)
    reads = [Mock(wraps=logged_on), Mock(wraps=load_entries_and_hours)]
    monkeypatch.setattr("unbroken.engine.overview.logged_on", reads[0])
    monkeypatch.setattr("unbroken.engine.statistics.load_entries_and_hours", reads[1])

    def figures_twice() -> tuple[int, int]:
        told = [(engine.overview(), engine.statistics("walk")) for _ in range(2)]
        assert told[0] == told[1]
        [line], [whole] = told[0]
        assert_in_a_line(line, whole)
        return reads[0].call_count, reads[1].call_count

    assert figures_twice() == (1, 1)
    log_ago(engine, 3)
    assert figures_twice() == (2, 2)
    other.undo()
    assert figures_twice() == (3, 3)
    clock.forward(days=1)
    assert figures_twice() == (4, 4)


@settings(max_examples=examples(120), deadline=None)
@given(cases())
def test_the_figures_fit_what_the_engine_says_otherwise(case: Case) -> None:
    case = fair(case)
    with closing(open_engine(":memory:", clock=lambda: moment_of(Instant(case.now)))) as engine:
        engine.import_document(document_of(case, with_logs=True), foreign=False)
        found, [status] = figures(engine, "x"), engine.status("x")
        assert found.longest_streak == status.longest_streak
        assert found.current_streak == status.current_streak
        first, today = found.first_day, found.last_day
        days = [
            day
            for at in range((today - first).days // 1400 + 1)
            for day in engine.days(
                "x", first + timedelta(1400 * at), first + timedelta(1400 * at + 1399)
            )
            if day.date <= today
        ]
        logs = engine.history("x", first=first, last=today)
        assert found.logs == len(logs)
        assert found.total == sum(each.value for each in days)
        hours = Counter(
            (WEEKDAYS[each.local_date.weekday()], _hour(each.activity_at, each.timezone))
            for each in logs
        )
        for weekday in found.weekdays:
            assert weekday.hours == tuple(hours[weekday.weekday, at] for at in range(24))
            assert weekday.logs == sum(weekday.hours)
        assert sum(each.total for each in found.stretches) == found.total
        assert sum(each.met for each in found.stretches) == found.met
        assert sum(each.asked for each in found.stretches) == found.asked
        assert found.stretches[-1].strength == found.strength
        [periods] = engine.periods("x", first, today).values()
        if (today - first).days < 1400:
            states = Counter(each.state for each in periods)
            assert (found.met, found.asked) == (states["met"], states["met"] + states["missed"])
            for each in found.completion[:-1]:
                assert each.days is not None
                since = today - timedelta(each.days - 1)
                late = [one.state for one in periods if min(one.last_day, today) >= since]
                assert each.met == late.count("met")
                assert each.asked == late.count("met") + late.count("missed")


@settings(max_examples=examples(150), deadline=None)
@given(cases())
def test_what_is_told_of_some_days_beside_a_slow_reading(case: Case) -> None:
    case = fair(case)
    with closing(open_engine(":memory:", clock=lambda: moment_of(Instant(case.now)))) as engine:
        engine.import_document(document_of(case, with_logs=True), foreign=False)
        found, [status] = figures(engine, "x"), engine.status("x")
        begins, today = found.first_day, found.last_day
        assume(case.enrolled_at <= case.now and case.starts_on <= today < begins + timedelta(1400))
        days = {
            each.date: each
            for each in [
                *engine.days("x", date(begins.year, 1, 1), today),
                *engine.days("x", today, date(today.year, 12, 31) + timedelta(7)),
            ]
        }
        [periods] = engine.periods("x", begins, today).values()
        decided = [each for each in periods if each.state in ("met", "missed")]
        for told in found.weekdays:
            at = WEEKDAYS.index(told.weekday)
            mine = [day for day in days.values() if begins <= day.date <= today]
            assert told.total == sum(day.value for day in mine if day.date.weekday() == at)
            ones = [
                each.state
                for each in decided
                if each.first_day == each.last_day and each.first_day.weekday() == at
            ]
            assert (told.met, told.asked) == (ones.count("met"), len(ones))
        for told_of in found.completion[:-1]:
            assert told_of.days is not None
            change = None
            first = today - timedelta(told_of.days - 1)
            former = first - timedelta(told_of.days)
            if begins <= former:
                late = [each.state for each in decided if min(each.last_day, today) >= first]
                early = [each.state for each in decided if former <= each.last_day < first]
                if late and early:
                    change = late.count("met") / len(late) - early.count("met") / len(early)
            assert (told_of.change is None) is (change is None)
            assert float(told_of.change or 0) == pytest.approx(change or 0, abs=2e-6)
        for stretch in found.stretches:
            if stretch.asked:
                assert stretch.average is not None
                assert float(stretch.average) == pytest.approx(
                    float(stretch.total) / stretch.asked, abs=0.001
                )
        for aim in found.aims:
            target = 0.0
            for at in range((aim.last_day - aim.first_day).days + 1):
                day = days[aim.first_day + timedelta(at)]
                if day.date < begins or day.target is None or skipped_on(case, day.date):
                    continue
                [[holding]] = engine.periods("x", day.date, day.date).values()
                length = (holding.last_day - holding.first_day).days + 1
                target += float(day.target) / length
            assert float(aim.target) == pytest.approx(target, abs=0.001)
            within = [
                d for d in days.values() if aim.first_day <= d.date <= min(aim.last_day, today)
            ]
            assert aim.done == sum(day.value for day in within)
        if case.goal == "at_most":
            assert found.slips is not None
            slips = []
            for each in decided:
                if each.state == "missed":
                    total, slip = days[each.first_day].value, each.first_day
                    while total <= (each.target or 0):
                        slip += timedelta(1)
                        total += days[slip].value
                    slips.append(slip)
            edges = [begins - timedelta(1), *slips, today + timedelta(1)]
            assert found.slips.longest_days == max(
                (after - before).days - 1 for before, after in pairwise(edges)
            )
            assert found.slips.last_day == (slips[-1] if slips else None)
            assert sum(each.slips for each in found.slips.months) == len(slips)
        record = status.progress
        value = (
            record.current_progress_value
            if record and record.streak_progress_status == "in_progress"
            else 0
        )
        following = sorted(each for each in case.milestones if each > value)
        if following:
            assert found.ahead is not None
            assert (found.ahead.milestone_target_value, found.ahead.left) == (
                *(following[0], following[0] - value),
            )
            since = today - timedelta(90)
            met = sum(each.state == "met" and min(each.last_day, today) > since for each in decided)
            lasted = min(90, (today - begins).days + 1)
            assert found.ahead.days == (ceil(found.ahead.left * lasted / met) if met else None)
        else:
            assert found.ahead is None


def skipped_on(case: Case, day: date) -> bool:
    return any(each.first <= day and (each.last is None or day <= each.last) for each in case.skips)


def _hour(at: datetime, zone: str) -> int:
    return at.astimezone(ZoneInfo(zone)).hour
