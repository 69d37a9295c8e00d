"""From a stored standing to what is answered: how an enrolment looks at one `now`."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from unbroken.core.amounts import decimal_of
from unbroken.core.assessment import Assessment, assess, judge_of
from unbroken.core.instants import MICROSECONDS, Instant, moment_of
from unbroken.core.judge import Judge
from unbroken.core.judge_state import IN_PROGRESS, Attempt
from unbroken.core.local_days import Day, start_of_day
from unbroken.core.results import Enrolment, OwnerRef, ProgressRecord, TaskProgress
from unbroken.engine.enrolment_rows import Enrolled
from unbroken.engine.owner_rows import Person
from unbroken.engine.streak_rows import Habit, Skipped
from unbroken.store.connection import Store


def moment(at: Instant | None) -> datetime | None:
    """An instant as an aware time, or None."""
    return None if at is None else moment_of(at)


def civil(day: Day | None) -> date | None:
    """A day as a date, or None."""
    return None if day is None else date.fromordinal(day)


class View(NamedTuple):
    """One enrolment, judged up to `now`."""

    habit: Habit
    person: Person
    enrolled: Enrolled
    judge: Judge
    assessment: Assessment
    now: Instant

    def enrolment(self) -> Enrolment:
        """The enrolment as the engine answers it."""
        assessment, live = self.assessment, self.habit.status == "live"
        record = self.latest_record()
        running = record is not None and record.streak_progress_status == IN_PROGRESS
        return Enrolment(
            self.habit.id,
            self.habit.activity_type,
            self.habit.name,
            self.person.id,
            assessment.current,
            assessment.longest,
            self.enrolled.total_count,
            civil(self.enrolled.last_activity_date),
            moment(self.enrolled.last_activity_at),
            self.habit.status,
            live and assessment.due,
            live and assessment.at_risk,
            record,
            record.task_progress if record is not None and running else self.task_progress(),
            assessment.period is not None and self.judge.frame.exemptions.covers(assessment.period),
            self.begins_on(),
        )

    def begins_on(self) -> date | None:
        """From when the streak counts, if that is after the open period and nothing opened it."""
        assessment, starts_on = self.assessment, self.habit.starts_on
        if assessment.attempt is not None:
            return None
        last = assessment.today
        if assessment.period is not None:
            last = self.judge.frame.grid.last_day(assessment.period)
        return civil(starts_on) if starts_on > last else None

    def latest_record(self) -> ProgressRecord | None:
        """The latest attempt."""
        return None if self.assessment.attempt is None else self.record(self.assessment.attempt)

    def record(self, attempt: Attempt) -> ProgressRecord:
        """An attempt as a progress record."""
        assert attempt.id is not None
        return ProgressRecord(
            attempt.id,
            self.habit.id,
            self.habit.activity_type,
            self.enrolled.unique_identifier,
            self.person.id,
            OwnerRef(self.person.id, self.person.name),
            attempt.value,
            self.habit.length,
            attempt.status,
            moment_of(attempt.started_at),
            moment(attempt.completed_at),
            moment(attempt.broken_at),
            moment(attempt.last_contribution_at),
            moment(attempt.last_completed_at),
            self.task_progress() if attempt.status == IN_PROGRESS else None,
        )

    def task_progress(self) -> TaskProgress | None:
        """What is done in the open period; None where the day is in no period."""
        assessment, frame = self.assessment, self.judge.frame
        if assessment.period is None:
            return None
        first, last = (
            frame.grid.first_day(assessment.period),
            frame.grid.last_day(assessment.period),
        )
        ends_at = closes_at = frame.end_of(assessment.period)
        if closes_at <= self.now:  # flown back behind a midnight that had passed: it comes again
            zone = frame.days.zone_at(self.now)
            closes_at = start_of_day(Day(last + 1), zone, frame.days.day_start)
        return TaskProgress(
            decimal_of(assessment.total),
            decimal_of(assessment.target),
            self.habit.goal,
            self.habit.unit,
            assessment.met,
            decimal_of(max(assessment.target - assessment.total, 0)),
            self.habit.period,
            date.fromordinal(first),
            date.fromordinal(last),
            moment_of(frame.days.start_of(first)),
            moment_of(ends_at),
            max(closes_at - self.now, 0) // MICROSECONDS,
        )


def view_of(
    store: Store,
    enrolled: Enrolled,
    habit: Habit,
    person: Person,
    skips: Iterable[Skipped],
    now: Instant,
    *,
    brief: bool = True,
) -> View:
    """Judges a stored enrolment up to `now`; `skips` are those that reach its cursor or later.

    With `brief` the judge's attempts and rewards are not complete, only the latest one is sure.
    """
    frame = habit.frame(person, skips, enrolled.enrolled_at)
    judge = judge_of(frame, enrolled.revive(frame), brief=brief)
    now = habit.judged_at(now)
    assessment = assess(judge, now)
    if any(attempt.id is None for attempt in judge.attempts):
        from unbroken.engine.judgement import name_attempts

        name_attempts(store, judge.attempts, enrolled.unique_identifier)
    return View(habit, person, enrolled, judge, assessment, now)
