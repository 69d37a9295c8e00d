"""What is stored and answered agrees with the slow second reading, however the logs arrived."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from hypothesis import given, settings

from effort import examples
from oracle.brute import Case, Log, Verdict, judge
from oracle.cases import cases
from unbroken.core.instants import Instant, instant_of, moment_of, rfc3339
from unbroken.core.rules import WEEKDAYS
from unbroken.engine.api import Engine, open_engine

OWNER = str(uuid5(NAMESPACE_OID, "owner"))
STREAK = str(uuid5(NAMESPACE_OID, "streak"))


def amount(thousandths: int) -> float:
    return thousandths / 1000


def document_of(case: Case, *, with_logs: bool) -> dict[str, Any]:
    """The case as an interchange document."""
    logs = [
        {
            "activity_type": "x",
            "owner_id": OWNER,
            "activity_at": rfc3339(Instant(log.at)),
            "local_date": log.day.isoformat(),
            "value": amount(log.value),
            "recorded_at": rfc3339(Instant(log.recorded_at)),
        }
        for log in case.logs
    ]
    return {
        "owners": [
            {
                "id": OWNER,
                "day_start": case.day_start,
                "week_start": WEEKDAYS[case.week_start],
                "timezones": [
                    {"effective_from": rfc3339(Instant(at)), "timezone": zone}
                    for at, zone in case.zones
                ],
            }
        ],
        "streaks": [
            {
                "id": STREAK,
                "activity_type": "x",
                "aggregation_method": case.method,
                "aggregation_period": case.period,
                "every": case.every,
                "goal": case.goal,
                "aggregation_target_value": amount(case.target),
                "targets": [
                    {"from_day": day.isoformat(), "aggregation_target_value": amount(target)}
                    for day, target in case.targets
                ],
                "completion_target_value": case.length,
                "grace_periods": case.grace,
                "schedule": case.schedule and [WEEKDAYS[day] for day in case.schedule],
                "starts_on": case.starts_on.isoformat(),
                "strict": case.strict,
                "milestones": [
                    {"milestone_target_value": number, "title": str(number)}
                    for number in sorted(set(case.milestones))
                ],
            }
        ],
        "enrolments": [
            {
                "activity_type": "x",
                "owner_id": OWNER,
                "enrolled_at": rfc3339(Instant(case.enrolled_at)),
            }
        ],
        "logs": logs if with_logs else [],
        "skips": [
            {
                "activity_type": "x" if number % 2 else None,
                "owner_id": OWNER,
                "first_day": skip.first.isoformat(),
                "last_day": None if skip.last is None else skip.last.isoformat(),
            }
            for number, skip in enumerate(case.skips)
        ],
    }


def fair(case: Case) -> Case:
    """The case with a last target that goes with its other rules; those before it are as they are.

    They may be from a time when the rules were others.
    """
    longest = {"daily": 1, "weekly": 7, "monthly": 31, "quarterly": 92, "yearly": 366}
    most = longest[case.period] * case.every * 1000

    def target(value: int) -> int:
        whole = value if case.method == "sum" else -(-value // 1000) * 1000
        return min(whole, most) if case.method == "days" and case.goal == "at_least" else whole

    *earlier, last = sorted(case.targets) or [(case.starts_on, case.target)]
    fitting = (last[0], target(last[1]))
    return replace(
        case,
        target=case.target if case.targets else fitting[1],
        targets=(*earlier, fitting) if case.targets else (),
        milestones=tuple(sorted(set(case.milestones))),
    )


def check(engine: Engine, expected: Verdict) -> None:
    """The engine's answers are those expected."""
    [status] = engine.status("x")
    records = engine.progress("x")

    def at(moment: datetime | None) -> int | None:
        return None if moment is None else instant_of(moment)

    assert [
        (
            each.streak_progress_status,
            each.current_progress_value,
            at(each.streak_started_at),
            at(each.streak_completed_at),
            at(each.streak_broken_at),
            at(each.last_task_contribution_at),
            at(each.last_task_completed_at),
        )
        for each in records
    ] == [
        (
            each.status,
            each.value,
            each.started_at,
            each.completed_at,
            each.broken_at,
            each.last_contribution_at,
            each.last_completed_at,
        )
        for each in sorted(expected.attempts, key=lambda attempt: attempt.started_at)
    ]
    assert (status.current_streak, status.longest_streak) == (expected.current, expected.longest)
    assert status.total_count == expected.total
    assert (status.due, status.at_risk) == (expected.due, expected.at_risk)
    if records and expected.attempts:
        assert status.progress == records[-1] or len({r.streak_started_at for r in records}) < len(
            records
        )
    places = {record.id: place for place, record in enumerate(records)}
    order = sorted(
        range(len(expected.attempts)), key=lambda place: expected.attempts[place].started_at
    )
    assert sorted(
        (each.milestone_target_value, order[places[each.progress_id]], at(each.reward_issued_at))
        for each in engine.rewards("x")
        if each.progress_id in places
    ) == sorted(expected.rewards)
    task = status.task_progress
    if expected.progress is None:
        assert task is None
    else:
        assert task is not None
        wanted = expected.progress
        assert (task.value * 1000, task.target * 1000) == (wanted.value, wanted.target)
        assert (task.met, task.first_day, task.last_day) == (
            wanted.met,
            wanted.first_day,
            wanted.last_day,
        )
        assert (at(task.starts_at), at(task.ends_at)) == (wanted.starts_at, wanted.ends_at)
    assert engine.doctor().problems == ()


@settings(max_examples=examples(250), deadline=None)
@given(cases())
def test_an_import_is_judged_rightly(case: Case) -> None:
    case = fair(case)
    with closing(open_engine(":memory:", clock=lambda: moment_of(Instant(case.now)))) as engine:
        engine.import_document(document_of(case, with_logs=True), foreign=False)
        check(engine, judge(case))


@settings(max_examples=examples(250), deadline=None)
@given(cases())
def test_logs_recorded_one_by_one_are_judged_rightly(case: Case) -> None:
    case = fair(case)
    now = [moment_of(Instant(case.now))]
    with closing(open_engine(":memory:", clock=lambda: now[0])) as engine:
        engine.import_document(document_of(case, with_logs=False), foreign=False)
        for log in sorted(case.logs, key=lambda log: log.recorded_at):
            if log.at <= log.recorded_at:
                now[0] = moment_of(Instant(log.recorded_at))
                engine.log("x", amount(log.value), at=moment_of(Instant(log.at)))
        stored = [
            Log(
                at=instant_of(log.activity_at),
                day=date.fromordinal(log.local_date.toordinal()),
                value=int(log.value * 1000),
                recorded_at=instant_of(log.recorded_at),
            )
            for log in engine.history("x")
        ]
        now[0] = datetime.fromtimestamp(0, UTC)
        now[0] = moment_of(Instant(case.now))
        check(engine, judge(replace(case, logs=tuple(stored))))
