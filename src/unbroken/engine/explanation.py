"""The judgement in words: why a streak broke, is left for now, or is alive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from unbroken.core.instants import Instant, moment_of
from unbroken.core.judge_state import BROKEN, COMPLETED, IN_PROGRESS, Attempt
from unbroken.core.reports import Why
from unbroken.core.text import counted
from unbroken.core.typing import Final
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context, owner_id_of
from unbroken.engine.frames import frame_of
from unbroken.engine.judged_enrolment import JudgedEnrolment, load_judged
from unbroken.engine.lookup import find_streak
from unbroken.engine.progress import attempts_of
from unbroken.engine.urgency import LEFT, NOW, stand_of
from unbroken.store.connection import Store
from unbroken.store.logs import DaySpan, load_entries_in
from unbroken.store.progress import load_attempts
from unbroken.store.skips import load_skips_of
from unbroken.wording.amounts import number
from unbroken.wording.dates import long_day, time_left
from unbroken.wording.rules import period_noun

_AT_RISK: Final = {NOW: "has to be done now", LEFT: "is left to do"}
_AT_LIMIT: Final = "is at its limit"
"""What is said of a streak at risk, in the words of the list; a limit has nothing to be done."""
BROKE: Final = " broke "
SAVES: Final = " keeps it alive."
ATTEMPT: Final = "The attempt stands at "
CHAIN: Final = "The chain stands at "
"""What the sentences are told apart by that begin something new."""
THE_TIME: Final = "the time from "
"""How a period of several days begins."""
_LISTED: Final = 3
"""How many missed periods are told one by one."""


def why(context: Context, caller: Caller, streak: str) -> Why:
    """The judgement of one of the owner's streaks, explained as of now."""
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
        return Why(_title(judged), tuple(_Explanation(store).lines(judged, attempts)))


class _Explanation:
    """The sentences, and what they have to look up."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def lines(self, judged: JudgedEnrolment, attempts: list[Attempt]) -> Iterator[str]:
        assessment, streak = judged.assessment, judged.streak
        if streak.status == "paused":
            yield "It is paused: no day counts until it is resumed."
        if streak.status == "archived":
            yield "It is archived: it is judged as of the moment it was put away."
        begins = judged.begins_on()
        if begins is not None and streak.status == "live":
            day = long_day(begins, date.fromordinal(assessment.today).year)
            yield f"It counts from {day} on; a log before that opens it."
            return
        if assessment.at_risk and streak.status == "live":
            yield from self._risk(judged)
        elif assessment.period is not None and streak.status == "live":
            yield from self._present(judged)
        elif streak.status == "live":
            yield "Nothing is asked for today."
        broken = [attempt for attempt in attempts if attempt.status == BROKEN]
        if broken:
            yield from self._break(judged, broken[-1])
            later = attempts[attempts.index(broken[-1]) + 1 :]
            if later:
                yield f"A new attempt began on {self._moment(judged, later[0].started_at)}."
        noun, length = _noun(judged), streak.completion_target_value
        if length is not None and attempts and attempts[-1].status == IN_PROGRESS:
            yield f"{ATTEMPT}{attempts[-1].value} of {counted(length, noun)}."
        if assessment.current:
            yield f"{CHAIN}{counted(assessment.current, noun)}; the longest is" + (
                f" {assessment.longest}."
            )

    def _risk(self, judged: JudgedEnrolment) -> Iterator[str]:
        assessment, frame = judged.assessment, judged.judge.frame
        assert assessment.period is not None
        when = _period_words(judged, assessment.period)
        if frame.rules.goal == "at_most":
            yield from self._limit(judged)
            return
        yield f"{_upper(when)} needs {self._amounts(judged, assessment.period)}."
        end = frame.end_of(assessment.period)
        left = time_left(max(end - judged.now, 0) // 1_000_000)
        more = _with_unit(assessment.target - assessment.total, judged)
        yield f"{more} more before {self._moment(judged, end)} ({left}){SAVES}"
        yield self._grace(judged)

    def _present(self, judged: JudgedEnrolment) -> Iterator[str]:
        assessment = judged.assessment
        assert assessment.period is not None
        when = _upper(_period_words(judged, assessment.period))
        if judged.judge.frame.exemptions.covers(assessment.period):
            yield f"{when} is excused: nothing is asked."
        elif judged.streak.goal == "at_most":
            yield from self._limit(judged)
        elif assessment.met:
            yield f"{when} is met: {_so_far(judged)}."
        else:
            yield f"{when} needs {self._amounts(judged, assessment.period)}."
            anew = _run_is_over(judged)
            yield "It begins a new run." if anew else "Nothing breaks if it is missed."

    def _limit(self, judged: JudgedEnrolment) -> Iterator[str]:
        """How an open period stands that is not to go above its target."""
        assessment = judged.assessment
        assert assessment.period is not None
        when = _upper(_period_words(judged, assessment.period))
        if _is_over(judged):
            yield f"{when} is over its limit: {_so_far(judged)}."
            if assessment.current:
                yield self._grace(judged)
        elif assessment.at_risk:
            yield f"{when} has reached its limit: {_so_far(judged)}."
            yield "One more would count as a miss."
        else:
            yield f"{when} is within its limit: {_so_far(judged)}."

    def _grace(self, judged: JudgedEnrolment) -> str:
        grace = judged.judge.frame.rules.grace
        used = min(judged.judge.state.chain_missed, grace)
        if not grace:
            return f"No missed {_noun(judged)} is forgiven (grace 0)."
        return f"{used} of {counted(grace, 'forgiven ' + _noun(judged))} in a row used up."

    def _break(self, judged: JudgedEnrolment, attempt: Attempt) -> Iterator[str]:
        assert attempt.broken_at is not None
        missed = self._missed(judged, attempt)
        most = judged.judge.frame.rules.goal == "at_most"
        when = f"on {self._moment(judged, attempt.broken_at)}"
        if missed and not most:  # it is the period that one looks for, not the moment of its end
            last = _period_words(judged, missed[-1])
            inside = "in" if last.startswith(THE_TIME) else "on"
            when = f"{inside} {last}, which ended {when}"
        yield f"{judged.streak.name}{BROKE}{when}."
        for period in missed:
            when = _upper(_period_words(judged, period))
            verb = "allowed" if most else "needed"
            yield f"{when} {verb} {self._amounts(judged, period)}."
        grace = judged.judge.frame.rules.grace
        noun = _noun(judged)
        if grace:
            yield f"{counted(grace, 'missed ' + noun)} in a row would have been forgiven."
        else:
            yield f"No missed {noun} is forgiven (grace 0)."
        if missed and not most:
            total = self._total(judged, missed[-1])
            short = judged.judge.frame.target_of(missed[-1]) - total
            if short > 0:
                yield f"{_with_unit(short, judged)} more by then would have saved it."

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
            total = self._total(judged, period)
            target = frame.target_of(period)
            if not frame.exemptions.covers(period) and (total > target if most else total < target):
                missed.append(period)
            period -= 1
        return missed[::-1]

    def _total(self, judged: JudgedEnrolment, period: int) -> int:
        """What counted in a period, in thousandths."""
        frame = judged.judge.frame
        first, last = frame.grid.first_day(period), frame.grid.last_day(period)
        total, days = 0, set()
        span = DaySpan(judged.row.id, first, last)
        for entry in load_entries_in(self.store, [span])[judged.row.id]:
            if frame.counts(entry) == period:
                total += frame.rules.amount_of(entry.value, entry.day not in days)
                days.add(entry.day)
        return total

    def _amounts(self, judged: JudgedEnrolment, period: int) -> str:
        """`50 $ and had 42.5 $` of a period."""
        target = _with_unit(judged.judge.frame.target_of(period), judged)
        total = _with_unit(self._total(judged, period), judged)
        open_one = period == judged.assessment.period
        return f"{target} and {'has' if open_one else 'had'} {total}"

    def _moment(self, judged: JudgedEnrolment, at: Instant) -> str:
        """`Thursday 5 March at 00:00`, as the owner's wall shows it."""
        local = moment_of(at).astimezone(ZoneInfo(judged.owner.days.zone_at(at)))
        said = long_day(local.date(), date.fromordinal(judged.assessment.today).year)
        return f"{said} at {local:%H:%M}"


def _title(judged: JudgedEnrolment) -> str:
    assessment, name = judged.assessment, judged.streak.name
    attempt, group = assessment.attempt, stand_of(judged.enrolment()).group
    if judged.streak.status != "live":
        return f"{name} is {judged.streak.status}."
    if judged.begins_on() is not None:
        return f"{name} has not begun."
    if _run_is_over(judged):
        return f"{name} is {'left to do; its run is over' if group == LEFT else 'broken'}."
    if assessment.at_risk and not _is_over(judged):
        return f"{name} {_AT_RISK.get(group, _AT_LIMIT)}."
    if assessment.current:
        return f"{name} is alive."
    if attempt is not None and attempt.status == COMPLETED:
        return f"{name} is completed."
    return f"{name} has nothing to lose yet."


def _run_is_over(judged: JudgedEnrolment) -> bool:
    """Whether the last attempt was broken, and no chain has begun since."""
    assessment = judged.assessment
    broken = assessment.attempt is not None and assessment.attempt.status == BROKEN
    return broken and not assessment.current


def _is_over(judged: JudgedEnrolment) -> bool:
    """Whether the open period has more than a limit allows; no more is lost by that."""
    return judged.streak.goal == "at_most" and judged.assessment.total > judged.assessment.target


def _noun(judged: JudgedEnrolment) -> str:
    return period_noun(judged.streak.aggregation_period, judged.streak.every)


def _with_unit(amount: int, judged: JudgedEnrolment) -> str:
    unit = judged.streak.unit if judged.streak.aggregation_method == "sum" else None
    noun = "day" if judged.streak.aggregation_method == "days" else "time"
    if judged.streak.aggregation_method == "sum":
        return f"{number(amount)} {unit}" if unit else number(amount)
    return f"{number(amount)} {noun}{'' if amount == 1000 else 's'}"


def _so_far(judged: JudgedEnrolment) -> str:
    """`14 min of 20 min`, of the open period."""
    done, target = judged.assessment.total, judged.assessment.target
    return f"{_with_unit(done, judged)} of {_with_unit(target, judged)}"


def _period_words(judged: JudgedEnrolment, period: int) -> str:
    """A period by its days: `today`, `Wednesday 4 March`, `the time from … to …`."""
    grid = judged.judge.frame.grid
    if grid.first_day(period) == grid.last_day(period) == judged.assessment.today:
        return "today"
    first, last = (
        long_day(date.fromordinal(day), date.fromordinal(judged.assessment.today).year)
        for day in (grid.first_day(period), grid.last_day(period))
    )
    return first if first == last else f"{THE_TIME}{first} to {last}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
