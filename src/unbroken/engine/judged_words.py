"""The words in which a judgement is told: periods, amounts and moments of one enrolment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from zoneinfo import ZoneInfo

from unbroken.core.amounts import ONE
from unbroken.core.instants import Instant, moment_of
from unbroken.core.judge_state import Attempt
from unbroken.core.text import capitalised, counted, listed
from unbroken.core.typing import Final
from unbroken.engine.judged_enrolment import JudgedEnrolment
from unbroken.store.connection import Store
from unbroken.store.log_entries import DaySpan, load_entries_in
from unbroken.store.skips import load_skips_of
from unbroken.wording.amounts import behind, number, of_asked
from unbroken.wording.dates import long_day
from unbroken.wording.rules import period_noun

NEW_ATTEMPT: Final = "A new attempt began on "
"""How it is told that one has begun anew."""
_NAMED_DAYS: Final = 3
"""Skipped days that are named; of more than that there is a number."""
THE_TIME: Final = "the time from "
"""How a period of several days begins."""


def noun_of(judged: JudgedEnrolment) -> str:
    """What one of its periods is called: `day`, `week`."""
    return period_noun(judged.streak.aggregation_period, judged.streak.every)


def with_unit(amount: int, judged: JudgedEnrolment) -> str:
    """`42.5 $`, `2 times`, of an amount in thousandths."""
    if judged.streak.aggregation_method == "sum":
        return number(amount) + behind(judged.streak.unit)
    noun = "day" if judged.streak.aggregation_method == "days" else "time"
    return f"{number(amount)} {noun}{'' if amount == ONE else 's'}"


def again(amount: int, judged: JudgedEnrolment) -> str:
    """The same where what is counted was named just before: `1` alone (`of_unit`)."""
    summed = judged.streak.aggregation_method == "sum"
    return number(amount) if summed and amount == ONE else with_unit(amount, judged)


def so_far(judged: JudgedEnrolment) -> str:
    """`14 of 20 min`, `25 min, more than 20`, of the open period."""
    done, target = judged.assessment.total, judged.assessment.target
    if done > target:
        return of_asked(with_unit(done, judged), number(target), over=True)
    if not target:
        return "nothing so far"
    return of_asked(number(done), with_unit(target, judged), over=False)


def total_of(store: Store, judged: JudgedEnrolment, period: int) -> int:
    """What counted in a period, in thousandths."""
    frame = judged.judge.frame
    first, last = frame.grid.first_day(period), frame.grid.last_day(period)
    total, days = 0, set()
    span = DaySpan(judged.row.id, first, last)
    for entry in load_entries_in(store, [span])[judged.row.id]:
        if frame.counts(entry) == period:
            total += frame.rules.amount_of(entry.value, entry.day not in days)
            days.add(entry.day)
    return total


def amounts_of(store: Store, judged: JudgedEnrolment, period: int) -> str:
    """`50 $ and had 42.5 $` of a period."""
    target = with_unit(judged.judge.frame.target_of(period), judged)
    total = again(total_of(store, judged, period), judged)
    open_one = period == judged.assessment.period
    return f"{target} and {'has' if open_one else 'had'} {total}"


def demand(store: Store, judged: JudgedEnrolment, period: int) -> str:
    """`Wednesday 4 March needed 50 $ and had 42.5 $.`, of a period that is over."""
    verb = "allowed" if judged.judge.frame.rules.goal == "at_most" else "needed"
    when = capitalised(period_named(judged, period))
    return f"{when} {verb} {amounts_of(store, judged, period)}."


def broken_with(
    judged: JudgedEnrolment, attempts: Iterable[Attempt], period: int
) -> Attempt | None:
    """The attempt that broke with a period: at its end, or where it went over a limit."""
    frame = judged.judge.frame
    begin, end = frame.days.start_of(frame.grid.first_day(period)), frame.end_of(period)
    most = frame.rules.goal == "at_most"
    for attempt in attempts:
        at = attempt.broken_at
        if at is not None and (begin <= at < end if most else begin < at <= end):
            return attempt
    return None


def forgiving(judged: JudgedEnrolment) -> str:
    """How many missed periods would have been forgiven."""
    grace, noun = judged.judge.frame.rules.grace, noun_of(judged)
    if grace:
        return f"{counted(grace, 'missed ' + noun)} in a row would have been forgiven."
    return f"No missed {noun} is forgiven (grace 0)."


def saving(store: Store, judged: JudgedEnrolment, period: int) -> str:
    """What was too little in a missed period; empty of a limit, which nothing more saves."""
    frame = judged.judge.frame
    short = frame.target_of(period) - total_of(store, judged, period)
    if frame.rules.goal == "at_most" or short <= 0:
        return ""
    end = moment_words(judged, frame.end_of(period))
    return f"{again(short, judged)} more before {end} would have saved it."


def when_missed(judged: JudgedEnrolment, period: int) -> str:
    """`when Wednesday 4 March was missed`; of a limit `went over it`."""
    missed = "went over it" if judged.judge.frame.rules.goal == "at_most" else "was missed"
    return f"when {period_named(judged, period)} {missed}"


def skipped_in(store: Store, judged: JudgedEnrolment, period: int) -> Iterator[str]:
    """That days of a period of several days were skipped, which asked for as much all the same
    (docs/domain.md 4.3); nothing where none was.
    """
    grid = judged.judge.frame.grid
    first, last = grid.first_day(period), grid.last_day(period)
    if first == last:
        return
    skipped: set[int] = set()
    for begin, end in load_skips_of(store, judged.owner.id, judged.streak.id):
        skipped.update(range(max(begin, first), min(last if end is None else end, last) + 1))
    if not skipped:
        return
    told = f"{len(skipped)} of its days"
    if len(skipped) <= _NAMED_DAYS:
        told = listed([day_named(judged, day) for day in sorted(skipped)])
    was = "was" if len(skipped) == 1 else "were"
    asked = "kept its limit" if judged.judge.frame.rules.goal == "at_most" else "asked for as much"
    yield f"{told} {was} skipped; the {noun_of(judged)} {asked} all the same."


def day_named(judged: JudgedEnrolment, day: int) -> str:
    """`Wednesday 4 March`, with the year where that is not the present one."""
    return long_day(date.fromordinal(day), date.fromordinal(judged.assessment.today).year)


def moment_words(judged: JudgedEnrolment, at: Instant) -> str:
    """`Thursday 5 March at 00:00`, as the owner's wall shows it."""
    local = moment_of(at).astimezone(ZoneInfo(judged.owner.days.zone_at(at)))
    return f"{day_named(judged, local.toordinal())} at {local:%H:%M}"


def period_named(judged: JudgedEnrolment, period: int) -> str:
    """A period by its days: `today`, `Wednesday 4 March`, `the time from … to …`."""
    grid = judged.judge.frame.grid
    first, last = grid.first_day(period), grid.last_day(period)
    if first == last == judged.assessment.today:
        return "today"
    if first == last:
        return day_named(judged, first)
    return f"{THE_TIME}{day_named(judged, first)} to {day_named(judged, last)}"


def in_period(judged: JudgedEnrolment, period: int) -> str:
    """`on Wednesday 4 March`, `in the time from … to …`."""
    when = period_named(judged, period)
    return f"{'in' if when.startswith(THE_TIME) else 'on'} {when}"
