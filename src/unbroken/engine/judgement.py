"""Judging enrolments: loaded once, judged, and stored (docs/domain.md section 4)."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter

from unbroken.core.assessment import judge_anew
from unbroken.core.ids import reward_id
from unbroken.core.instants import Instant
from unbroken.core.judge import Judge
from unbroken.core.judge_state import (
    IN_PROGRESS,
    Attempt,
    Frame,
    Issued,
    JudgeState,
    LogEntry,
)
from unbroken.core.local_days import Day, iso
from unbroken.core.results import Milestone
from unbroken.core.typing import Final, NamedTuple
from unbroken.engine.frames import frame_of
from unbroken.store.connection import Store
from unbroken.store.enrolments import EnrolmentRow, has_summary, save_summary
from unbroken.store.log_entries import load_entries
from unbroken.store.owners import OwnerRow
from unbroken.store.progress import (
    Former,
    delete_records,
    delete_reward,
    delete_rewards,
    forget_former,
    load_attempts,
    save_record,
    save_reward,
    stored_judgement,
    update_record,
)
from unbroken.store.skips import load_skips_of
from unbroken.store.stored_values import Row
from unbroken.store.streaks import StreakRow


def reward_rows(issued: Iterable[Issued], milestones: Iterable[Milestone]) -> list[Row]:
    """The reward logs of milestones reached."""
    return [
        {
            "id": reward_id(each.attempt.id, milestone.id),
            "milestone_id": milestone.id,
            "progress_id": each.attempt.id,
            "reward_issued_at": each.at,
        }
        for each in issued
        for milestone in milestones
        if milestone.milestone_target_value == each.target
    ]


class Stored(NamedTuple):
    """What is stored of a judgement: the latest attempt's record, if there is one; the summary."""

    record: Row
    summary: Row


NOTHING: Final = Stored({}, {})
"""What is known of a judgement that is stored anew."""


def stored_of(enrolment: EnrolmentRow, frame: Frame) -> Stored:
    """What is stored of an enrolment's judgement, to be asked before anything is judged on."""
    state = enrolment.state_in(frame)
    record = {} if state.attempt is None else _record_row(state.attempt, enrolment)
    summary = _summary_row(enrolment, state, frame) | {"cursor_day": _iso(enrolment.cursor_day)}
    return Stored(record, summary)


def save_judged(
    store: Store,
    enrolment: EnrolmentRow,
    judge: Judge,
    rewards: Iterable[Row],
    stored: Stored = NOTHING,
) -> Former:
    """Stores the attempts that a judge touched, the rewards, and the enrolment's summary.

    Of what is `stored` it writes only what differs: each index that is left alone is a page less
    to write. What ended is written before what is in progress, since the table lets only one be so.
    Answers what that has changed.
    """
    record: Row = {}
    brought = []
    for attempt in sorted(judge.attempts, key=lambda attempt: attempt.status == IN_PROGRESS):
        row = _record_row(attempt, enrolment)
        if row["id"] == stored.record.get("id"):
            record = _differing(row, stored.record)
            update_record(store, row["id"], record)
        else:
            save_record(store, row)
            brought.append(row["id"])
    won = list(rewards)
    for reward in won:
        save_reward(store, reward)
    summary = _differing(_summary_row(enrolment, judge.state, judge.frame), stored.summary)
    save_summary(store, enrolment.id, summary)
    return Former(
        enrolment.id,
        _former(summary, stored.summary),
        summary,
        _former(["id", *record], stored.record) if record else {},
        brought,
        [reward["id"] for reward in won],
    )


def put_back(store: Store, former: Former) -> bool:
    """Stores what was judged before a log that is gone, and needs no other log for that.

    False, and nothing is done, where what is stored is not what that log has led to.
    """
    if not has_summary(store, former.enrolment_id, former.after):
        return False
    for reward in former.rewards:
        delete_reward(store, reward)
    save_summary(store, former.enrolment_id, former.before)
    delete_records(store, former.records)
    record = dict(former.record)
    if record:
        update_record(store, record.pop("id"), record)
    return True


def judge_history(
    store: Store, enrolment: EnrolmentRow, streak: StreakRow, owner: OwnerRow
) -> None:
    """Judges an enrolment from nothing and stores what comes out.

    What its former judgements were may not be true any more.
    """
    forget_former(store, enrolment.id)
    judge, rewards, summed = _judge(
        store, enrolment, streak, owner, load_entries(store, enrolment.id)
    )
    stored = load_attempts(store, [enrolment.id])[enrolment.id]
    kept = {attempt.id for attempt in judge.attempts}
    delete_rewards(store, enrolment.id, but={row["id"] for row in rewards})
    delete_records(store, (old.id for old in stored if old.id not in kept))
    unchanged = {old.id: _record_row(old, enrolment) for old in stored}
    judge.attempts = [
        attempt
        for attempt in judge.attempts
        if _record_row(attempt, enrolment) != unchanged.get(attempt.id)
    ]
    save_judged(store, summed, judge, rewards)


def is_judged_so(
    store: Store,
    enrolment: EnrolmentRow,
    streak: StreakRow,
    owner: OwnerRow,
    entries: list[LogEntry],
) -> bool:
    """Whether what is stored of an enrolment with these logs is what is judged from nothing."""
    judge, rewards, summed = _judge(store, enrolment, streak, owner, entries)
    [[own], records, stored_rewards] = stored_judgement(store, enrolment.id)
    by_id = itemgetter("id")
    return (
        own == own | _summary_row(summed, judge.state, judge.frame)
        and records == sorted((_record_row(each, enrolment) for each in judge.attempts), key=by_id)
        and stored_rewards == sorted(rewards, key=by_id)
    )


def _judge(
    store: Store,
    enrolment: EnrolmentRow,
    streak: StreakRow,
    owner: OwnerRow,
    entries: list[LogEntry],
) -> tuple[Judge, list[Row], EnrolmentRow]:
    """What comes out from nothing: the judge, the rewards, and the enrolment with its sums."""
    skips = load_skips_of(store, owner.id, streak.id)
    judge = judge_anew(frame_of(streak, owner, skips, enrolment), entries)
    latest = max(entries, key=lambda entry: (entry.at, entry.day), default=None)
    summed = enrolment._replace(
        total_count=len(entries),
        last_activity_at=None if latest is None else Instant(latest.at),
        last_activity_date=None if latest is None else latest.day,
    )
    return judge, reward_rows(judge.issued, streak.milestones), summed


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


def _summary_row(enrolment: EnrolmentRow, state: JudgeState, frame: Frame) -> Row:
    """An enrolment's summary as columns of its row."""
    cursor = state.cursor
    return {
        "total_count": enrolment.total_count,
        "last_activity_at": enrolment.last_activity_at,
        "last_activity_date": _iso(enrolment.last_activity_date),
        "cursor_day": None if cursor is None else iso(frame.grid.first_day(cursor)),
        "total": state.total,
        "reached": state.reached,
        "chain": state.chain,
        "longest": state.longest,
        "chain_missed": state.chain_missed,
        "attempt_missed": state.attempt_missed,
        "last_day": _iso(state.last_day),
        "record_id": None if state.attempt is None else state.attempt.id,
    }


def _differing(row: Row, stored: Row) -> Row:
    """The columns of a row that are not so in what is stored; all where nothing is known of it."""
    return {
        name: value for name, value in row.items() if name not in stored or stored[name] != value
    }


def _former(columns: Iterable[str], stored: Row) -> Row:
    """What is stored in columns, as far as it is known."""
    return {name: stored[name] for name in columns if name in stored}


def _iso(day: Day | None) -> str | None:
    return None if day is None else iso(day)
