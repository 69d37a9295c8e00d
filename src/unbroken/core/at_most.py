"""Judging a streak whose periods are met by staying within a limit (docs/domain.md 4)."""

from unbroken.core.judge import Judge
from unbroken.core.judge_state import BROKEN, IN_PROGRESS, Attempt, Issued, LogEntry
from unbroken.core.local_days import Day


class AtMostJudge(Judge):
    """Silence is success: a period is met when it closes with its total not above the target.

    Attempts open by themselves: the first with the enrolment (`open_first`), each further one with
    the period after a break or a completion.
    """

    def open_first(self, first_counting: Day | None) -> None:
        """Opens the first attempt (docs/domain.md 4, `at_most`).

        That is the start of the later of `starts_on` and the enrolment's date; where the first
        counting log is from before that day, the start of that log's period.
        """
        frame = self.frame
        day = max(frame.rules.starts_on, frame.enrolled_on)
        if first_counting is not None and first_counting < day:
            day = frame.grid.first_day(frame.grid.index_from(first_counting))
        self.state.cursor = frame.grid.index_from(day)
        self._open(self.state.cursor, day, frame.days.start_of(day))

    def at_risk(self, index: int) -> bool:
        state, target = self.state, self.frame.target_of(index)
        total = state.total if state.cursor == index else 0
        return target != 0 and total >= target and not self.frame.exemptions.covers(index)

    def last_safe(self) -> int | None:
        return None  # silence ends nothing

    def met(self, index: int, total: int) -> bool:
        return total <= self.frame.target_of(index)

    def _take(self, index: int, entry: LogEntry, amount: int) -> None:
        state = self.state
        attempt = state.attempt
        assert attempt is not None
        attempt.last_contribution_at = max(attempt.last_contribution_at or entry.at, entry.at)
        state.total += amount
        if state.reached or self.frame.exemptions.covers(index):
            return
        if state.total <= self.frame.target_of(index):
            return
        state.reached = True
        state.chain_missed += 1
        state.attempt_missed += 1
        if state.attempt_missed > self.frame.rules.grace:
            attempt.status = BROKEN
            attempt.broken_at = entry.at

    def _close(self, cursor: int, index: int, today: Day) -> None:
        state, exemptions = self.state, self.frame.exemptions
        at = cursor + 1 if state.reached else cursor
        silent = exemptions.countable(at, index)
        length = self.frame.rules.length
        if self.brief and length and silent >= 3 * length:
            passed_over = (silent // length - 2) * length  # what is left begins an attempt anew
            at = exemptions.nth_countable(at, passed_over) + 1
            silent -= passed_over
            self._lengthen_chain(passed_over)
        self._open_next(at, today)
        while silent:
            attempt = state.attempt
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
        attempt = self.state.attempt
        if attempt is not None and attempt.status == IN_PROGRESS:
            return
        while self.frame.exemptions.is_void(at):
            at += 1
        day = self.frame.grid.first_day(at)
        if day <= today:
            self._open(at, day, self.frame.days.start_of(day))
