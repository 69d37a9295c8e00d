"""The worked examples of the domain's contract, so that the oracle itself can be trusted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from oracle.brute import (
    Case,
    Log,
    Skip,
    judge,
    local_date,
    start_in_zone,
    start_of_day,
    stretches,
    zone_at,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def at(text: str, zone: str = "UTC") -> int:
    """Microseconds of a wall clock's time in a zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    return (moment - EPOCH) // timedelta(microseconds=1)


def march(day: int, hour: int = 12) -> int:
    """An instant of March 2026, UTC."""
    return at(f"2026-03-{day:02}T{hour:02}:00")


DEFAULT = Case(
    method="count",
    period="daily",
    every=1,
    goal="at_least",
    target=1000,
    targets=(),
    length=None,
    grace=0,
    schedule=None,
    starts_on=date(2026, 3, 1),
    strict=False,
    milestones=(),
    zones=((0, "UTC"),),
    day_start=0,
    week_start=0,
    enrolled_at=march(1, 0),
    skips=(),
    logs=(),
    now=march(1),
)


def with_logs(case: Case, *logs: int | tuple[int, int], now: int | None = None) -> Case:
    """The case with logs, given as instants or (instant, thousandths), and a later now."""
    made = []
    for each in logs:
        when, value = each if isinstance(each, tuple) else (each, 1000)
        day = local_date(when, zone_at(case.zones, when), case.day_start)
        made.append(Log(when, day, value, when))
    latest = max((log.at for log in made), default=case.now)
    return replace(case, logs=(*case.logs, *made), now=latest if now is None else now)


def test_1_and_2_sum() -> None:
    spend = replace(DEFAULT, method="sum", target=50_000, length=7)
    three = with_logs(spend, *[(march(day), 50_000) for day in (1, 2, 3)], now=march(4))
    verdict = judge(three)
    assert [(a.status, a.value) for a in verdict.attempts] == [("in_progress", 3)]
    assert verdict.progress is not None
    assert (verdict.progress.value, verdict.progress.target) == (0, 50_000)
    assert verdict.due
    assert verdict.at_risk

    some = with_logs(three, (march(4), 42_500))
    verdict = judge(some)
    assert verdict.attempts[0].value == 3
    assert verdict.progress is not None
    assert (verdict.progress.value, verdict.progress.met) == (42_500, False)

    verdict = judge(with_logs(some, (march(4, 13), 7_500)))
    assert verdict.attempts[0].value == 4
    assert verdict.attempts[0].last_completed_at == march(4, 13)
    assert verdict.progress is not None
    assert verdict.progress.met
    assert not verdict.due
    assert not verdict.at_risk


def test_3_weekly_completed_at_the_third_log_of_the_fourth_week() -> None:
    coffee = replace(
        DEFAULT, period="weekly", target=3000, length=4, starts_on=date(2026, 1, 5), enrolled_at=0
    )
    monday = datetime(2026, 1, 5, 12, tzinfo=UTC)
    days = [monday + timedelta(weeks=week, days=day) for week in range(4) for day in (0, 2, 4)]
    verdict = judge(with_logs(coffee, *[at(day.isoformat()) for day in days]))
    (attempt,) = verdict.attempts
    assert attempt.status == "completed"
    assert attempt.completed_at == at("2026-01-30T12:00")
    assert attempt.started_at == at("2026-01-05T12:00")


def test_4_monthly_broken_at_the_end_of_february_in_berlin() -> None:
    zone = "Europe/Berlin"
    fitness = replace(
        DEFAULT,
        period="monthly",
        target=4000,
        length=3,
        zones=((0, zone),),
        starts_on=date(2026, 1, 1),
    )
    logs = [at(f"2026-01-{day:02}T12:00", zone) for day in (3, 10, 17, 24)]
    logs.append(at("2026-02-05T12:00", zone))
    for now in ("2026-03-01T00:00+01:00", "2026-06-15T12:00+02:00"):
        (attempt,) = judge(with_logs(fitness, *logs, now=at(now))).attempts
        assert (attempt.status, attempt.value) == ("broken", 1)
        assert attempt.broken_at == at("2026-03-01T00:00+01:00")
    (attempt,) = judge(with_logs(fitness, *logs, now=at("2026-02-28T23:59+01:00"))).attempts
    assert attempt.status == "in_progress"


def test_5_a_missed_day_breaks() -> None:
    verdict = judge(with_logs(DEFAULT, *map(march, (1, 2, 3, 5))))
    first, second = verdict.attempts
    assert (first.status, first.value, first.broken_at) == ("broken", 3, march(5, 0))
    assert (second.status, second.value, second.started_at) == ("in_progress", 1, march(5))
    assert (verdict.current, verdict.longest, verdict.total) == (1, 3, 4)
    without = judge(replace(with_logs(DEFAULT, *map(march, (1, 2, 3))), now=march(5)))
    assert without.current == 0


def test_6_grace_forgives() -> None:
    graceful = replace(DEFAULT, grace=1)
    verdict = judge(with_logs(graceful, *map(march, (1, 2, 3, 5))))
    assert [(a.status, a.value) for a in verdict.attempts] == [("in_progress", 4)]
    assert verdict.current == 4
    assert judge(with_logs(graceful, *map(march, (1, 2, 3)), now=march(5))).current == 3


def test_7_grace_runs_out() -> None:
    verdict = judge(with_logs(replace(DEFAULT, grace=1), *map(march, (1, 2, 3, 6))))
    assert verdict.attempts[0].broken_at == march(6, 0)
    assert len(verdict.attempts) == 2
    assert verdict.current == 1


def test_8_los_angeles() -> None:
    case = replace(DEFAULT, zones=((0, "America/Los_Angeles"),))
    case = with_logs(case, at("2026-01-21T07:30Z"), at("2026-01-21T08:30Z"))
    assert [log.day for log in case.logs] == [date(2026, 1, 20), date(2026, 1, 21)]
    assert judge(case).current == 2


def test_9_cairo_has_no_midnight() -> None:
    case = replace(DEFAULT, zones=((0, "Africa/Cairo"),))
    noon = at("2026-04-22T12:00", "Africa/Cairo")
    (attempt,) = judge(with_logs(case, noon, now=at("2026-04-24T10:01Z"))).attempts
    assert attempt.broken_at == at("2026-04-23T22:00Z")


def test_10_apia_has_no_thirtieth() -> None:
    zone = "Pacific/Apia"
    case = replace(DEFAULT, zones=((0, zone),), starts_on=date(2011, 12, 1))
    case = with_logs(case, at("2011-12-29T12:00", zone), at("2011-12-31T12:00", zone))
    assert [log.day for log in case.logs] == [date(2011, 12, 29), date(2011, 12, 31)]
    verdict = judge(case)
    assert verdict.current == 2
    assert len(verdict.attempts) == 1


def test_11_day_start() -> None:
    zone = "Europe/Berlin"
    case = replace(DEFAULT, zones=((0, zone),), day_start=4)
    case = with_logs(case, at("2026-03-02T02:30", zone))
    assert case.logs[0].day == date(2026, 3, 1)
    verdict = judge(case)
    assert verdict.progress is not None
    assert verdict.progress.starts_at == at("2026-03-01T04:00", zone)
    assert verdict.progress.ends_at == at("2026-03-02T04:00", zone)


def test_12_schedule() -> None:
    case = replace(DEFAULT, schedule=(0, 1, 2, 3, 4))
    verdict = judge(with_logs(case, march(6), march(9)))  # a Friday, a Monday
    assert (verdict.current, len(verdict.attempts)) == (2, 1)
    verdict = judge(with_logs(case, march(6), march(7)))
    assert (verdict.current, verdict.total, verdict.progress) == (1, 2, None)
    assert verdict.attempts[0].last_contribution_at == march(6)
    assert judge(with_logs(case, march(7))).attempts == []


def test_13_completed_then_a_second_attempt() -> None:
    case = replace(DEFAULT, length=3, milestones=(1, 3))
    verdict = judge(with_logs(case, *map(march, (1, 2, 3)), march(3, 15), march(4)))
    first, second = verdict.attempts
    assert (first.status, first.completed_at) == ("completed", march(3))
    assert first.last_contribution_at == march(3, 15)
    assert (second.status, second.value) == ("in_progress", 1)
    assert verdict.current == 4
    assert verdict.rewards == [(1, 0, march(1)), (3, 0, march(3)), (1, 1, march(4))]


def test_14_at_most_broken_at_the_third_log() -> None:
    quit_ = replace(DEFAULT, goal="at_most", target=2000)
    logs = [march(3, hour) for hour in (9, 12, 18)]
    verdict = judge(with_logs(quit_, *logs))
    (attempt,) = verdict.attempts
    assert (attempt.status, attempt.value) == ("broken", 2)
    assert (attempt.started_at, attempt.broken_at) == (march(1, 0), march(3, 18))
    assert (verdict.current, verdict.longest) == (0, 2)

    verdict = judge(with_logs(quit_, *logs, now=march(6)))
    second = verdict.attempts[1]
    assert (second.status, second.value, second.started_at) == ("in_progress", 2, march(4, 0))
    assert (second.last_completed_at, verdict.current) == (march(6, 0), 2)

    assert judge(with_logs(quit_, *logs[:2])).at_risk
    assert not judge(with_logs(quit_, *logs[:1])).at_risk


def test_15_a_skipped_day_is_excused() -> None:
    case = replace(DEFAULT, skips=(Skip(date(2026, 3, 2), date(2026, 3, 2)),))
    verdict = judge(with_logs(case, march(1), march(3)))
    assert (verdict.current, len(verdict.attempts)) == (2, 1)


def test_16_a_late_log_and_strict() -> None:
    late = Log(march(3), date(2026, 3, 3), 1000, march(4, 13))
    case = replace(with_logs(DEFAULT, *map(march, (1, 2, 4))), now=march(4, 14))
    case = replace(case, logs=(*case.logs, late))
    verdict = judge(case)
    assert [(a.status, a.value) for a in verdict.attempts] == [("in_progress", 4)]
    assert verdict.current == 4

    verdict = judge(replace(case, strict=True))
    assert [(a.status, a.value) for a in verdict.attempts] == [("broken", 2), ("in_progress", 1)]
    assert (verdict.current, verdict.total) == (1, 4)


def test_17_a_period_earns_once() -> None:
    case = replace(DEFAULT, period="weekly", target=3000)
    logs = [march(day) for day in (2, 3, 4, 5, 6, 10)]
    verdict = judge(with_logs(case, *logs, now=march(16, 0)))
    (attempt,) = verdict.attempts
    assert (attempt.status, attempt.value) == ("broken", 1)
    assert attempt.broken_at == march(16, 0)
    assert attempt.last_contribution_at == march(10)
    assert attempt.last_completed_at == march(4)


def test_18_west_over_the_date_line() -> None:
    tokyo, angeles = "Asia/Tokyo", "America/Los_Angeles"
    case = replace(DEFAULT, zones=((0, tokyo), (at("2026-05-11T00:00Z"), angeles)))
    case = with_logs(
        case,
        at("2026-05-10T20:00", tokyo),
        at("2026-05-10T18:00", angeles),
        at("2026-05-11T23:00", angeles),
    )
    assert [log.day.day for log in case.logs] == [10, 10, 11]
    verdict = judge(case)
    assert (verdict.current, verdict.total) == (2, 3)


def test_days_of_the_oracle() -> None:
    johns = "America/St_Johns"  # 00:01 on 2 November 2008 became 23:01 on the 1st
    boundary = at("2008-11-02T02:30Z")
    assert start_in_zone(date(2008, 11, 2), johns, 0) == boundary
    for minutes in (0, 1, 30, 60):
        later = boundary + minutes * 60_000_000
        assert local_date(later, johns, 0) == date(2008, 11, 2)
    assert local_date(boundary - 1, johns, 0) == date(2008, 11, 1)
    (piece,) = stretches("UTC", 0)
    assert piece == (0, 86_399)
    timeline = ((0, "Pacific/Honolulu"), (at("2026-05-11T08:00Z"), "Pacific/Auckland"))
    assert start_of_day(timeline, date(2026, 5, 11), 0) == at("2026-05-11T08:00Z")
    assert start_of_day(timeline, date(2026, 5, 12), 0) == at("2026-05-11T12:00Z")


def test_at_most_opens_at_the_period_of_an_earlier_log() -> None:
    case = replace(DEFAULT, goal="at_most", period="weekly", enrolled_at=march(11))
    verdict = judge(with_logs(case, march(9), now=march(17)))
    assert verdict.attempts[0].started_at == march(9, 0)
    verdict = judge(with_logs(case, march(12), now=march(17)))
    assert verdict.attempts[0].started_at == march(11, 0)
    assert verdict.attempts[0].value == 1
    assert judge(replace(case, now=march(10))).attempts == []


def test_excused_is_transparent_to_missed_runs() -> None:
    case = replace(DEFAULT, grace=1, skips=(Skip(date(2026, 3, 3), date(2026, 3, 3)),))
    verdict = judge(with_logs(case, march(1), now=march(5)))
    assert verdict.attempts[0].broken_at == march(5, 0)
    assert verdict.current == 0
    verdict = judge(with_logs(case, march(1), now=march(4)))
    assert verdict.attempts[0].status == "in_progress"
    assert verdict.at_risk
