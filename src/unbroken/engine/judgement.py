"""Judging enrolments: loaded once, judged, and stored (docs/domain.md section 4).

A progress record whose attempt still exists keeps its id. An attempt is known by the day it opened
on; one whose first day has moved is known by the time it shares with its stored record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from unbroken.core.assessment import judge_anew
from unbroken.core.exemptions import Exemptions
from unbroken.core.ids import derived_id
from unbroken.core.instants import Instant
from unbroken.core.judge import Judge
from unbroken.core.judge_state import IN_PROGRESS, Attempt, Frame, Issued
from unbroken.core.local_days import Day, day_of, iso
from unbroken.core.results import Milestone
from unbroken.core.rules import Rules
from unbroken.store.connection import Store
from unbroken.store.enrolments import EnrolmentRow, save_summary
from unbroken.store.identifiers import known_ids
from unbroken.store.logs import load_entries
from unbroken.store.owners import OwnerRow
from unbroken.store.progress import (
    Retired,
    delete_records,
    delete_rewards,
    load_attempts,
    save_record,
    save_reward,
)
from unbroken.store.skips import Skipped, load_skips_of
from unbroken.store.stored_values import Row
from unbroken.store.streaks import StreakRow


def rules_for(streak: StreakRow, owner: OwnerRow) -> Rules:
    """A streak's rules as they hold for an owner, whose grace is the default."""
    return Rules(
        streak.method,
        streak.period,
        streak.every,
        streak.goal,
        streak.target,
        streak.targets,
        streak.length,
        owner.grace if streak.grace is None else streak.grace,
        streak.schedule,
        streak.starts_on,
        streak.strict,
        tuple(sorted({each.milestone_target_value for each in streak.milestones})),
    )


def frame_of(
    streak: StreakRow, owner: OwnerRow, skips: Iterable[Skipped], enrolled_at: Instant
) -> Frame:
    """What judging a streak for an owner depends on, besides the logs."""
    rules = rules_for(streak, owner)
    grid = rules.grid(owner.week_start)
    exemptions = Exemptions(grid, skips, owner.days.void_days())
    return Frame(rules, grid, exemptions, owner.days, owner.days.date_at(enrolled_at))


def judged_until(streak: StreakRow, now: Instant) -> Instant:
    """The instant that a streak is judged at: an archived one stands still (docs/domain.md 3)."""
    return now if streak.archived_at is None else min(now, streak.archived_at)


def name_attempts(store: Store, named: Iterable[tuple[Sequence[Attempt], str]]) -> None:
    """Gives every attempt without an id the one that follows from the day it opened on.

    `named` are the attempts of enrolments, each list with its enrolment's unique identifier. A
    record that was first of another day may have that id, having kept it; then the next one.
    """
    used: set[str] = set()
    waiting: list[tuple[Attempt, str]] = []
    for attempts, identifier in named:
        used.update(each.id for each in attempts if each.id is not None)
        waiting += ((each, identifier) for each in attempts if each.id is None)
    number = 0
    while waiting:
        suffix = [number] if number else []
        wanted = [derived_id(key, iso(each.opened_on), *suffix) for each, key in waiting]
        taken = used | known_ids(store, "progress_records", wanted)
        left = []
        for (attempt, identifier), record_id in zip(waiting, wanted, strict=True):
            if record_id in taken:
                left.append((attempt, identifier))
            else:
                attempt.id = record_id
                taken.add(record_id)
                used.add(record_id)
        waiting, number = left, number + 1


def reward_rows(issued: Iterable[Issued], milestones: Iterable[Milestone]) -> list[Row]:
    """The reward logs of milestones reached; each keeps the id that its attempt gives it."""
    return [
        {
            "id": derived_id(each.attempt.id, milestone.id),
            "milestone_id": milestone.id,
            "progress_id": each.attempt.id,
            "reward_issued_at": each.at,
        }
        for each in issued
        for milestone in milestones
        if milestone.milestone_target_value == each.target
    ]


def save_judged(
    store: Store, enrolment: EnrolmentRow, judge: Judge, rewards: Iterable[Row]
) -> None:
    """Stores the attempts that a judge touched, the rewards, and the enrolment's summary.

    What ended is written before what is in progress, since the table lets only one be so.
    """
    for attempt in sorted(judge.attempts, key=lambda attempt: attempt.status == IN_PROGRESS):
        save_record(store, _record_row(attempt, enrolment))
    for reward in rewards:
        save_reward(store, reward)
    save_summary(store, enrolment.id, _summary_row(enrolment, judge))


def judge_history(
    store: Store,
    enrolment: EnrolmentRow,
    streak: StreakRow,
    owner: OwnerRow,
    retired: Iterable[Retired] = (),
) -> list[Retired]:
    """Judges an enrolment from nothing and stores what comes out; answers the records dropped.

    `retired` are records dropped by the change that is now taken back: they get their ids again.
    """
    entries = load_entries(store, enrolment.id)
    skips = load_skips_of(store, owner.id, streak.id)
    judge = judge_anew(frame_of(streak, owner, skips, enrolment.enrolled_at), entries)
    stored = load_attempts(store, [enrolment.id])[enrolment.id]
    _inherit_ids(judge.attempts, stored, retired)
    name_attempts(store, [(judge.attempts, enrolment.unique_identifier)])
    rewards = reward_rows(judge.issued, streak.milestones)
    kept = {attempt.id for attempt in judge.attempts}
    dropped = [(old.id, iso(old.opened_on)) for old in stored if old.id and old.id not in kept]
    delete_rewards(store, enrolment.id, but={row["id"] for row in rewards})
    delete_records(store, (record for record, _ in dropped))
    latest = max(entries, key=lambda entry: (entry.at, entry.day), default=None)
    summed = enrolment._replace(
        total_count=len(entries),
        last_activity_at=None if latest is None else Instant(latest.at),
        last_activity_date=None if latest is None else latest.day,
    )
    unchanged = {old.id: _record_row(old, enrolment) for old in stored}
    judge.attempts = [
        attempt
        for attempt in judge.attempts
        if _record_row(attempt, enrolment) != unchanged.get(attempt.id)
    ]
    save_judged(store, summed, judge, rewards)
    return dropped


def _inherit_ids(
    attempts: Sequence[Attempt], stored: Sequence[Attempt], retired: Iterable[Retired]
) -> None:
    """Gives attempts the ids of the records that they were before."""
    by_day = {old.opened_on: old.id for old in stored}
    held = set(by_day.values())
    by_day |= {day_of(day): record for record, day in retired if record not in held}
    known = {attempt.opened_on for attempt in attempts}
    free = [old for old in stored if old.opened_on not in known]
    for attempt in attempts:
        attempt.id = by_day.get(attempt.opened_on)
        if attempt.id is None:
            heir_of = next((old for old in free if _overlap(attempt, old)), None)
            if heir_of is not None:
                attempt.id = heir_of.id
                free.remove(heir_of)


def _overlap(one: Attempt, other: Attempt) -> bool:
    def before(first: Attempt, second: Attempt) -> bool:
        return first.ended_at is not None and first.ended_at < second.started_at

    return not before(one, other) and not before(other, one)


def _record_row(attempt: Attempt, enrolment: EnrolmentRow) -> Row:
    """An attempt as a row of the progress records."""
    return {
        "id": attempt.id,
        "enrolment_id": enrolment.id,
        "unique_identifier": enrolment.unique_identifier,
        "opened_on": iso(attempt.opened_on),
        "current_progress_value": attempt.value,
        "streak_progress_status": attempt.status,
        "streak_started_at": attempt.started_at,
        "streak_completed_at": attempt.completed_at,
        "streak_broken_at": attempt.broken_at,
        "last_task_contribution_at": attempt.last_contribution_at,
        "last_task_completed_at": attempt.last_completed_at,
    }


def _summary_row(enrolment: EnrolmentRow, judge: Judge) -> Row:
    """An enrolment's summary as columns of its row."""
    state = judge.state
    cursor = state.cursor
    return {
        "total_count": enrolment.total_count,
        "last_activity_at": enrolment.last_activity_at,
        "last_activity_date": _iso(enrolment.last_activity_date),
        "cursor_day": None if cursor is None else iso(judge.frame.grid.first_day(cursor)),
        "total": state.total,
        "reached": state.reached,
        "chain": state.chain,
        "longest": state.longest,
        "chain_missed": state.chain_missed,
        "attempt_missed": state.attempt_missed,
        "last_day": _iso(state.last_day),
        "record_id": None if state.attempt is None else state.attempt.id,
    }


def _iso(day: Day | None) -> str | None:
    return None if day is None else iso(day)
