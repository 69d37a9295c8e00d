"""Timers: what is done now, and how long it took, logged when it is stopped (docs/domain.md 9)."""

from __future__ import annotations

from datetime import datetime

from unbroken.core.amounts import ONE, decimal_of
from unbroken.core.errors import ErrorCode, NotFound, Refusal
from unbroken.core.ids import new_id
from unbroken.core.instants import FIRST_INSTANT, MICROSECONDS, Instant, instant_of, moment_of
from unbroken.core.reports import Stopped, Timer
from unbroken.core.text import listed
from unbroken.core.timing import LONGEST, measured, measures_time
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context, owner_id_of
from unbroken.engine.logs import check_activity, refuse_idle
from unbroken.engine.lookup import find_streak
from unbroken.engine.recording import record
from unbroken.store.enrolments import find_enrolment
from unbroken.store.owners import OwnerRow
from unbroken.store.streaks import StreakRow, load_streaks
from unbroken.store.timers import TimerRow, load_timers
from unbroken.wording.dates import local_clock
from unbroken.wording.timers import elapsed_words


def start(context: Context, caller: Caller, streak: str, *, at: datetime | None = None) -> Timer:
    """Starts a timer for one of the owner's streaks, now or as of the aware time `at`.

    Raises Refusal where one runs, where the streak takes no logs or counts no time, and for a time
    still to come.
    """
    with context.changing(caller, "start", loads_owner=True) as work:
        owner = context.owner(caller)
        found = find_streak(context.store, streak)
        refuse_idle(found)
        _refuse_timeless(found)
        for each in load_timers(context.store, owner.id):
            if each.streak_id == found.id:
                since = local_clock(moment_of(each.started_at), owner.days.zone_at(context.now()))
                raise Refusal(
                    ErrorCode.TIMER_RUNS,
                    f"The timer of {found.name} runs already, since {since}; stop it first.",
                )
        begun = context.now() if at is None else _past(context, at)
        timer = TimerRow(new_id(), begun, found.id, owner.id)
        work.insert("timers", timer._asdict())
        work.label = f"start the timer of {found.name}"
    return _answer(timer, found, context.now())


def stop(
    context: Context,
    caller: Caller,
    streak: str | None = None,
    *,
    at: datetime | None = None,
    confirmed: bool = False,
    discard: bool = False,
) -> Stopped:
    """Stops the timer of a streak, or the only one that runs, and logs how long it ran.

    The log is of the instant at which it was started. `at` is when it ended, else now; one that has
    run for longer than `LONGEST` has to be `confirmed` then. With `discard` nothing is logged.
    Raises NotFound where none runs, and Refusal where it is not clear which is meant, for an end
    that cannot be, and where the streak takes no logs or counts no time.
    """
    with context.changing(caller, "stop", loads_owner=True) as work:
        owner = context.owner(caller)
        timer, found = _running(context, owner, streak)
        ended = context.now() if at is None else _past(context, at)
        if ended < timer.started_at and at is not None:
            since = local_clock(moment_of(timer.started_at), owner.days.zone_at(timer.started_at))
            raise Refusal(
                ErrorCode.BAD_TIME,
                f"The timer of {found.name} was started at {since}; say a time after that.",
            )
        work.delete("timers", id=timer.id)
        if discard:
            work.label = f"drop the timer of {found.name}"
            return Stopped(_answer(timer, found, ended), None)
        refuse_idle(found)
        _refuse_timeless(found)
        answer = _answer(timer, found, ended)
        if answer.seconds > LONGEST and at is None and not confirmed:
            raise Refusal(
                ErrorCode.TIMER_FORGOTTEN,
                f"The timer of {found.name} has run for {elapsed_words(answer.seconds)};"
                " say when it ended with --at, log all of it with --yes, or drop it with"
                " --discard.",
            )
        activity = check_activity(
            context, found, owner, answer.amount, answer.started_at, None, "", None
        )
        enrolment = find_enrolment(context.store, found.id, owner.id)
        recording = record(context, work, found, owner, enrolment, activity)
        work.label = f"stop the timer of {found.name}"
    return Stopped(answer, recording)


def timer(context: Context, caller: Caller) -> list[Timer]:
    """The owner's timers that run, the oldest first."""
    store, owner_id = context.store, owner_id_of(caller)
    with store.reading():
        running = load_timers(store, owner_id)
        streaks = load_streaks(store) if running else {}
    now = context.now()
    return [_answer(each, streaks[each.streak_id], now) for each in running]


def _running(context: Context, owner: OwnerRow, streak: str | None) -> tuple[TimerRow, StreakRow]:
    """The timer of a streak, or without one the only one that runs."""
    running = {each.streak_id: each for each in load_timers(context.store, owner.id)}
    if streak is not None:
        found = find_streak(context.store, streak)
        if found.id not in running:
            verb = (
                "start it with `unbroken start"
                if _is_timed(found)
                else "log to it by `unbroken log"
            )
            raise NotFound(
                f"No timer of {found.name} runs; {verb} {found.activity_type}`.", ErrorCode.NO_TIMER
            )
        return running[found.id], found
    if not running:
        raise NotFound("No timer runs; start one with `unbroken start STREAK`.", ErrorCode.NO_TIMER)
    streaks = load_streaks(context.store)
    if len(running) > 1:
        names = listed([streaks[key].name for key in running])
        raise Refusal(
            ErrorCode.AMBIGUOUS_STREAK, f"Timers of {names} run; say which one is to be stopped."
        )
    [(key, only)] = running.items()
    return only, streaks[key]


def _past(context: Context, at: datetime) -> Instant:
    """An instant that has been. Raises Refusal for another."""
    instant = instant_of(at)
    if instant > context.now():
        raise Refusal(ErrorCode.FUTURE, "That time is still to come; say one that has been.")
    if instant < FIRST_INSTANT:
        raise Refusal(ErrorCode.BAD_TIME, "A timer must run in the years 1970 to 2100.")
    return instant


def _is_timed(streak: StreakRow) -> bool:
    """Whether a timer can measure what is logged."""
    return streak.aggregation_method != "sum" or measures_time(streak.unit)


def _refuse_timeless(streak: StreakRow) -> None:
    """Raises Refusal for a streak that adds up something else than time."""
    if not _is_timed(streak):
        counts = f"counts {streak.unit}" if streak.unit else "has no unit"
        raise Refusal(
            ErrorCode.NO_TIME_UNIT,
            f"{streak.name} {counts}, and a timer measures time; give it a unit such as min or h,"
            " or log the amount yourself.",
        )


def _answer(timer: TimerRow, streak: StreakRow, now: Instant) -> Timer:
    """A timer as of an instant; the clock may have been set back since it was started."""
    seconds = max(now - timer.started_at, 0) // MICROSECONDS
    is_sum = streak.aggregation_method == "sum"
    unit = streak.unit if is_sum else None
    return Timer(
        streak.id,
        streak.activity_type,
        streak.name,
        timer.owner_id,
        moment_of(timer.started_at),
        seconds,
        decimal_of(measured(seconds, unit) if is_sum else ONE),
        unit,
    )
