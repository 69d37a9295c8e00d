"""From a history or a stored state to how a streak stands at one `now` (docs/domain.md 4)."""

from __future__ import annotations

from collections.abc import Iterable

from unbroken.core.at_least import AtLeastJudge
from unbroken.core.at_most import AtMostJudge
from unbroken.core.instants import Instant
from unbroken.core.judge import Judge
from unbroken.core.judge_state import Attempt, Frame, JudgeState, LogEntry
from unbroken.core.local_days import Day
from unbroken.core.typing import NamedTuple


def judge_of(frame: Frame, state: JudgeState, *, brief: bool = False) -> Judge:
    """The judge for the streak's goal."""
    kind = AtLeastJudge if frame.rules.goal == "at_least" else AtMostJudge
    return kind(frame, state, brief=brief)


def judge_anew(frame: Frame, logs: Iterable[LogEntry]) -> Judge:
    """Judges a whole history from nothing; the logs may come in any order."""
    counted = frame.counting(logs)
    judge = judge_of(frame, JudgeState())
    if isinstance(judge, AtMostJudge):
        judge.open_first(min((entry.day for _, entry in counted), default=None))
    seen: set[Day] = set()
    at = 0
    while at < len(counted):
        index, entry = counted[at]
        if index != judge.state.cursor:
            seen.clear()
            run = judge.add_run(counted, at)
            if run:
                at += run
                seen.add(counted[at - 1][1].day)
                continue
        judge.add(index, entry, entry.day not in seen)
        seen.add(entry.day)
        at += 1
    return judge


class Assessment(NamedTuple):
    """How a streak stands at one `now`.

    `period` is the open one, None where the day is in no period; `total` (thousandths) is what
    is in it. `attempt` is the latest one, None before the first.
    """

    today: Day
    current: int
    longest: int
    attempt: Attempt | None
    period: int | None
    total: int
    target: int
    met: bool
    due: bool
    at_risk: bool


def let_pass(judge: Judge, now: Instant) -> Day:
    """Lets the days up to `now` pass over a judge; answers which day it is then."""
    frame, last_day = judge.frame, judge.state.last_day
    today = max(frame.days.date_at(now), last_day or Day(0))
    judge.advance(frame.grid.index_from(today), today)
    return today


def assess(judge: Judge, now: Instant) -> Assessment:
    """Lets the days up to `now` pass over a judge, and says how the streak stands."""
    today = let_pass(judge, now)
    frame, state = judge.frame, judge.state
    attempt = state.attempt
    if attempt is not None and attempt.opened_on > today:
        attempt = None
    index = frame.grid.index_of(today)
    if index is not None and frame.exemptions.is_void(index):
        index = None
    total = target = 0
    met = due = at_risk = False
    if index is not None:
        total = state.total if state.cursor == index else 0
        target = frame.target_of(index)
        met = judge.met(index, total)
        begun = frame.grid.last_day(index) >= frame.rules.starts_on
        excused = frame.exemptions.covers(index)
        due = frame.rules.goal == "at_least" and not met and begun and not excused
        at_risk = judge.at_risk(index)
    return Assessment(
        today,
        judge.current,
        state.longest,
        attempt,
        index,
        total,
        target,
        met,
        due,
        at_risk,
    )
