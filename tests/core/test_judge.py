"""The judge agrees with a slow second reading of docs/domain.md, on random cases in nasty zones."""

from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from oracle.brute import Attempt as Expected
from oracle.brute import Case, Log, Status, judge, start_of_day
from oracle.cases import HOUR, cases
from unbroken.core.assessment import Assessment, assess, judge_anew, judge_of
from unbroken.core.exemptions import Exemptions
from unbroken.core.instants import Instant
from unbroken.core.judge import Judge
from unbroken.core.judge_state import Frame, LogEntry
from unbroken.core.local_days import Day, LocalDays
from unbroken.core.rules import Rules


def day(civil: date) -> Day:
    return Day(civil.toordinal())


def frame_of(case: Case) -> Frame:
    days = LocalDays(tuple((Instant(at), zone) for at, zone in case.zones), case.day_start)
    rules = Rules(
        method=case.method,
        period=case.period,
        every=case.every,
        goal=case.goal,
        target=case.target,
        targets=tuple((day(since), target) for since, target in case.targets),
        length=case.length,
        grace=case.grace,
        schedule=case.schedule,
        starts_on=day(case.starts_on),
        strict=case.strict,
        milestones=case.milestones,
    )
    grid = rules.grid(case.week_start)
    skips = [
        (day(each.first), None if each.last is None else day(each.last)) for each in case.skips
    ]
    exemptions = Exemptions(grid, skips, days.void_days())
    return Frame(rules, grid, exemptions, days, days.date_at(Instant(case.enrolled_at)))


def entries_of(case: Case) -> list[LogEntry]:
    return [
        LogEntry(Instant(log.at), day(log.day), log.value, Instant(log.recorded_at))
        for log in case.logs
    ]


def attempts_of(judged: Judge, assessment: Assessment) -> list[Expected]:
    return [
        Expected(
            status=cast(Status, each.status),
            value=each.value,
            started_at=each.started_at,
            completed_at=each.completed_at,
            broken_at=each.broken_at,
            last_contribution_at=each.last_contribution_at,
            last_completed_at=each.last_completed_at,
        )
        for each in judged.attempts
        if each.opened_on <= assessment.today
    ]


def with_run(case: Case, length: int, milestone: int) -> Case:
    """The case with a log at noon of so many days in a row, each of which meets a day."""
    run = []
    for number in range(length):
        civil = case.starts_on + timedelta(days=number)
        noon = start_of_day(case.zones, civil, case.day_start) + 12 * HOUR
        run.append(Log(at=noon, day=civil, value=case.target, recorded_at=noon))
    return replace(case, logs=(*case.logs, *run), milestones=(*case.milestones, milestone))


def agree(case: Case) -> None:
    """The judge and the second reading come to the same."""
    expected = judge(case)
    judged = judge_anew(frame_of(case), entries_of(case))
    assessment = assess(judged, Instant(case.now))

    attempts = attempts_of(judged, assessment)
    assert attempts == expected.attempts
    assert (assessment.current, assessment.longest) == (expected.current, expected.longest)
    places = {id(attempt): place for place, attempt in enumerate(judged.attempts)}
    issued = [
        (each.target, places[id(each.attempt)], each.at)
        for each in judged.issued
        if places[id(each.attempt)] < len(attempts)
    ]
    assert sorted(issued) == sorted(expected.rewards)
    assert (assessment.due, assessment.at_risk) == (expected.due, expected.at_risk)
    if expected.progress is None:
        assert assessment.period is None
    else:
        grid = judged.frame.grid
        assert assessment.period is not None
        assert (assessment.total, assessment.target) == (
            expected.progress.value,
            expected.progress.target,
        )
        assert assessment.met == expected.progress.met
        first = grid.first_day(assessment.period)
        assert first == day(expected.progress.first_day)
        assert grid.last_day(assessment.period) == day(expected.progress.last_day)
        assert judged.frame.days.start_of(first) == expected.progress.starts_at
        assert judged.frame.end_of(assessment.period) == expected.progress.ends_at


@settings(max_examples=examples(1500), deadline=None)
@given(cases())
def test_the_judge_agrees_with_the_second_reading(case: Case) -> None:
    agree(case)


@settings(max_examples=examples(500), deadline=None)
@given(cases(goals=("at_least",), units=("daily",)), st.integers(9, 60), st.integers(9, 70))
def test_the_judge_agrees_where_days_are_met_in_a_row(
    case: Case, length: int, milestone: int
) -> None:
    agree(with_run(case, length, milestone))


@settings(max_examples=examples(500), deadline=None)
@given(cases(goals=("at_most",)))
def test_a_brief_look_sees_the_same_present(case: Case) -> None:
    frame = frame_of(case)
    full = judge_anew(frame, entries_of(case))
    again = judge_anew(frame, entries_of(case))
    brief = judge_of(frame, again.state, brief=True)
    one, other = assess(full, Instant(case.now)), assess(brief, Instant(case.now))
    assert one._replace(attempt=None) == other._replace(attempt=None)
    assert (one.attempt is None) == (other.attempt is None)
    if one.attempt and other.attempt:
        for name in one.attempt.__slots__:
            assert getattr(one.attempt, name) == getattr(other.attempt, name)
