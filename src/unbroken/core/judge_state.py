"""What a judge knows: logs, attempts, the state between them, and what all of it depends on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter, itemgetter

from unbroken.core.amounts import ONE
from unbroken.core.exemptions import Exemptions
from unbroken.core.instants import Instant
from unbroken.core.local_days import Day, LocalDays
from unbroken.core.periods import PeriodGrid
from unbroken.core.rules import Rules
from unbroken.core.typing import NamedTuple

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

    def __init__(self, id: str, opened_on: Day, started_at: Instant) -> None:
        self.id = id
        self.opened_on = opened_on
        self.started_at = started_at
        self.status = IN_PROGRESS
        self.value = 0
        self.completed_at: Instant | None = None
        self.broken_at: Instant | None = None
        self.last_contribution_at: Instant | None = None
        self.last_completed_at: Instant | None = None

    def copy(self) -> Attempt:
        """An attempt like this one, to be judged on."""
        new = Attempt(self.id, self.opened_on, self.started_at)
        new.status, new.value = self.status, self.value
        new.completed_at, new.broken_at = self.completed_at, self.broken_at
        new.last_contribution_at = self.last_contribution_at
        new.last_completed_at = self.last_completed_at
        return new


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

    def copy(self) -> JudgeState:
        """A state like this one, to be judged on; the attempt in it is a copy too."""
        new = JudgeState()
        new.cursor, new.total, new.reached = self.cursor, self.total, self.reached
        new.chain, new.longest, new.chain_missed = self.chain, self.longest, self.chain_missed
        new.attempt_missed, new.last_day = self.attempt_missed, self.last_day
        new.attempt = None if self.attempt is None else self.attempt.copy()
        return new


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
    unique_identifier: str = ""
    """That of the progress records (docs/domain.md 4.8), from which their ids follow."""

    @property
    def depends_on_time(self) -> bool:
        """Whether a log's day is not enough to say if it counts; `counts` asks what more."""
        return self.rules.strict

    @property
    def counts_all(self) -> bool:
        """Whether each log counts, whatever its day and time."""
        return not (self.depends_on_time or self._leaves_days_out)

    @property
    def _leaves_days_out(self) -> bool:
        """Whether there may be days of no period, off schedule or void."""
        return bool(self.rules.schedule) or self.exemptions.has_voids

    def counts(self, entry: LogEntry) -> int | None:
        """The period a log counts in; None if it is off schedule, void, or late and `strict`."""
        index = self._period_of(entry.day)
        if index is None:
            return None
        if self.depends_on_time and self.days.date_at(entry.recorded_at) > self.grid.last_day(
            index
        ):
            return None
        return index

    def counting(self, logs: Iterable[LogEntry]) -> list[tuple[int, LogEntry]]:
        """The logs that count, each with its period, in order of period and inside it of time."""
        ordered, origin = sorted(logs, key=attrgetter("at")), self.grid.first_of_days
        if origin is not None and self.counts_all:
            counted = [(entry.day - origin, entry) for entry in ordered]
        else:
            counted = [(index, log) for log in ordered if (index := self.counts(log)) is not None]
        counted.sort(key=itemgetter(0))
        return counted

    def amounts(self, entries: Iterable[LogEntry]) -> dict[Day, int]:
        """What counts on each day of some whole periods, in thousandths."""
        own: dict[Day, int] = {}
        rules, counts, all_count = self.rules, self.counts, self.counts_all
        for entry in entries:
            if all_count or counts(entry) is not None:
                day = entry.day
                own[day] = own.get(day, 0) + rules.amount_of(entry.value, day not in own)
        return own

    def amounts_by_day(self, logged: Mapping[Day, int]) -> dict[Day, int]:
        """The same from how many logs each day has, or for `sum` from what their values add up to,
        where none is left out for being late.
        """
        rules = self.rules
        assert not self.depends_on_time
        if self._leaves_days_out:
            logged = {day: of for day, of in logged.items() if self._period_of(day) is not None}
        if rules.method == "sum":
            return dict(logged)
        if rules.method == "count":
            return {day: ONE * logs for day, logs in logged.items()}
        return dict.fromkeys(logged, ONE)

    def _period_of(self, day: Day) -> int | None:
        """The period that a day is in; None if it is off schedule or void."""
        index = self.grid.index_of(day)
        return None if index is None or self.exemptions.is_void(index) else index

    def totals(self, amounts: Mapping[Day, int]) -> dict[int, int]:
        """By period what counts in it, in thousandths, from what counts on each day."""
        grid, origin = self.grid, self.grid.first_of_days
        if origin is not None:
            return {day - origin: amount for day, amount in amounts.items()}
        totals: dict[int, int] = {}
        index, first, last = 0, Day(0), Day(-1)
        for day, amount in amounts.items():
            if not first <= day <= last:  # most days are in the period of the one before
                index = grid.index_from(day)
                first, last = grid.first_day(index), grid.last_day(index)
            totals[index] = totals.get(index, 0) + amount
        return totals

    def target_of(self, index: int) -> int:
        """The target by which a period is judged: the one in force on its first day."""
        rules = self.rules
        return rules.target_on(self.grid.first_day(index)) if rules.targets else rules.target

    def end_of(self, index: int) -> Instant:
        """The start of the day after a period's last day."""
        return self.days.start_of(Day(self.grid.last_day(index) + 1))
