"""From stored rows to what the engine answers."""

from __future__ import annotations

from datetime import date, datetime

from unbroken.core.amounts import decimal_of
from unbroken.core.instants import Instant, moment_of
from unbroken.core.local_days import Day
from unbroken.core.reports import Skip
from unbroken.core.results import Log, Owner, Streak, TargetChange, ZoneEntry
from unbroken.core.rules import WEEKDAYS
from unbroken.engine.judgement import rules_for
from unbroken.store.logs import LogRow, check_log
from unbroken.store.owners import OwnerRow, UnknownDays
from unbroken.store.skips import SkipRow
from unbroken.store.streaks import StreakRow
from unbroken.wording.rules import rule_sentence


def optional_moment(at: Instant | None) -> datetime | None:
    """An instant as an aware time, or None."""
    return None if at is None else moment_of(at)


def optional_date(day: Day | None) -> date | None:
    """A day as a date, or None."""
    return None if day is None else date.fromordinal(day)


def owner_answer(owner: OwnerRow) -> Owner:
    """An owner. Raises Unreadable where their timezone timeline cannot be read."""
    if isinstance(owner.days, UnknownDays):
        raise owner.days.fault
    return Owner(
        owner.id,
        owner.name,
        owner.days.day_start,
        WEEKDAYS[owner.week_start],
        owner.grace,
        tuple(ZoneEntry(moment_of(at), zone) for at, zone in owner.days.entries),
    )


def streak_answer(streak: StreakRow, owner: OwnerRow, today: Day) -> Streak:
    """A streak, its rule with the target in force today."""
    rules = rules_for(streak, owner)
    grid = rules.grid(owner.week_start)
    target = rules.target_on(grid.first_day(grid.index_from(today)))
    return Streak(
        streak.id,
        streak.activity_type,
        streak.name,
        streak.description,
        streak.unit,
        streak.color,
        streak.group,
        streak.method,
        streak.period,
        streak.every,
        streak.goal,
        decimal_of(streak.target),
        tuple(TargetChange(date.fromordinal(day), decimal_of(t)) for day, t in streak.targets),
        streak.length,
        streak.grace,
        None if streak.schedule is None else tuple(WEEKDAYS[day] for day in streak.schedule),
        date.fromordinal(streak.starts_on),
        streak.strict,
        streak.status,
        optional_moment(streak.archived_at),
        streak.milestones,
        rule_sentence(rules, streak.unit, target),
    )


def log_answer(row: LogRow) -> Log:
    """A log. Raises Unreadable where the row is no log's."""
    local_date = check_log(row)
    return Log(
        row.id,
        row.streak_id,
        row.activity_type,
        row.owner_id,
        moment_of(row.activity_at),
        row.timezone,
        date.fromordinal(local_date),
        decimal_of(row.value),
        row.note,
        row.unique_identifier,
        moment_of(row.recorded_at),
    )


def skip_answer(skip: SkipRow, streak: StreakRow | None) -> Skip:
    """A skip, of a streak or of all (None)."""
    return Skip(
        skip.id,
        None if streak is None else streak.activity_type,
        skip.owner_id,
        date.fromordinal(skip.first_day),
        optional_date(skip.last_day),
        skip.reason,
    )
