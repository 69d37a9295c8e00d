"""The judgement of a day that is past: whether its period was met, and what came of that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from unbroken.core.day_states import FUTURE, MET, MISSED, NONE, OFF, SKIPPED
from unbroken.core.judge_state import Attempt
from unbroken.core.local_days import Day
from unbroken.core.reports import About, Sentence, Why
from unbroken.core.rules import WEEKDAYS
from unbroken.core.text import capitalised, counted, listed
from unbroken.core.typing import NamedTuple
from unbroken.engine.calendar import ChainDays, chains, days
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.judged_enrolment import JudgedEnrolment
from unbroken.engine.judged_words import (
    NEW_ATTEMPT,
    broken_with,
    day_named,
    demand,
    forgiving,
    in_period,
    moment_words,
    noun_of,
    period_named,
    saving,
    skipped_in,
    when_missed,
    with_unit,
)
from unbroken.store.connection import Store
from unbroken.store.log_entries import earliest_days
from unbroken.store.skips import load_skips


def explained(
    context: Context,
    caller: Caller,
    judged: JudgedEnrolment,
    day: date,
    attempts: Sequence[Attempt],
) -> Why | None:
    """What was judged of a day; nothing of one whose period is open, which is told as of now."""
    today, at = context.today(judged.owner), Day(day.toordinal())
    period = judged.judge.frame.grid.index_of(at)
    if at == today or (period is not None and period == judged.assessment.period):
        return None
    key = judged.streak.activity_type
    [state] = (each.state for each in days(context, caller, key, day, day))
    runs = chains(context, caller, key)
    return _DayExplanation(context.store, judged, at, state, runs, attempts).told(today)


class _Run(NamedTuple):
    """A run with the numbers of the periods at its two ends."""

    first: int
    last: int
    days: ChainDays


class _DayExplanation:
    """What is said of one day of an enrolment; `state` is that of its period."""

    def __init__(
        self,
        store: Store,
        judged: JudgedEnrolment,
        day: Day,
        state: str,
        chains: Sequence[ChainDays],
        attempts: Sequence[Attempt],
    ) -> None:
        self._store, self._judged, self._day, self._state = store, judged, day, state
        frame = judged.judge.frame
        self._frame, self._exemptions = frame, frame.exemptions
        self._period = frame.grid.index_from(day)
        self._attempts = attempts
        self._runs = [
            _Run(self._number(each.first_day), self._number(each.last_day), each) for each in chains
        ]

    def told(self, today: Day) -> Why:
        """The verdict and what it rests on; `today` is the owner's, for what is put away."""
        name, status = self._judged.streak.name, self._judged.streak.status
        if self._state == FUTURE and self._day <= today:
            when = day_named(self._judged, self._day)
            return Why(f"{name} asked for nothing on {when}.", (Sentence(f"It is {status}."),))
        if self._state == FUTURE:
            when = capitalised(period_named(self._judged, self._period))
            needs = with_unit(self._frame.target_of(self._period), self._judged)
            verb = "allows" if self._most else "needs"
            return Why(f"{when} is still to come.", (Sentence(f"It {verb} {needs}."),))
        lines = {MET: self._met, MISSED: self._missed, SKIPPED: self._skipped, OFF: self._off}
        told = [Sentence(line) for line in lines.get(self._state, self._before)()]
        if self._state == MISSED and not self._is_forgiven():
            told += [Sentence(line, About.LATER) for line in self._after()]
        return Why(self._title(), tuple(told), self._ends_elsewhere())

    def _ends_elsewhere(self) -> date | None:
        """The first day of the other period with which the run ended that the sentences tell of."""
        runs = [run for run in self._runs if run.first <= self._period]
        if not runs or self._state not in (MET, MISSED, SKIPPED):
            return None
        end = self._end_of(runs[-1])
        told = self._state == MISSED or self._period <= runs[-1].last
        if end is None or end == self._period or not told:
            return None
        return date.fromordinal(self._frame.grid.first_day(end))

    def _number(self, day: date) -> int:
        """The number of the period that a day is in, or that follows it."""
        return self._frame.grid.index_from(Day(day.toordinal()))

    @property
    def _most(self) -> bool:
        return self._frame.rules.goal == "at_most"

    def _title(self) -> str:
        name, when = self._judged.streak.name, in_period(self._judged, self._period)
        if self._state in (OFF, NONE):
            return f"{name} asked for nothing on {day_named(self._judged, self._day)}."
        if self._state == SKIPPED:
            return f"{name} was skipped {when}."
        if self._state == MET:
            return f"{name} {'stayed within its limit' if self._most else 'was met'} {when}."
        if self._ended_with(self._period) is not None:
            return f"{name} broke {when}."
        return f"{name} {'went over its limit' if self._most else 'was missed'} {when}."

    def _met(self) -> Iterator[str]:
        yield demand(self._store, self._judged, self._period)
        yield from skipped_in(self._store, self._judged, self._period)
        yield from self._part_of()

    def _part_of(self) -> Iterator[str]:
        """The run that the period is in, and how that ended."""
        for run in self._runs:
            if run.first <= self._period <= run.last:
                yield f"It is in a run of {self._length(run)}."
                end = self._end_of(run)
                if end is not None:
                    yield f"The run ended {when_missed(self._judged, end)}."

    def _missed(self) -> Iterator[str]:
        judged, run = self._judged, self._run_before()
        yield demand(self._store, judged, self._period)
        yield from skipped_in(self._store, judged, self._period)
        if run is None:
            yield "No run had begun yet."
            return
        end = self._end_of(run)
        if end == self._period:
            yield from self._broke(run)
        elif self._is_forgiven():
            yield from self._forgiven(run, end)
        elif end is not None:
            yield f"No run was left to break: the last one had ended {when_missed(judged, end)}."

    def _run_before(self) -> _Run | None:
        """The last run that had begun."""
        return next((run for run in reversed(self._runs) if run.first < self._period), None)

    def _is_forgiven(self) -> bool:
        """Whether the period, which was missed, left a run alive."""
        run = self._run_before()
        if run is None:
            return False
        end = self._end_of(run)
        return end is None or end > self._period

    def _broke(self, run: _Run) -> Iterator[str]:
        judged = self._judged
        yield f"It ended a run of {self._length(run)}."
        if judged.streak.completion_target_value is not None and self._broken() is None:
            yield "The attempt before was completed already, and stays so."
        yield forgiving(judged)
        if saved := saving(self._store, judged, self._period):
            yield saved

    def _forgiven(self, run: _Run, end: int | None) -> Iterator[str]:
        grace = self._frame.rules.grace
        noun = f"missed {noun_of(self._judged)}"
        yield f"It was forgiven: {counted(grace, noun)} in a row {'is' if grace == 1 else 'are'}."
        yield from self._part_of()
        if end is not None and run.last < self._period:
            yield f"The run of {self._count(run)} ended {when_missed(self._judged, end)}."

    def _after(self) -> Iterator[str]:
        """What came of a missed period: the attempt that ended with it, and what began later."""
        judged = self._judged
        length = judged.streak.completion_target_value
        ended = self._broken()
        if ended is not None and length is not None:
            yield f"The attempt ended at {ended.value} of {counted(length, noun_of(judged))}."
        later = [run for run in self._runs if run.first > self._period]
        if later:
            run = later[0]
            began = day_named(judged, run.days.first_day.toordinal())
            came = "stands at" if run.days.alive else "came to"
            yield f"The next run began on {began} and {came} {self._count(run)}."
        else:
            yield "No run has begun since."
        if length is not None and ended is not None and ended is not self._attempts[-1]:
            following = self._attempts[self._attempts.index(ended) + 1]
            yield f"{NEW_ATTEMPT}{moment_words(judged, following.started_at)}."

    def _broken(self) -> Attempt | None:
        """The attempt that broke with the period."""
        return broken_with(self._judged, self._attempts, self._period)

    def _skipped(self) -> Iterator[str]:
        own = (None, self._judged.streak.id)
        for skip in load_skips(self._store, owner_id=self._judged.owner.id):
            last = skip.last_day
            holds = skip.first_day <= self._day and (last is None or self._day <= last)
            if holds and skip.streak_id in own:
                if last is None:
                    yield "It is paused: no day counts until it is resumed."
                if skip.reason:
                    yield f"Because: {skip.reason}"
        yield f"A skipped {noun_of(self._judged)} adds nothing to a run and does not break it."
        yield from self._part_of()

    def _off(self) -> Iterator[str]:
        names = [WEEKDAYS[day].capitalize() for day in self._frame.rules.schedule or ()]
        yield f"It is asked for on {listed(names)}."

    def _before(self) -> Iterator[str]:
        if self._day in self._frame.days.void_days():
            yield "There was no such day: the clocks were moved past it."
            return
        begins = self._judged.streak.starts_on
        if self._most:
            begins = max(begins, self._frame.enrolled_on)
        key = self._judged.row.id
        begins = min(begins, earliest_days(self._store, [key])[key] or begins)  # a log opens it
        yield f"It asks for something from {day_named(self._judged, begins)} on."

    def _ended_with(self, period: int) -> _Run | None:
        """The run that a period ended."""
        return next((run for run in self._runs if self._end_of(run) == period), None)

    def _end_of(self, run: _Run) -> int | None:
        """The missed period that ended a run: the first one that the grace did not forgive."""
        if run.days.alive:
            return None
        return self._exemptions.nth_countable(run.last + 1, self._frame.rules.grace + 1)

    def _count(self, run: _Run) -> str:
        return counted(run.days.length, noun_of(self._judged))

    def _length(self, run: _Run) -> str:
        """`12 days, from Friday 20 February to Tuesday 3 March`, `41 days that goes on, …`."""
        first, last = (
            day_named(self._judged, end.toordinal())
            for end in (run.days.first_day, run.days.last_day)
        )
        if run.days.alive:
            return f"{self._count(run)} that goes on, since {first}"
        return f"{self._count(run)}, from {first} to {last}"
