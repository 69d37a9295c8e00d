"""Judging a streak whose periods are met by reaching a target (docs/domain.md 4)."""

from collections.abc import Sequence

from unbroken.core.exemptions import FOREVER
from unbroken.core.judge import Judge
from unbroken.core.judge_state import BROKEN, IN_PROGRESS, Issued, LogEntry
from unbroken.core.local_days import Day


class AtLeastJudge(Judge):
    """A period is met at the log with which its total first reaches the target."""

    def add_run(self, counted: Sequence[tuple[int, LogEntry]], at: int) -> int:
        """Those that each meet the period after the one before, up to the next milestone or the
        completion: most of the logs of a daily habit.
        """
        state, rules, attempt = self.state, self.frame.rules, self.state.attempt
        if attempt is None or attempt.status != IN_PROGRESS or not state.reached or rules.targets:
            return 0
        cursor, latest = state.cursor, attempt.last_contribution_at
        assert cursor is not None and latest is not None
        before, amount_of, target = cursor, rules.amount_of, rules.target
        length = () if rules.length is None else (rules.length,)
        ends = [number for number in (*rules.milestones, *length) if number > attempt.value]
        last = min([len(counted), *(at + number - attempt.value - 1 for number in ends)])
        for place in range(at, last):
            index, entry = counted[place]
            if index != cursor + 1 or amount_of(entry.value, first_on_day=True) < target:
                break
            cursor = index
            if entry.at > latest:
                latest = entry.at
        run = cursor - before
        if run:
            entry = counted[at + run - 1][1]
            attempt.value += run
            attempt.last_contribution_at, attempt.last_completed_at = latest, entry.at
            state.cursor, state.last_day = cursor, entry.day
            state.total = amount_of(entry.value, first_on_day=True)
            self._lengthen_chain(run)
        return run

    def at_risk(self, index: int) -> bool:
        state, grace = self.state, self.frame.rules.grace
        if state.reached or self.frame.exemptions.covers(index):
            return False
        attempt = state.attempt
        running = attempt is not None and attempt.status == IN_PROGRESS
        return (running and state.attempt_missed >= grace) or (
            self.current > 0 and state.chain_missed >= grace
        )

    def last_safe(self) -> int | None:
        state, attempt = self.state, self.state.attempt
        if self.current > 0:
            missed = state.chain_missed
        elif attempt is not None and attempt.status == IN_PROGRESS:
            missed = state.attempt_missed
        else:
            return None
        if state.cursor is None:
            return None
        first = state.cursor + 1 if state.reached else state.cursor
        left = self.frame.rules.grace - missed
        if left < 0:
            return None
        period = self.frame.exemptions.nth_countable(first, left + 1)
        return period if period < FOREVER else None  # a skip without an end keeps it for ever

    def met(self, index: int, total: int) -> bool:
        return total >= self.frame.target_of(index)

    def _take(self, index: int, entry: LogEntry, amount: int) -> None:
        state = self.state
        attempt = state.attempt
        over = attempt is not None and attempt.status != IN_PROGRESS and not state.reached
        if attempt is None or over:
            attempt = self._open(index, entry.day, entry.at)
        if attempt.last_contribution_at is None or entry.at > attempt.last_contribution_at:
            attempt.last_contribution_at = entry.at
        state.total += amount
        if state.reached or state.total < self.frame.target_of(index):
            return
        state.reached = True
        self._lengthen_chain(1)
        attempt.value += 1
        if attempt.value in self.frame.rules.milestones:
            self.issued.append(Issued(attempt, attempt.value, entry.at))
        self._complete(attempt, entry.at)

    def _close(self, cursor: int, index: int, today: Day) -> None:
        state, exemptions = self.state, self.frame.exemptions
        first = cursor + 1 if state.reached else cursor
        missed = exemptions.countable(first, index)
        state.chain_missed += missed
        attempt = state.attempt
        if attempt is None or attempt.status != IN_PROGRESS:
            return
        left = self.frame.rules.grace - state.attempt_missed
        if missed > left:
            attempt.status = BROKEN
            attempt.broken_at = self.frame.end_of(exemptions.nth_countable(first, left + 1))
        state.attempt_missed += missed
