"""What a calendar changes, day by day: logging on a day, skipping days or taking that back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import Enum

from unbroken.core.day_states import FUTURE, MISSED, OPEN, PARTIAL, CalendarPeriod
from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.instants import instant_of
from unbroken.core.typing import TYPE_CHECKING, NamedTuple
from unbroken.engine.owner_clock import days_of, today_of

if TYPE_CHECKING:
    from unbroken.core.reports import Skip
    from unbroken.core.results import Recording, Streak
    from unbroken.engine.api import Engine


class SkipTurn(Enum):
    """What became of days that were to be skipped, or not skipped any more."""

    SKIPPED = "skipped"
    COUNTING = "counting"
    FOR_ALL = "for all"
    """Nothing was changed: a skip of all streaks holds them, so it has to be meant for all."""


class Begun(NamedTuple):
    """A streak that begins with `day` now, and how many periods from then on up to its former
    beginning count as missed.
    """

    streak: Streak
    day: date
    missed: int


def covers(skip: Skip, day: date) -> bool:
    """Whether a skip excuses a day."""
    return skip.first_day <= day and (skip.last_day is None or day <= skip.last_day)


def check_day_to_log(engine: Engine, day: date) -> datetime | None:
    """The noon at which a day is logged; None for the present day, which is logged for now.

    Raises Refusal for a day to come, and for one that there never was (docs/domain.md 2.6).
    """
    person, now = engine.owner(), engine.clock()
    if day == today_of(person, now):
        return None
    moment = engine.moments().on(day)
    if moment is None:
        raise Refusal(ErrorCode.IN_FUTURE, "That day has not come yet.")
    at = datetime.fromisoformat(moment)
    if days_of(person).date_at(instant_of(at)) != day.toordinal():
        raise Refusal(ErrorCode.BAD_DATE, "There was no such day: the clocks were moved past it.")
    return at


def log_on(engine: Engine, activity_type: str, day: date, amount: str | None) -> Recording:
    """Records an activity on a day, as `check_day_to_log` says. Raises what `log` does, too."""
    return engine.log(activity_type, amount, at=check_day_to_log(engine, day), new=False)


def log_missing(engine: Engine, activity_type: str) -> Recording | None:
    """Records what is missing of a streak's open period, or one activity where it adds up none.

    Nothing where the streak asks for nothing any more. Raises what `log` does.
    """
    enrolments = engine.status(activity_type)
    task = enrolments[0].task_progress if enrolments and enrolments[0].due else None
    if task is None:
        return None
    is_sum = engine.streak(activity_type).aggregation_method == "sum"
    return engine.log(activity_type, str(task.remaining) if is_sum else None, new=False)


def beginning_of(engine: Engine, activity_type: str) -> date:
    """The day with which a streak begins: its first, or that of a log from before."""
    starts_on = engine.streak(activity_type).starts_on
    early = engine.history(activity_type, last=starts_on)
    return min(starts_on, early[-1].local_date) if early else starts_on


def begun_earlier(engine: Engine, activity_type: str, before: date) -> Begun | None:
    """What logging to a streak has done that began with `before`, if it begins earlier now and a
    limit holds since then, or something else counts as missed.
    """
    now = beginning_of(engine, activity_type)
    if now >= before:
        return None
    streak = engine.streak(activity_type)
    if streak.goal == "at_most":
        return Begun(streak, now, 0)
    found = engine.periods(activity_type, now, before - timedelta(1)).get(streak.id, ())
    missed = sum(each.state == MISSED for each in found)
    return Begun(streak, now, missed) if missed else None


def asking_still(
    engine: Engine, activity_type: str | None, first: date, last: date
) -> list[tuple[Streak, CalendarPeriod]]:
    """The periods of several days that still ask although some of their days are skipped, of one
    streak or of all live ones: they are excused where all of their days are.
    """
    streaks = {each.id: each for each in engine.streaks()}
    return [
        (streaks[key], period)
        for key, periods in engine.periods(activity_type, first, last).items()
        for period in periods
        if period.first_day < period.last_day and period.state in (PARTIAL, OPEN, FUTURE, MISSED)
    ]


def turn_skip(engine: Engine, streak: str | None, first: date, last: date) -> SkipTurn:
    """Skips the days from `first` to `last`, or takes that back where all of them are skipped.

    `streak` None means all streaks. Raises Refusal where a pause holds all of the days: they rest
    already, and resuming ends that.
    """
    skips = engine.skips(streak)
    own = [each for each in skips if streak is not None or each.activity_type is None]
    days = [first + timedelta(each) for each in range((last - first).days + 1)]

    def held(by: Iterable[Skip]) -> bool:
        those = tuple(by)
        return all(any(covers(skip, day) for skip in those) for day in days)

    if held(each for each in own if each.last_day is None):
        name = "Everything" if streak is None else engine.streak(streak).name
        raise Refusal(
            ErrorCode.PAUSED, f"{name} is paused and rests already; resume it to make it count."
        )
    ending = [each for each in own if each.last_day is not None]
    if held(each for each in ending if (each.activity_type is None) == (streak is None)):
        engine.unskip(streak, first, last)
        return SkipTurn.COUNTING
    if held(each for each in ending if each.activity_type is None):
        return SkipTurn.FOR_ALL
    engine.skip(streak, first, last)
    return SkipTurn.SKIPPED
