"""The judgement in words: why a streak broke, is left for now, or is alive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from unbroken.core.instants import MICROSECONDS
from unbroken.core.judge_state import BROKEN, COMPLETED, IN_PROGRESS, Attempt
from unbroken.core.local_days import Day
from unbroken.core.reports import About, Sentence, Why
from unbroken.core.text import capitalised, counted
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
    day_named,
    demand,
    forgiving,
    in_period,
    moment_words,
    noun_of,
    period_named,
    saving,
    skipped_in,
    so_far,
    total_of,
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
_PUT_AWAY: Final = {
    "paused": "It is paused: no day counts until it is resumed.",
    "archived": "It is archived: it is judged as of the moment it was put away.",
}
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
            return Why(f"{name} has not begun.", (Sentence("Your first log begins it."),))
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
        runs = chains(context, caller, judged.streak.activity_type)
        return _Explanation(store, judged, attempts, runs).told()


class _Past(NamedTuple):
    """What came before: the run that is over and the attempt that broke with it, one of them at
    least, and the last periods that were missed then.
    """

    attempt: Attempt | None
    run: ChainDays | None
    missed: list[int]


class _Explanation:
    """What is said of an enrolment as it stands now."""

    def __init__(
        self,
        store: Store,
        judged: JudgedEnrolment,
        attempts: Sequence[Attempt],
        runs: Sequence[ChainDays],
    ) -> None:
        self._store, self._judged = store, judged
        self._attempts, self._runs = attempts, runs
        self._assessment, self._frame = judged.assessment, judged.judge.frame
        self._most = judged.streak.goal == "at_most"

    def told(self) -> Why:
        """The verdict and its sentences."""
        judged, past, missed_on = self._judged, None, None
        if judged.begins_on() is None or judged.streak.status != "live":
            past = self._past()
        if past is not None and past.missed:
            first = self._frame.grid.first_day(past.missed[-1])
            missed_on = date.fromordinal(first)
        return Why(_title(judged), tuple(self._sentences(past)), missed_on)

    def _past(self) -> _Past | None:
        """What came before: the last run that is over, else the last attempt, which came to
        nothing.
        """
        broken = [attempt for attempt in self._attempts if attempt.status == BROKEN]
        over = next((each for each in reversed(self._runs) if not each.alive), None)
        if over is None:
            return _Past(broken[-1], None, self._missed(broken[-1])) if broken else None
        frame = self._frame
        first = frame.grid.index_from(Day(over.last_day.toordinal())) + 1
        missed = range(1, frame.rules.grace + 2)
        periods = [frame.exemptions.nth_countable(first, each) for each in missed]
        return _Past(broken_with(self._judged, broken, periods[-1]), over, periods[-_LISTED:])

    def _sentences(self, past: _Past | None) -> Iterator[Sentence]:
        judged, status = self._judged, self._judged.streak.status
        if status != "live":
            yield Sentence(_PUT_AWAY[status])
        elif (begins := judged.begins_on()) is not None:
            day = day_named(judged, begins.toordinal())
            yield Sentence(f"It asks for something from {day} on; a log before that opens it.")
            return
        else:
            yield from map(Sentence, self._present())
            yield from (Sentence(line, About.RESCUE) for line in self._rescue())
        if past is not None:
            yield from (Sentence(line, About.BEFORE) for line in self._before(past))
            if (anew := self._present_attempt()) is not None:
                began = moment_words(judged, anew.started_at)
                yield Sentence(f"{NEW_ATTEMPT}{began}.", About.BEFORE)
        yield from (Sentence(line, About.STANDING) for line in self._standing(past))

    def _present(self) -> Iterator[str]:
        assessment, judged = self._assessment, self._judged
        if assessment.period is None:
            yield "Nothing is asked for today."
            return
        when, in_danger = capitalised(period_named(judged, assessment.period)), _in_danger(judged)
        if self._frame.exemptions.covers(assessment.period) and not in_danger:
            yield f"{when} is excused: nothing is asked."
        elif self._most:
            yield from self._limit(when)
        elif assessment.met and not in_danger:
            yield f"{when} is met: {so_far(judged)}."
        else:
            yield f"{when} needs {amounts_of(self._store, judged, assessment.period)}."
            if not in_danger:
                anew = assessment.longest and not assessment.current
                yield "It begins a new run." if anew else "Nothing breaks if it is missed."

    def _limit(self, when: str) -> Iterator[str]:
        """How an open period stands that is not to go above its target."""
        judged = self._judged
        if _is_over(judged):
            yield f"{when} is over its limit: {so_far(judged)}."
            if self._assessment.current:
                yield self._grace()
        elif self._assessment.at_risk:
            yield f"{when} has reached its limit: {so_far(judged)}."
            yield "One more would count as a miss."
        else:
            yield f"{when} is within its limit: {so_far(judged)}."

    def _rescue(self) -> Iterator[str]:
        """What is still to be done for a run that can end; nothing is of a limit."""
        assessment, judged = self._assessment, self._judged
        if assessment.period is None or self._most or not _in_danger(judged):
            return
        end = self._frame.end_of(assessment.period)
        left = time_left(max(end - judged.now, 0) // MICROSECONDS)
        more = again(assessment.target - assessment.total, judged)
        yield f"{more} more before {moment_words(judged, end)} ({left}) keeps it alive."
        yield self._grace()

    def _grace(self) -> str:
        noun, grace = noun_of(self._judged), self._frame.rules.grace
        if not grace:
            return forgiving(self._judged)
        used = min(self._judged.judge.state.chain_missed, grace)
        return f"{used} of {counted(grace, f'forgiven {noun}')} in a row used up."

    def _before(self, past: _Past) -> Iterator[str]:
        judged, missed, name = self._judged, past.missed, self._judged.streak.name
        if past.attempt is None and past.run is not None:
            run = counted(past.run.length, noun_of(judged))
            when = when_missed(judged, missed[-1])
            yield f"The last run, of {run}, ended {when}, behind a completed attempt."
        elif past.run is None and not self._most:
            when = in_period(judged, missed[-1]) if missed else ""
            yield f"{name} was missed {when}; no run had begun."
            yield from self._demands(missed)
            return
        elif past.attempt is not None and past.attempt.broken_at is not None:
            when = f"on {moment_words(judged, past.attempt.broken_at)}"
            if missed and not self._most:  # one looks for the period, not for the moment of its end
                period = period_named(judged, missed[-1])
                ended = f"on {period}, which ended {when}"
                when = f"at the end of {period}" if period.startswith(THE_TIME) else ended
            yield f"{name} broke {when}."
        yield from self._demands(missed)
        yield forgiving(judged)
        saved = missed and saving(self._store, judged, missed[-1])
        if saved:
            yield saved

    def _demands(self, missed: Sequence[int]) -> Iterator[str]:
        for period in missed:
            yield demand(self._store, self._judged, period)
            yield from skipped_in(self._store, self._judged, period)

    def _standing(self, past: _Past | None) -> Iterator[str]:
        """How the attempt and the run stand."""
        assessment, judged, streak = self._assessment, self._judged, self._judged.streak
        noun, length = noun_of(judged), streak.completion_target_value
        attempt = self._present_attempt()
        if attempt is not None and length is not None:
            yield f"The attempt stands at {attempt.value} of {counted(length, noun)}."
        if assessment.current:
            run = counted(assessment.current, noun)
            if past is not None:
                run += f", since {day_named(judged, self._runs[-1].first_day.toordinal())}"
            yield f"The run stands at {run}; the longest is {assessment.longest}."
            if length is not None and streak.goal == "at_least":
                yield f"An attempt begins with its first log, a run with its first met {noun}."

    def _present_attempt(self) -> Attempt | None:
        """The attempt that is in progress at a number of periods."""
        if self._judged.streak.completion_target_value is None or not self._attempts:
            return None
        return self._attempts[-1] if self._attempts[-1].status == IN_PROGRESS else None

    def _missed(self, attempt: Attempt) -> list[int]:
        """The last missed periods that ended an attempt, in order."""
        frame = self._frame
        assert attempt.broken_at is not None
        day = frame.days.date_at(attempt.broken_at)
        period = frame.grid.index_from(day) - (0 if self._most else 1)
        earliest = frame.grid.index_from(attempt.opened_on)
        missed: list[int] = []
        most_listed = min(frame.rules.grace + 1, _LISTED)
        while period >= earliest and len(missed) < most_listed:
            total, target = total_of(self._store, self._judged, period), frame.target_of(period)
            is_missed = total > target if self._most else total < target
            if is_missed and not frame.exemptions.covers(period):
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
