"""Strength agrees with the values that Loop Habit Tracker's own tests make public, and with a slow
second reading of docs/domain.md, day by day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from math import log2, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.test_judge import day, entries_of, frame_of
from effort import examples
from oracle.brute import ONE_DAY, Case
from oracle.brute import Rules as Reading
from oracle.cases import cases
from unbroken.core.day_states import JudgedPeriod, StreakDays
from unbroken.core.exemptions import Exemptions
from unbroken.core.instants import Instant
from unbroken.core.judge_state import Frame, LogEntry
from unbroken.core.local_days import Day, LocalDays
from unbroken.core.periods import PeriodGrid
from unbroken.core.rules import Rules
from unbroken.core.strength import kept_a_day, six_places, strength_bounds, strengths

TODAY = Day(date(2026, 3, 31).toordinal())
START = Day(TODAY - 1400)


def strength_of(
    rules: Rules, ago: Iterable[int], skipped: Iterable[int] = (), amount: int = 1000
) -> float:
    """The strength today, with a log so many days ago each, and skips."""
    fixed = rules._replace(starts_on=START)
    grid, skips = fixed.grid(0), [(Day(TODAY - each), Day(TODAY - each)) for each in skipped]
    days = LocalDays(((Instant(0), "UTC"),))
    frame = Frame(fixed, grid, Exemptions(grid, skips), days, START)
    entries = [
        LogEntry(days.start_of(Day(TODAY - each)), Day(TODAY - each), amount, Instant(0))
        for each in ago
    ]
    amounts = frame.amounts(entries)
    history = StreakDays(frame, amounts, TODAY, START)
    asked = Exemptions(PeriodGrid("daily", 1, Day(0)), skips)
    periods = history.judged(frame.totals(amounts), START, TODAY)
    return [*strengths(fixed, periods, amounts, asked, TODAY)][-1]


WEEKLY = Rules(period="weekly", target=3000)


@pytest.mark.parametrize("rules", [Rules(), Rules(method="sum", target=25_000)])
def test_loops_values(rules: Rules) -> None:
    skipped = (5, 10, 11)
    done = [each for each in range(20) if each not in skipped]
    for value, ago, skips in ((0.655747, range(20), ()), (0.101149, (0, 1), ())):
        found = strength_of(rules, ago, skips, rules.target)
        assert six_places(found) == Decimal(str(value))
    found = strength_of(rules, done, skipped, rules.target)
    assert six_places(found) == Decimal("0.596033")


def test_a_week_missed_by_one_of_three_each_week_tends_to_two_thirds() -> None:
    ago = [7 * week + each for week in range(100) for each in (2, 4)]
    assert strength_of(WEEKLY, ago) == pytest.approx(2 / 3, abs=1e-5)
    assert strength_of(WEEKLY, range(700)) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(("period", "half_life"), [("daily", 13), ("weekly", 34), ("monthly", 71)])
def test_half_lives(period: str, half_life: int) -> None:
    assert round(-1 / log2(kept_a_day(Rules(period=period)))) == half_life


def test_a_limit_begins_strong_and_falls_by_what_is_above_it() -> None:
    limit = Rules(goal="at_most", method="sum", target=2000)
    assert strength_of(limit, ()) == 1
    assert strength_of(limit, (0,), amount=2000) == 1
    half = strength_of(limit, (0,), amount=3000)
    assert half == pytest.approx(1 - 0.5 * (1 - 0.5 ** (1 / 13)))
    assert strength_of(limit, (0,), amount=9000) == pytest.approx(0.5 ** (1 / 13))
    none = limit._replace(target=0)
    assert strength_of(none, (0,), amount=1) == pytest.approx(0.5 ** (1 / 13))


def second_reading(case: Case, first: date, today: date) -> float:
    """The score of today by the words of the page, one day after the other."""
    rules = Reading(case)
    length = {"daily": 1, "weekly": 7, "monthly": 30, "quarterly": 91, "yearly": 365}[case.period]
    often = len(case.schedule) / 7 if case.schedule else 1 / (length * case.every)
    keeps = 0.5 ** (sqrt(often) / 13)
    at_most = case.goal == "at_most"
    score, at = float(at_most), first
    while at <= today:
        period = rules.period_of(at)
        if period is not None and rules.exists(at) and not rules.skipped(at):
            target, total = rules.target(period), rules.total(rules.logs_of(period))
            share = total / target if target else float("inf") if total else 0.0
            if at_most:
                value = 1 - min(max(share - 1, 0), 1) if target else float(not total)
            else:
                if period.last > today:
                    late = [today - k * ONE_DAY for k in range(len(period.days()))]
                    logs = [log for each in late for log in rules._counted.get(each, [])]
                    share = max(share, rules.total(logs) / target)
                value = min(share, 1)
            if not (at_most and rules.excused(period)):
                score = score * keeps + value * (1 - keeps)
        at += ONE_DAY
    return score


Judged = tuple[Rules, list[JudgedPeriod], dict[Day, int], Exemptions, Day]


def judged(case: Case) -> tuple[Judged, date, date]:
    """The periods of a case with what strength is worked out from, the first day and the last."""
    reading, frame = Reading(case), frame_of(case)
    counted = reading.counted_days()
    today = max([reading.today(case.now), *counted])
    begins = case.starts_on
    if case.goal == "at_most":
        begins = max(begins, date.fromordinal(frame.enrolled_on))
    opening = [each for each in map(reading.period_of, (begins, *counted)) if each is not None]
    first = min([begins, *(each.first for each in opening)])
    amounts = frame.amounts(entries_of(case))
    history = StreakDays(frame, amounts, day(today), day(first))
    skips = [
        (day(each.first), None if each.last is None else day(each.last)) for each in case.skips
    ]
    asked = Exemptions(PeriodGrid("daily", 1, Day(0)), skips, frame.days.void_days())
    periods = list(history.judged(frame.totals(amounts), day(first), day(today)))
    return (frame.rules, periods, amounts, asked, day(today)), first, today


@settings(max_examples=examples(400), deadline=None)
@given(cases())
def test_strength_agrees_with_a_slow_second_reading(case: Case) -> None:
    of, first, today = judged(case)
    found = [*strengths(*of)]
    said = found[-1] if found else float(case.goal == "at_most")
    assert said == pytest.approx(second_reading(case, first, today), abs=1e-9)


@settings(max_examples=examples(100), deadline=None)
@given(cases(), st.integers(0, 100))
def test_whatever_was_before_strength_is_within_its_bounds(case: Case, left_out: int) -> None:
    (rules, periods, amounts, asked, today), _, _ = judged(case)
    of = amounts, asked, today
    whole = [float(case.goal == "at_most"), *strengths(rules, periods, *of)][-1]
    low, high = strength_bounds(rules, periods[left_out * len(periods) // 100 :], *of)
    assert 0 <= low <= whole <= high <= 1
