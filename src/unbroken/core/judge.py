"""Judging: from logs to attempts, chain and rewards (docs/domain.md 4).

A `Judge` is fed one owner's counting logs of one streak in order of period, and inside a period in
order of time. What it knows after the last log is its `JudgeState`, which does not depend on any
`now`; what passing days change is worked out from it by `advance`, without reading old logs.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from unbroken.core.ids import record_id
from unbroken.core.instants import Instant
from unbroken.core.judge_state import COMPLETED, Attempt, Frame, Issued, JudgeState, LogEntry
from unbroken.core.local_days import Day, iso


class Judge(ABC):
    """Feeds logs and passing days into a state.

    `attempts` are those touched: the state's own first, then those opened here. With `brief`
    only the state is wanted, and attempts completed in silence may be passed over.
    """

    def __init__(self, frame: Frame, state: JudgeState, *, brief: bool = False) -> None:
        self.frame = frame
        self.state = state
        self.brief = brief
        self.attempts: list[Attempt] = [state.attempt] if state.attempt else []
        self.issued: list[Issued] = []

    @property
    def current(self) -> int:
        """The last chain's length while it is alive at the cursor, else 0."""
        state = self.state
        return state.chain if state.chain_missed <= self.frame.rules.grace else 0

    def add(self, index: int, entry: LogEntry, first_on_day: bool) -> None:
        """Adds a log that counts in period `index`, which is the cursor or a later one."""
        state = self.state
        self.advance(index, entry.day)
        if state.last_day is None or entry.day > state.last_day:
            state.last_day = entry.day
        self._take(index, entry, self.frame.rules.amount_of(entry.value, first_on_day))

    def add_run(self, counted: Sequence[tuple[int, LogEntry]], at: int) -> int:
        """Adds at once those logs from place `at` on that do so little that this can be done: how
        many, maybe none. The first is in another period than what was added before.
        """
        return 0

    def advance(self, index: int, today: Day) -> None:
        """Closes every period before `index`, which is the one of `today` or the first after."""
        state = self.state
        if state.cursor is None:
            state.cursor = index
        if index > state.cursor:
            self._close(state.cursor, index, today)
            state.cursor = index
            state.total = 0
            state.reached = False

    @abstractmethod
    def at_risk(self, index: int) -> bool:
        """Whether the open period `index`, closing like this, would break something."""

    @abstractmethod
    def last_safe(self) -> int | None:
        """The period that must be met at the latest, where silence would end something."""

    @abstractmethod
    def met(self, index: int, total: int) -> bool:
        """Whether a total meets the period, as far as can be said before it closes."""

    @abstractmethod
    def _take(self, index: int, entry: LogEntry, amount: int) -> None: ...

    @abstractmethod
    def _close(self, cursor: int, index: int, today: Day) -> None: ...

    def _open(self, index: int, day: Day, at: Instant) -> Attempt:
        first_day = iso(self.frame.grid.first_day(index))
        attempt = Attempt(record_id(self.frame.unique_identifier, first_day), day, at)
        self.state.attempt = attempt
        self.state.attempt_missed = 0
        self.attempts.append(attempt)
        return attempt

    def _lengthen_chain(self, periods: int) -> None:
        state = self.state
        alive = state.chain_missed <= self.frame.rules.grace
        state.chain = state.chain + periods if alive else periods
        if state.chain > state.longest:
            state.longest = state.chain
        state.chain_missed = 0
        state.attempt_missed = 0

    def _complete(self, attempt: Attempt, at: Instant) -> None:
        attempt.last_completed_at = at
        if attempt.value == self.frame.rules.length:
            attempt.status = COMPLETED
            attempt.completed_at = at
