"""Judging: from logs to attempts, chain and rewards (DOMAIN.md section 4).

A `Judge` is fed one owner's counting logs of one streak in order of period, and inside a period in
order of time. What it knows after the last log is its `Standing`, which does not depend on any
`now`; what passing days change is worked out from it by `advance`, without a look at old logs.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import NamedTuple

from unbroken.core.exemptions import Exemptions
from unbroken.core.instants import Instant
from unbroken.core.local_days import Day, LocalDays
from unbroken.core.periods import PeriodGrid
from unbroken.core.rules import Rules

IN_PROGRESS = "in_progress"
COMPLETED = "completed"
BROKEN = "broken"


class LogEntry(NamedTuple):
    """What a judge needs of a log: `value` in thousandths, `day` its stored local date."""

    at: Instant
    day: Day
    value: int
    recorded_at: Instant


class Attempt:
    """One attempt at a streak: the judged part of a progress record."""

    __slots__ = (
        "broken_at",
        "completed_at",
        "id",
        "last_completed_at",
        "last_contribution_at",
        "opened_on",
        "started_at",
        "status",
        "value",
    )

    def __init__(self, opened_on: Day, started_at: Instant) -> None:
        self.id: str | None = None
        self.opened_on = opened_on
        self.started_at = started_at
        self.status = IN_PROGRESS
        self.value = 0
        self.completed_at: Instant | None = None
        self.broken_at: Instant | None = None
        self.last_contribution_at: Instant | None = None
        self.last_completed_at: Instant | None = None

    @property
    def ended_at(self) -> Instant | None:
        """When the attempt was completed or broken; None while it is in progress."""
        return self.completed_at if self.completed_at is not None else self.broken_at


class JudgeState:
    """All that a judge has to remember after the last log it was fed.

    `cursor` is the period being added up, `total` (thousandths) what is in it, `reached` whether
    the total has reached the target (`at_least`) or gone above it (`at_most`). `chain_missed` and
    `attempt_missed` count the missed periods since the chain's or the attempt's last met one, up
    to the cursor (`at_most`: with it). `last_day` is the latest local date of a counting log.
    """

    __slots__ = (
        "attempt",
        "attempt_missed",
        "chain",
        "chain_missed",
        "cursor",
        "last_day",
        "longest",
        "reached",
        "total",
    )

    def __init__(self) -> None:
        self.cursor: int | None = None
        self.total = 0
        self.reached = False
        self.chain = 0
        self.longest = 0
        self.chain_missed = 0
        self.attempt_missed = 0
        self.last_day: Day | None = None
        self.attempt: Attempt | None = None


class Issued(NamedTuple):
    """A milestone reached: `target` is its number of periods."""

    attempt: Attempt
    target: int
    at: Instant


class Frame(NamedTuple):
    """All that judging one streak for one owner depends on, besides its logs."""

    rules: Rules
    grid: PeriodGrid
    exemptions: Exemptions
    days: LocalDays
    enrolled_on: Day

    def counts(self, entry: LogEntry) -> int | None:
        """The period a log counts in; None if it is off schedule, void, or late and `strict`."""
        index = self.grid.index_of(entry.day)
        if index is None or self.exemptions.is_void(index):
            return None
        strict = self.rules.strict
        if strict and self.days.date_at(entry.recorded_at) > self.grid.last_day(index):
            return None
        return index

    def target_of(self, index: int) -> int:
        """The target by which a period is judged: the one in force on its first day."""
        return self.rules.target_on(self.grid.first_day(index))

    def end_of(self, index: int) -> Instant:
        """The start of the day after a period's last day."""
        return self.days.start_of(Day(self.grid.last_day(index) + 1))


class Judge(ABC):
    """Feeds logs and passing days into a standing.

    `attempts` are those touched: the standing's own first, then those opened here. With `brief`
    only the standing is wanted, and attempts completed in silence may be passed over.
    """

    def __init__(self, frame: Frame, standing: JudgeState, *, brief: bool = False) -> None:
        self.frame = frame
        self.standing = standing
        self.brief = brief
        self.attempts: list[Attempt] = [standing.attempt] if standing.attempt else []
        self.issued: list[Issued] = []

    @property
    def current(self) -> int:
        """The last chain's length while it is alive at the cursor, else 0."""
        standing = self.standing
        return standing.chain if standing.chain_missed <= self.frame.rules.grace else 0

    def add(self, index: int, entry: LogEntry, first_on_day: bool) -> None:
        """Adds a log that counts in period `index`, which is the cursor or a later one."""
        standing = self.standing
        self.advance(index, entry.day)
        if standing.last_day is None or entry.day > standing.last_day:
            standing.last_day = entry.day
        self._take(index, entry, self.frame.rules.amount_of(entry.value, first_on_day))

    def advance(self, index: int, today: Day) -> None:
        """Closes every period before `index`, which is the one of `today` or the first after."""
        standing = self.standing
        if standing.cursor is None:
            standing.cursor = index
        if index > standing.cursor:
            self._close(standing.cursor, index, today)
            standing.cursor = index
            standing.total = 0
            standing.reached = False

    @abstractmethod
    def at_risk(self, index: int) -> bool:
        """Whether the open period `index`, closing like this, would break something."""

    @abstractmethod
    def met(self, index: int, total: int) -> bool:
        """Whether a total meets the period, as far as can be said before it closes."""

    @abstractmethod
    def _take(self, index: int, entry: LogEntry, amount: int) -> None: ...

    @abstractmethod
    def _close(self, cursor: int, index: int, today: Day) -> None: ...

    def _open(self, day: Day, at: Instant) -> Attempt:
        attempt = Attempt(day, at)
        self.standing.attempt = attempt
        self.standing.attempt_missed = 0
        self.attempts.append(attempt)
        return attempt

    def _lengthen_chain(self, periods: int) -> None:
        standing = self.standing
        alive = standing.chain_missed <= self.frame.rules.grace
        standing.chain = standing.chain + periods if alive else periods
        standing.longest = max(standing.longest, standing.chain)
        standing.chain_missed = 0
        standing.attempt_missed = 0

    def _complete(self, attempt: Attempt, at: Instant) -> None:
        attempt.last_completed_at = at
        if attempt.value == self.frame.rules.length:
            attempt.status = COMPLETED
            attempt.completed_at = at


class AtLeastJudge(Judge):
    """A period is met at the log with which its total first reaches the target."""

    def at_risk(self, index: int) -> bool:
        standing, grace = self.standing, self.frame.rules.grace
        if standing.reached or self.frame.exemptions.covers(index):
            return False
        attempt = standing.attempt
        running = attempt is not None and attempt.status == IN_PROGRESS
        return (running and standing.attempt_missed >= grace) or (
            self.current > 0 and standing.chain_missed >= grace
        )

    def met(self, index: int, total: int) -> bool:
        return total >= self.frame.target_of(index)

    def _take(self, index: int, entry: LogEntry, amount: int) -> None:
        standing = self.standing
        attempt = standing.attempt
        over = attempt is not None and attempt.status != IN_PROGRESS and not standing.reached
        if attempt is None or over:
            attempt = self._open(entry.day, entry.at)
        attempt.last_contribution_at = max(attempt.last_contribution_at or entry.at, entry.at)
        standing.total += amount
        if standing.reached or standing.total < self.frame.target_of(index):
            return
        standing.reached = True
        self._lengthen_chain(1)
        attempt.value += 1
        if attempt.value in self.frame.rules.milestones:
            self.issued.append(Issued(attempt, attempt.value, entry.at))
        self._complete(attempt, entry.at)

    def _close(self, cursor: int, index: int, today: Day) -> None:
        standing, exemptions = self.standing, self.frame.exemptions
        first = cursor + 1 if standing.reached else cursor
        missed = exemptions.countable(first, index)
        standing.chain_missed += missed
        attempt = standing.attempt
        if attempt is None or attempt.status != IN_PROGRESS:
            return
        left = self.frame.rules.grace - standing.attempt_missed
        if missed > left:
            attempt.status = BROKEN
            attempt.broken_at = self.frame.end_of(exemptions.nth_countable(first, left + 1))
        standing.attempt_missed += missed


class AtMostJudge(Judge):
    """Silence is success: a period is met when it closes with its total not above the target.

    Attempts open by themselves: the first with the enrolment (`open_first`), each further one with
    the period after a break or a completion.
    """

    def open_first(self, first_counting: Day | None) -> None:
        """Opens the first attempt (DOMAIN.md 4, `at_most`).

        That is the start of the later of `starts_on` and the enrolment's date; where the first
        counting log is from before that day, the start of that log's period.
        """
        frame = self.frame
        day = max(frame.rules.starts_on, frame.enrolled_on)
        if first_counting is not None and first_counting < day:
            day = frame.grid.first_day(frame.grid.index_from(first_counting))
        self.standing.cursor = frame.grid.index_from(day)
        self._open(day, frame.days.start_of(day))

    def at_risk(self, index: int) -> bool:
        standing, target = self.standing, self.frame.target_of(index)
        total = standing.total if standing.cursor == index else 0
        return target != 0 and total >= target and not self.frame.exemptions.covers(index)

    def met(self, index: int, total: int) -> bool:
        return total <= self.frame.target_of(index)

    def _take(self, index: int, entry: LogEntry, amount: int) -> None:
        standing = self.standing
        attempt = standing.attempt
        assert attempt is not None
        attempt.last_contribution_at = max(attempt.last_contribution_at or entry.at, entry.at)
        standing.total += amount
        if standing.reached or self.frame.exemptions.covers(index):
            return
        if standing.total <= self.frame.target_of(index):
            return
        standing.reached = True
        standing.chain_missed += 1
        standing.attempt_missed += 1
        if standing.attempt_missed > self.frame.rules.grace:
            attempt.status = BROKEN
            attempt.broken_at = entry.at

    def _close(self, cursor: int, index: int, today: Day) -> None:
        standing, exemptions = self.standing, self.frame.exemptions
        at = cursor + 1 if standing.reached else cursor
        silent = exemptions.countable(at, index)
        length = self.frame.rules.length
        if self.brief and length and silent >= 3 * length:
            passed_over = (silent // length - 2) * length  # what is left begins an attempt anew
            at = exemptions.nth_countable(at, passed_over) + 1
            silent -= passed_over
            self._lengthen_chain(passed_over)
        self._open_next(at, today)
        while silent:
            attempt = standing.attempt
            assert attempt is not None
            met = min(silent, length - attempt.value) if length else silent
            self._meet(attempt, at, met)
            silent -= met
            at = exemptions.nth_countable(at, met) + 1
            self._open_next(at, today)

    def _meet(self, attempt: Attempt, at: int, periods: int) -> None:
        nth = self.frame.exemptions.nth_countable
        for milestone in self.frame.rules.milestones:
            if attempt.value < milestone <= attempt.value + periods:
                closed = nth(at, milestone - attempt.value)
                self.issued.append(Issued(attempt, milestone, self.frame.end_of(closed)))
        attempt.value += periods
        self._lengthen_chain(periods)
        self._complete(attempt, self.frame.end_of(nth(at, periods)))

    def _open_next(self, at: int, today: Day) -> None:
        """Opens an attempt at the first existing period from `at` on, if that has begun."""
        attempt = self.standing.attempt
        if attempt is not None and attempt.status == IN_PROGRESS:
            return
        while self.frame.exemptions.is_void(at):
            at += 1
        day = self.frame.grid.first_day(at)
        if day <= today:
            self._open(day, self.frame.days.start_of(day))


def judge_of(frame: Frame, standing: JudgeState, *, brief: bool = False) -> Judge:
    """The judge for the streak's goal."""
    kind = AtLeastJudge if frame.rules.goal == "at_least" else AtMostJudge
    return kind(frame, standing, brief=brief)


def judge_anew(frame: Frame, logs: Iterable[LogEntry]) -> Judge:
    """Judges a whole history from nothing; the logs may come in any order."""
    counted = [(index, entry) for entry in logs if (index := frame.counts(entry)) is not None]
    counted.sort(key=lambda pair: (pair[0], pair[1].at))
    judge = judge_of(frame, JudgeState())
    if isinstance(judge, AtMostJudge):
        judge.open_first(min((entry.day for _, entry in counted), default=None))
    seen: set[Day] = set()
    period: int | None = None
    for index, entry in counted:
        if index != period:
            period = index
            seen.clear()
        judge.add(index, entry, entry.day not in seen)
        seen.add(entry.day)
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


def assess(judge: Judge, now: Instant) -> Assessment:
    """Lets the days up to `now` pass over a judge, and says how the streak stands."""
    frame, standing = judge.frame, judge.standing
    today = max(frame.days.date_at(now), standing.last_day or Day(0))
    judge.advance(frame.grid.index_from(today), today)
    attempt = standing.attempt
    if attempt is not None and attempt.opened_on > today:
        attempt = None
    index = frame.grid.index_of(today)
    if index is not None and frame.exemptions.is_void(index):
        index = None
    total = target = 0
    met = due = at_risk = False
    if index is not None:
        total = standing.total if standing.cursor == index else 0
        target = frame.target_of(index)
        met = judge.met(index, total)
        begun = frame.grid.last_day(index) >= frame.rules.starts_on
        excused = frame.exemptions.covers(index)
        due = frame.rules.goal == "at_least" and not met and begun and not excused
        at_risk = judge.at_risk(index)
    return Assessment(
        today,
        judge.current,
        standing.longest,
        attempt,
        index,
        total,
        target,
        met,
        due,
        at_risk,
    )
