"""The judgement in words: why a streak broke, is left for now, or is alive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from unbroken.core.judge_state import BROKEN, COMPLETED, IN_PROGRESS, Attempt
from unbroken.core.local_days import Day
from unbroken.core.reports import Why
from unbroken.core.text import counted
from unbroken.core.typing import Final, NamedTuple
from unbroken.engine.calendar import ChainDays, chains
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context, owner_id_of
from unbroken.engine.frames import frame_of
from unbroken.engine.judged_enrolment import JudgedEnrolment, load_judged
from unbroken.engine.judged_words import (
    NEW_ATTEMPT,
    THE_TIME,
    again,
    amounts_of,
    broken_with,
    day_words,
    demand,
    forgiving,
    in_period,
    moment_words,
    noun_of,
    period_words,
    saving,
    skipped_in,
    so_far,
    total_of,
    upper,
    when_missed,
)
from unbroken.engine.lookup import find_streak
from unbroken.engine.progress import attempts_of
from unbroken.engine.urgency import LEFT, NOW, stand_of
from unbroken.store.connection import Store
from unbroken.store.progress import load_attempts
from unbroken.store.skips import load_skips_of
from unbroken.wording.dates import time_left

_AT_RISK: Final = {NOW: "has to be done now", LEFT: "is left to do"}
_AT_LIMIT: Final = "is at its limit"
"""What is said of a streak at risk, in the words of the list; a limit has nothing to be done."""
_BROKE: Final = " broke "
_MISSED: Final = " was missed "
_RUN_ENDED: Final = "The last run, of "
BEFORE: Final = (_BROKE, _MISSED, _RUN_ENDED)
"""What the sentence has in it that begins with what came before."""
SAVES: Final = " keeps it alive."
ATTEMPT: Final = "The attempt stands at "
RUN: Final = "The run stands at "
TERMS: Final = "An attempt begins with its first log, a run with its first met "
"""What the sentences are told apart by that begin something new."""
_LISTED: Final = 3
"""How many missed periods are told one by one."""


def why(context: Context, caller: Caller, streak: str, day: date | None = None) -> Why:
    """The judgement of one of the owner's streaks, explained as of now.

    With a `day` of another period than the open one, what was judged of that, and what came of it.
    """
    store = context.store
    with store.reading():
        found = load_judged(context, streak, owner_id=owner_id_of(caller), brief=False)
        if not found:
            name = find_streak(store, streak).name
            return Why(f"{name} has not begun.", ("Your first log begins it.",))
        [judged] = found
        skips = load_skips_of(store, judged.owner.id, judged.streak.id)
        judged.judge.frame = frame_of(judged.streak, judged.owner, skips, judged.row)
        attempts = attempts_of(judged, load_attempts(store, [judged.row.id])[judged.row.id])
        if day is not None:
            # Imported here, since most ask about now.
            from unbroken.engine.day_explanation import explained

            told = explained(context, caller, judged, day, attempts)
            if told is not None:
                return told
        explanation, past = _Explanation(store), None
        runs = chains(context, caller, judged.streak.activity_type)
        if judged.begins_on() is None or judged.streak.status != "live":
            past = explanation.past(judged, attempts, runs)
        missed_on = None
        if past is not None and past.missed:
            first = judged.judge.frame.grid.first_day(past.missed[-1])
            missed_on = date.fromordinal(first)
        lines = tuple(explanation.lines(judged, attempts, runs, past))
        return Why(_title(judged), lines, missed_on)


class _Past(NamedTuple):
    """What came before: the run that is over and the attempt that broke with it, one of them at
    least, and the last periods that were missed then.
    """

    attempt: Attempt | None
    run: ChainDays | None
    missed: list[int]


class _Explanation:
    """The sentences, and what they have to look up."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def past(
        self, judged: JudgedEnrolment, attempts: Sequence[Attempt], runs: Sequence[ChainDays]
    ) -> _Past | None:
        """What came before: the last run that is over, else the last attempt, which came to
        nothing.
        """
        broken = [attempt for attempt in attempts if attempt.status == BROKEN]
        over = next((each for each in reversed(runs) if not each.alive), None)
        if over is None:
            return _Past(broken[-1], None, self._missed(judged, broken[-1])) if broken else None
        frame = judged.judge.frame
        first = frame.grid.index_from(Day(over.last_day.toordinal())) + 1
        missed = range(1, frame.rules.grace + 2)
        periods = [frame.exemptions.nth_countable(first, each) for each in missed]
        return _Past(broken_with(judged, broken, periods[-1]), over, periods[-_LISTED:])

    def lines(
        self,
        judged: JudgedEnrolment,
        attempts: Sequence[Attempt],
        runs: Sequence[ChainDays],
        past: _Past | None,
    ) -> Iterator[str]:
        assessment, streak = judged.assessment, judged.streak
        if streak.status == "paused":
            yield "It is paused: no day counts until it is resumed."
        if streak.status == "archived":
            yield "It is archived: it is judged as of the moment it was put away."
        begins = judged.begins_on()
        if begins is not None and streak.status == "live":
            day = day_words(judged, begins.toordinal())
            yield f"It asks for something from {day} on; a log before that opens it."
            return
        if _in_danger(judged) and streak.status == "live":
            yield from self._risk(judged)
        elif assessment.period is not None and streak.status == "live":
            yield from self._present(judged)
        elif streak.status == "live":
            yield "Nothing is asked for today."
        noun, length = noun_of(judged), streak.completion_target_value
        if past is not None:
            yield from self._before(judged, past)
        if length is not None and attempts and attempts[-1].status == IN_PROGRESS:
            present = attempts[-1]
            if past is not None:
                yield f"{NEW_ATTEMPT}{moment_words(judged, present.started_at)}."
            yield f"{ATTEMPT}{present.value} of {counted(length, noun)}."
        if assessment.current:
            run = counted(assessment.current, noun)
            if past is not None:
                run += f", since {day_words(judged, runs[-1].first_day.toordinal())}"
            yield f"{RUN}{run}; the longest is {assessment.longest}."
            if length is not None and streak.goal == "at_least":
                yield f"{TERMS}{noun}."

    def _risk(self, judged: JudgedEnrolment) -> Iterator[str]:
        assessment, frame = judged.assessment, judged.judge.frame
        assert assessment.period is not None
        when = period_words(judged, assessment.period)
        if frame.rules.goal == "at_most":
            yield from self._limit(judged)
            return
        yield f"{upper(when)} needs {amounts_of(self.store, judged, assessment.period)}."
        end = frame.end_of(assessment.period)
        left = time_left(max(end - judged.now, 0) // 1_000_000)
        more = again(assessment.target - assessment.total, judged)
        yield f"{more} more before {moment_words(judged, end)} ({left}){SAVES}"
        yield self._grace(judged)

    def _present(self, judged: JudgedEnrolment) -> Iterator[str]:
        assessment = judged.assessment
        assert assessment.period is not None
        when = upper(period_words(judged, assessment.period))
        if judged.judge.frame.exemptions.covers(assessment.period):
            yield f"{when} is excused: nothing is asked."
        elif judged.streak.goal == "at_most":
            yield from self._limit(judged)
        elif assessment.met:
            yield f"{when} is met: {so_far(judged)}."
        else:
            yield f"{when} needs {amounts_of(self.store, judged, assessment.period)}."
            anew = assessment.longest and not assessment.current
            yield "It begins a new run." if anew else "Nothing breaks if it is missed."

    def _limit(self, judged: JudgedEnrolment) -> Iterator[str]:
        """How an open period stands that is not to go above its target."""
        assessment = judged.assessment
        assert assessment.period is not None
        when = upper(period_words(judged, assessment.period))
        if _is_over(judged):
            yield f"{when} is over its limit: {so_far(judged)}."
            if assessment.current:
                yield self._grace(judged)
        elif assessment.at_risk:
            yield f"{when} has reached its limit: {so_far(judged)}."
            yield "One more would count as a miss."
        else:
            yield f"{when} is within its limit: {so_far(judged)}."

    def _grace(self, judged: JudgedEnrolment) -> str:
        grace = judged.judge.frame.rules.grace
        used = min(judged.judge.state.chain_missed, grace)
        if not grace:
            return f"No missed {noun_of(judged)} is forgiven (grace 0)."
        return f"{used} of {counted(grace, 'forgiven ' + noun_of(judged))} in a row used up."

    def _before(self, judged: JudgedEnrolment, past: _Past) -> Iterator[str]:
        missed, name = past.missed, judged.streak.name
        most = judged.judge.frame.rules.goal == "at_most"
        if past.attempt is None and past.run is not None:
            run = counted(past.run.length, noun_of(judged))
            when = when_missed(judged, missed[-1])
            yield f"{_RUN_ENDED}{run}, ended {when}, behind a completed attempt."
        elif past.run is None and not most:
            when = in_period(judged, missed[-1]) if missed else ""
            yield f"{name}{_MISSED}{when}; no run had begun."
            yield from self._demands(judged, missed)
            return
        elif past.attempt is not None and past.attempt.broken_at is not None:
            when = f"on {moment_words(judged, past.attempt.broken_at)}"
            if missed and not most:  # one looks for the period, not for the moment of its end
                period = period_words(judged, missed[-1])
                ended = f"on {period}, which ended {when}"
                when = f"at the end of {period}" if period.startswith(THE_TIME) else ended
            yield f"{name}{_BROKE}{when}."
        yield from self._demands(judged, missed)
        yield forgiving(judged)
        saved = missed and saving(self.store, judged, missed[-1])
        if saved:
            yield saved

    def _demands(self, judged: JudgedEnrolment, missed: Sequence[int]) -> Iterator[str]:
        for period in missed:
            yield demand(self.store, judged, period)
            yield from skipped_in(self.store, judged, period)

    def _missed(self, judged: JudgedEnrolment, attempt: Attempt) -> list[int]:
        """The last missed periods that ended an attempt, in order."""
        frame = judged.judge.frame
        assert attempt.broken_at is not None
        day = frame.days.date_at(attempt.broken_at)
        most = frame.rules.goal == "at_most"
        period = frame.grid.index_from(day) - (0 if most else 1)
        earliest = frame.grid.index_from(attempt.opened_on)
        missed: list[int] = []
        most_listed = min(frame.rules.grace + 1, _LISTED)
        while period >= earliest and len(missed) < most_listed:
            total = total_of(self.store, judged, period)
            target = frame.target_of(period)
            if not frame.exemptions.covers(period) and (total > target if most else total < target):
                missed.append(period)
            period -= 1
        return missed[::-1]


def _title(judged: JudgedEnrolment) -> str:
    assessment, name = judged.assessment, judged.streak.name
    attempt, group = assessment.attempt, stand_of(judged.enrolment()).group
    if judged.streak.status != "live":
        return f"{name} is {judged.streak.status}."
    if judged.begins_on() is not None:
        return f"{name} has not begun."
    if _run_is_over(judged):
        return f"{name} is {'left to do; its run is over' if group == LEFT else 'broken'}."
    if _in_danger(judged) and not _is_over(judged):
        return f"{name} {_AT_RISK.get(group, _AT_LIMIT)}."
    if assessment.current:
        return f"{name} is alive."
    if attempt is not None and attempt.status == COMPLETED:
        return f"{name} is completed."
    return f"{name} has nothing to lose yet."


def _run_is_over(judged: JudgedEnrolment) -> bool:
    """Whether no chain has begun since the last one ended; behind a completed attempt that is not
    said before something is logged anew.
    """
    assessment, attempt = judged.assessment, judged.assessment.attempt
    if attempt is None or attempt.status == COMPLETED or assessment.current:
        return False
    if judged.streak.goal == "at_most":
        return attempt.status == BROKEN
    return assessment.longest > 0


def _in_danger(judged: JudgedEnrolment) -> bool:
    """Whether the open period can end a run, or go above a limit."""
    assessment = judged.assessment
    return assessment.at_risk and (assessment.current > 0 or judged.streak.goal == "at_most")


def _is_over(judged: JudgedEnrolment) -> bool:
    """Whether the open period has more than a limit allows; no more is lost by that."""
    return judged.streak.goal == "at_most" and judged.assessment.total > judged.assessment.target
