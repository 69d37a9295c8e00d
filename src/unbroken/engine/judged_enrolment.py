"""Enrolments as they stand at one `now`: read, judged up to it, and answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from unbroken.core.amounts import decimal_of
from unbroken.core.assessment import Assessment, assess, judge_of
from unbroken.core.instants import MICROSECONDS, Instant, moment_of, optional_moment
from unbroken.core.judge import Judge
from unbroken.core.judge_state import IN_PROGRESS, Attempt, Frame, JudgeState
from unbroken.core.local_days import Day, optional_date, start_of_day
from unbroken.core.results import Enrolment, OwnerRef, ProgressRecord, TaskProgress
from unbroken.core.typing import NamedTuple
from unbroken.engine.context import Context
from unbroken.engine.frames import frame_of, judged_until
from unbroken.engine.lookup import find_streak
from unbroken.store.enrolments import EnrolmentRow, load_enrolments, streak_name
from unbroken.store.owners import OwnerRow, load_owners
from unbroken.store.skips import Skipped, load_recent_skips
from unbroken.store.streaks import StreakRow, load_streaks


class JudgedEnrolment(NamedTuple):
    """One enrolment, judged up to `now`."""

    streak: StreakRow
    owner: OwnerRow
    row: EnrolmentRow
    judge: Judge
    assessment: Assessment
    now: Instant

    def enrolment(self) -> Enrolment:
        """The enrolment as the engine answers it."""
        assessment, live = self.assessment, self.streak.status == "live"
        record, task_progress = self.standing()
        return Enrolment(
            self.streak.id,
            self.streak.activity_type,
            self.streak.name,
            self.owner.id,
            assessment.current,
            assessment.longest,
            self.row.total_count,
            optional_date(self.row.last_activity_date),
            optional_moment(self.row.last_activity_at),
            self.streak.status,
            live and assessment.due,
            live and assessment.at_risk,
            record,
            task_progress,
            assessment.period is not None and self.judge.frame.exemptions.covers(assessment.period),
            self.begins_on(),
            *self._expiry(),
            optional_moment(self.row.timer_since),
        )

    def _expiry(self) -> tuple[date | None, datetime | None]:
        """The last day on which a log keeps a live streak, and when it ends without one."""
        last_safe = self.judge.last_safe() if self.streak.status == "live" else None
        if last_safe is None:
            return None, None
        frame = self.judge.frame
        return date.fromordinal(frame.grid.last_day(last_safe)), moment_of(frame.end_of(last_safe))

    def begins_on(self) -> date | None:
        """From when the streak counts, if that is after the open period and nothing opened it."""
        assessment, starts_on = self.assessment, self.streak.starts_on
        if assessment.attempt is not None:
            return None
        last = assessment.today
        if assessment.period is not None:
            last = self.judge.frame.grid.last_day(assessment.period)
        return optional_date(starts_on) if starts_on > last else None

    def latest_record(self) -> ProgressRecord | None:
        """The latest attempt."""
        attempt = self.assessment.attempt
        return None if attempt is None else self.record(attempt)

    def standing(self) -> tuple[ProgressRecord | None, TaskProgress | None]:
        """The latest attempt, and what is done in the open period."""
        record = self.latest_record()
        if record is not None and record.streak_progress_status == IN_PROGRESS:
            return record, record.task_progress
        return record, self.task_progress()

    def record(self, attempt: Attempt) -> ProgressRecord:
        """An attempt as a progress record."""
        return ProgressRecord(
            attempt.id,
            self.streak.id,
            self.streak.activity_type,
            self.row.unique_identifier,
            self.owner.id,
            OwnerRef(self.owner.id, self.owner.name),
            attempt.value,
            self.streak.completion_target_value,
            attempt.status,
            moment_of(attempt.started_at),
            optional_moment(attempt.completed_at),
            optional_moment(attempt.broken_at),
            optional_moment(attempt.last_contribution_at),
            optional_moment(attempt.last_completed_at),
            self.task_progress() if attempt.status == IN_PROGRESS else None,
        )

    def task_progress(self) -> TaskProgress | None:
        """What is done in the open period; None where the day is in no period."""
        assessment, frame = self.assessment, self.judge.frame
        if assessment.period is None:
            return None
        first = frame.grid.first_day(assessment.period)
        last = frame.grid.last_day(assessment.period)
        ends_at = closes_at = frame.end_of(assessment.period)
        if closes_at <= self.now:  # flown back behind a midnight that had passed: it comes again
            zone = frame.days.zone_at(self.now)
            closes_at = start_of_day(Day(last + 1), zone, frame.days.day_start)
        return TaskProgress(
            decimal_of(assessment.total),
            decimal_of(assessment.target),
            self.streak.goal,
            self.streak.unit,
            assessment.met,
            decimal_of(max(assessment.target - assessment.total, 0)),
            self.streak.aggregation_period,
            date.fromordinal(first),
            date.fromordinal(last),
            moment_of(frame.days.start_of(first)),
            moment_of(ends_at),
            max(closes_at - self.now, 0) // MICROSECONDS,
        )


def load_judged(
    context: Context, streak: str | None, *, owner_id: str | None, brief: bool = True
) -> list[JudgedEnrolment]:
    """The enrolments of an owner, or of everybody, in one streak or in all, as of now.

    With `brief` the judge's attempts and rewards are not complete, only the latest one is sure.
    """
    store = context.store
    with store.reading():
        found = None if streak is None else find_streak(store, streak)
        streaks = load_streaks(store) if found is None else {found.id: found}
        owners = load_owners(store, owner_id)
        enrolments = load_enrolments(
            store, owner_id=owner_id, streak_id=None if found is None else found.id
        )
        skips = {key: load_recent_skips(store, key) for key in owners}
        now = context.now()
        if owner_id in owners:
            owners[owner_id].days.zone_at(now)  # where that is damaged, there is no rest to be told

        def judged(row: EnrolmentRow) -> JudgedEnrolment:
            streak, owner = streaks[row.streak_id], owners[row.owner_id]
            return judge_enrolment(row, streak, owner, skips[row.owner_id], now, brief=brief)

        def named(row: EnrolmentRow) -> str:
            return f"the streak {streak_name(store, row.streak_id)}"

        return list(store.readable(enrolments, judged, named))


def judge_enrolment(
    row: EnrolmentRow,
    streak: StreakRow,
    owner: OwnerRow,
    skips: Mapping[int, Collection[Skipped]],
    now: Instant,
    *,
    brief: bool,
) -> JudgedEnrolment:
    """Judges a stored enrolment up to `now`; `skips` are those that reach its cursor or later."""
    frame = frame_of(streak, owner, skips.get(row.id, ()), row)
    return judge_state(row, streak, owner, frame, row.state_in(frame), now, brief=brief)


def judge_state(
    row: EnrolmentRow,
    streak: StreakRow,
    owner: OwnerRow,
    frame: Frame,
    state: JudgeState,
    now: Instant,
    *,
    brief: bool,
) -> JudgedEnrolment:
    """Judges a state of an enrolment up to `now`; the state is used up."""
    judge = judge_of(frame, state, brief=brief)
    now = judged_until(streak, now)
    return JudgedEnrolment(streak, owner, row, judge, assess(judge, now), now)
