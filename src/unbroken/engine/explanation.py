"""The judgement in words: why a streak broke, is at risk, or is alive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from unbroken.core.instants import Instant, moment_of
from unbroken.core.judge_state import BROKEN, COMPLETED, Attempt
from unbroken.core.reports import Why
from unbroken.core.text import counted
from unbroken.engine.enrolment_rows import load_all_skips, load_attempts, load_entries
from unbroken.engine.judged_enrolment import View
from unbroken.engine.progress import Progress
from unbroken.wording.amounts import number
from unbroken.wording.dates import long_day, time_left
from unbroken.wording.rules import span

_LISTED: Final = 3
"""How many missed periods are told one by one."""


class Explaining(Progress):
    """Saying why."""

    def why(self, streak: str) -> Why:
        """The judgement of one of the owner's streaks, explained as of now."""
        with self.store.reading():
            views = self._views(streak, owner_id=self._owner_id(), brief=False)
            if not views:
                habit = self._habit(streak)
                return Why(f"{habit.name} has not begun.", ("Your first log begins it.",))
            [view] = views
            skips = load_all_skips(self.store, view.person.id, view.habit.id)
            frame = view.habit.frame(view.person, skips, view.enrolled.enrolled_at)
            view.judge.frame = frame
            attempts = load_attempts(self.store, view.enrolled.id)
            touched = {attempt.id for attempt in view.judge.attempts}
            attempts = [each for each in attempts if each.id not in touched]
            today = view.assessment.today
            attempts += (each for each in view.judge.attempts if each.opened_on <= today)
            return Why(_title(view), tuple(self._lines(view, attempts)))

    def _lines(self, view: View, attempts: list[Attempt]) -> Iterator[str]:
        assessment, habit = view.assessment, view.habit
        if habit.status == "paused":
            yield "It is paused: no day counts until it is resumed."
        if habit.status == "archived":
            yield "It is archived: it is judged as of the moment it was put away."
        begins = view.begins_on()
        if begins is not None and habit.status == "live":
            day = long_day(begins, date.fromordinal(assessment.today).year)
            yield f"It counts from {day} on; a log before that opens it."
            return
        if assessment.at_risk and habit.status == "live":
            yield from self._risk(view)
        elif assessment.period is not None and habit.status == "live":
            yield from self._present(view)
        elif habit.status == "live":
            yield "Nothing is asked for today."
        broken = [attempt for attempt in attempts if attempt.status == BROKEN]
        if broken:
            yield from self._break(view, broken[-1])
            later = attempts[attempts.index(broken[-1]) + 1 :]
            if later:
                yield f"A new attempt began on {self._moment(view, later[0].started_at)}."
        if assessment.current:
            noun = "period" if habit.every > 1 else span(habit.period)
            yield f"The chain stands at {counted(assessment.current, noun)}; the longest is" + (
                f" {assessment.longest}."
            )

    def _risk(self, view: View) -> Iterator[str]:
        assessment, frame = view.assessment, view.judge.frame
        assert assessment.period is not None
        when = _period_words(view, assessment.period)
        if frame.rules.goal == "at_most":
            yield from self._limit(view)
            return
        yield f"{_upper(when)} needs {self._amounts(view, assessment.period)}."
        end = frame.end_of(assessment.period)
        left = time_left(max(end - view.now, 0) // 1_000_000)
        more = _with_unit(assessment.target - assessment.total, view)
        yield f"{more} more before {self._moment(view, end)} ({left}) keeps it alive."
        yield self._grace(view)

    def _present(self, view: View) -> Iterator[str]:
        assessment = view.assessment
        assert assessment.period is not None
        when = _upper(_period_words(view, assessment.period))
        if view.judge.frame.exemptions.covers(assessment.period):
            yield f"{when} is excused: nothing is asked."
        elif view.habit.goal == "at_most":
            yield from self._limit(view)
        elif assessment.met:
            yield f"{when} is met: {_so_far(view)}."
        else:
            yield f"{when} needs {self._amounts(view, assessment.period)}."
            yield "Nothing breaks if it is missed."

    def _limit(self, view: View) -> Iterator[str]:
        """How an open period stands that is not to go above its target."""
        assessment = view.assessment
        assert assessment.period is not None
        when = _upper(_period_words(view, assessment.period))
        if _is_over(view):
            yield f"{when} is over its limit: {_so_far(view)}."
            if assessment.current:
                yield self._grace(view)
        elif assessment.at_risk:
            yield f"{when} has reached its limit: {_so_far(view)}."
            yield "One more would count as a miss."
        else:
            yield f"{when} is within its limit: {_so_far(view)}."

    def _grace(self, view: View) -> str:
        grace = view.judge.frame.rules.grace
        used = min(view.judge.state.chain_missed, grace)
        if not grace:
            return f"No missed {_noun(view)} is forgiven (grace 0)."
        return f"{used} of {counted(grace, 'forgiven ' + _noun(view))} in a row used up."

    def _break(self, view: View, attempt: Attempt) -> Iterator[str]:
        assert attempt.broken_at is not None
        name = view.habit.name
        yield f"{name} broke on {self._moment(view, attempt.broken_at)}."
        missed = self._missed(view, attempt)
        most = view.judge.frame.rules.goal == "at_most"
        for period in missed:
            when = _upper(_period_words(view, period))
            verb = "allowed" if most else "needed"
            yield f"{when} {verb} {self._amounts(view, period)}."
        grace = view.judge.frame.rules.grace
        noun = _noun(view)
        if grace:
            yield f"{counted(grace, 'missed ' + noun)} in a row would have been forgiven."
        else:
            yield f"No missed {noun} is forgiven (grace 0)."
        if missed and not most:
            total = self._total(view, missed[-1])
            short = view.judge.frame.target_of(missed[-1]) - total
            if short > 0:
                yield f"{_with_unit(short, view)} more by then would have saved it."

    def _missed(self, view: View, attempt: Attempt) -> list[int]:
        """The last missed periods that ended an attempt, in order."""
        frame = view.judge.frame
        assert attempt.broken_at is not None
        day = frame.days.date_at(attempt.broken_at)
        most = frame.rules.goal == "at_most"
        period = frame.grid.index_from(day) - (0 if most else 1)
        earliest = frame.grid.index_from(attempt.opened_on)
        missed: list[int] = []
        most_listed = min(frame.rules.grace + 1, _LISTED)
        while period >= earliest and len(missed) < most_listed:
            total = self._total(view, period)
            target = frame.target_of(period)
            if not frame.exemptions.covers(period) and (total > target if most else total < target):
                missed.append(period)
            period -= 1
        return missed[::-1]

    def _total(self, view: View, period: int) -> int:
        """What counted in a period, in thousandths."""
        frame = view.judge.frame
        first, last = frame.grid.first_day(period), frame.grid.last_day(period)
        total, days = 0, set()
        for entry in load_entries(self.store, view.enrolled.id, first, last):
            if frame.counts(entry) == period:
                total += frame.rules.amount_of(entry.value, entry.day not in days)
                days.add(entry.day)
        return total

    def _amounts(self, view: View, period: int) -> str:
        """`50 $ and had 42.5 $` of a period."""
        target = _with_unit(view.judge.frame.target_of(period), view)
        total = _with_unit(self._total(view, period), view)
        open_one = period == view.assessment.period
        return f"{target} and {'has' if open_one else 'had'} {total}"

    def _moment(self, view: View, at: Instant) -> str:
        """`Thursday 5 March at 00:00`, as the owner's wall shows it."""
        local = moment_of(at).astimezone(ZoneInfo(view.person.days.zone_at(at)))
        said = long_day(local.date(), date.fromordinal(view.assessment.today).year)
        return f"{said} at {local:%H:%M}"


def _title(view: View) -> str:
    assessment, name = view.assessment, view.habit.name
    attempt = assessment.attempt
    if view.habit.status != "live":
        return f"{name} is {view.habit.status}."
    if view.begins_on() is not None:
        return f"{name} has not begun."
    if attempt is not None and attempt.status == BROKEN and not assessment.current:
        return f"{name} is broken."
    if assessment.at_risk and not _is_over(view):
        return f"{name} is at risk."
    if assessment.current:
        return f"{name} is alive."
    if attempt is not None and attempt.status == COMPLETED:
        return f"{name} is completed."
    return f"{name} has nothing to lose yet."


def _is_over(view: View) -> bool:
    """Whether the open period has more than a limit allows; no more is lost by that."""
    return view.habit.goal == "at_most" and view.assessment.total > view.assessment.target


def _noun(view: View) -> str:
    return "period" if view.habit.every > 1 else span(view.habit.period)


def _with_unit(amount: int, view: View) -> str:
    unit = view.habit.unit if view.habit.method == "sum" else None
    noun = "day" if view.habit.method == "days" else "time"
    if view.habit.method == "sum":
        return f"{number(amount)} {unit}" if unit else number(amount)
    return f"{number(amount)} {noun}{'' if amount == 1000 else 's'}"


def _so_far(view: View) -> str:
    """`14 min of 20 min`, of the open period."""
    return (
        f"{_with_unit(view.assessment.total, view)} of {_with_unit(view.assessment.target, view)}"
    )


def _period_words(view: View, period: int) -> str:
    """A period by its days: `today`, `Wednesday 4 March`, `the time from … to …`."""
    grid = view.judge.frame.grid
    if grid.first_day(period) == grid.last_day(period) == view.assessment.today:
        return "today"
    first, last = (
        long_day(date.fromordinal(day), date.fromordinal(view.assessment.today).year)
        for day in (grid.first_day(period), grid.last_day(period))
    )
    return first if first == last else f"the time from {first} to {last}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
