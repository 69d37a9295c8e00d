"""Writes what a judge found, and judges a history anew (DOMAIN.md 4.9).

A progress record whose attempt still exists keeps its id. An attempt is known by the day it opened
on; one whose first day has moved is known by the time it shares with its stored record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from unbroken.core.assessment import judge_anew
from unbroken.core.ids import derived_id
from unbroken.core.instants import Instant
from unbroken.core.judge import Judge
from unbroken.core.judge_state import IN_PROGRESS, Attempt, Issued
from unbroken.core.local_days import Day, day_of, iso
from unbroken.core.results import Milestone
from unbroken.engine.enrolment_rows import Enrolled, load_all_skips, load_attempts, load_entries
from unbroken.engine.owner_rows import Person
from unbroken.engine.streak_rows import Habit
from unbroken.store.connection import Store
from unbroken.store.stored_values import Row

Retired = tuple[str, str]
"""A progress record that is no more: its id, and the day it opened on."""


def name_attempts(store: Store, attempts: Iterable[Attempt], identifier: str) -> None:
    """Gives every attempt without an id the one that follows from the day it opened on.

    A record that was first of another day may have that id, having kept it; then the next one.
    """
    used = {attempt.id for attempt in attempts}
    for attempt in attempts:
        number = 0
        while attempt.id is None:
            new = derived_id(identifier, iso(attempt.opened_on), *([number] if number else []))
            number += 1
            known = store.rows("SELECT 1 FROM progress_records WHERE id = ?", (new,))
            if new not in used and not known:
                attempt.id = new
                used.add(new)


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


def record_row(attempt: Attempt, enrolled: Enrolled) -> Row:
    """An attempt as a row of the progress records."""
    return {
        "id": attempt.id,
        "enrolment_id": enrolled.id,
        "unique_identifier": enrolled.unique_identifier,
        "opened_on": iso(attempt.opened_on),
        "current_progress_value": attempt.value,
        "streak_progress_status": attempt.status,
        "streak_started_at": attempt.started_at,
        "streak_completed_at": attempt.completed_at,
        "streak_broken_at": attempt.broken_at,
        "last_task_contribution_at": attempt.last_contribution_at,
        "last_task_completed_at": attempt.last_completed_at,
    }


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


def summary_row(enrolled: Enrolled, judge: Judge) -> Row:
    """An enrolment's summary as columns of its row."""
    state = judge.state
    cursor = state.cursor
    return {
        "total_count": enrolled.total_count,
        "last_activity_at": enrolled.last_activity_at,
        "last_activity_date": _iso(enrolled.last_activity_date),
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


def save_judged(store: Store, enrolled: Enrolled, judge: Judge, rewards: Iterable[Row]) -> None:
    """Stores the attempts that a judge touched, the rewards, and the enrolment's summary.

    What ended is written before what is in progress, since the table lets only one be so.
    """
    for attempt in sorted(judge.attempts, key=lambda attempt: attempt.status == IN_PROGRESS):
        store.upsert("progress_records", record_row(attempt, enrolled))
    for reward in rewards:
        store.upsert("reward_logs", reward)
    store.update("enrolments", enrolled.id, summary_row(enrolled, judge))


def rejudge(
    store: Store,
    enrolled: Enrolled,
    habit: Habit,
    person: Person,
    retired: Iterable[Retired] = (),
) -> list[Retired]:
    """Judges an enrolment from nothing and stores what comes out; answers the records dropped.

    `retired` are records dropped by the change that is now taken back: they get their ids again.
    """
    entries = load_entries(store, enrolled.id)
    skips = load_all_skips(store, person.id, habit.id)
    judge = judge_anew(habit.frame(person, skips, enrolled.enrolled_at), entries)
    stored = load_attempts(store, enrolled.id)
    _inherit_ids(judge.attempts, stored, retired)
    name_attempts(store, judge.attempts, enrolled.unique_identifier)
    rewards = reward_rows(judge.issued, habit.milestones)
    kept = {attempt.id for attempt in judge.attempts}
    dropped = [(old.id, iso(old.opened_on)) for old in stored if old.id and old.id not in kept]
    forget_rewards(store, enrolled.id, {row["id"] for row in rewards})
    for record, _ in dropped:
        store.rows("DELETE FROM progress_records WHERE id = ?", (record,))
    latest = max(entries, key=lambda entry: (entry.at, entry.day), default=None)
    summed = enrolled._replace(
        total_count=len(entries),
        last_activity_at=None if latest is None else Instant(latest.at),
        last_activity_date=None if latest is None else latest.day,
    )
    unchanged = {old.id: record_row(old, enrolled) for old in stored}
    judge.attempts = [
        attempt
        for attempt in judge.attempts
        if record_row(attempt, enrolled) != unchanged.get(attempt.id)
    ]
    save_judged(store, summed, judge, rewards)
    return dropped


def forget_rewards(store: Store, enrolment_id: int, kept: set[str]) -> None:
    """Drops the reward logs of an enrolment that no longer hold."""
    for (reward,) in store.rows(
        "SELECT w.id FROM reward_logs w JOIN progress_records p ON p.id = w.progress_id"
        " WHERE p.enrolment_id = ?",
        (enrolment_id,),
    ):
        if reward not in kept:
            store.rows("DELETE FROM reward_logs WHERE id = ?", (reward,))


def forget(store: Store, enrolment_id: int) -> list[Retired]:
    """Drops all that was judged of an enrolment; answers the records dropped."""
    where = "FROM progress_records WHERE enrolment_id = ?"
    dropped = store.rows(f"SELECT id, opened_on {where}", (enrolment_id,))
    forget_rewards(store, enrolment_id, set())
    store.rows(f"DELETE {where}", (enrolment_id,))
    return [(record, day) for record, day in dropped]
