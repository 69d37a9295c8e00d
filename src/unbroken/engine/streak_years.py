"""A streak over two years, from what is logged in them and little of what was before.

Of that the judge has stored when the streak began, and the attempts; a chain that reaches into the
first of the years is followed back to where it began.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

from unbroken.core.chains import Chain, chains_in
from unbroken.core.day_states import MET, MISSED, SKIPPED, StreakDays
from unbroken.core.local_days import Day
from unbroken.core.typing import Final
from unbroken.engine.enrolled import Enrolled, logged_on
from unbroken.engine.streak_history import DaySums, History
from unbroken.store.connection import Store
from unbroken.store.log_entries import earliest_days
from unbroken.store.owners import OwnerRow
from unbroken.store.progress import load_met, load_met_newest_first

_STEP: Final = 128
"""Periods that are looked at first of those before; each time four times as many."""


class StreakYears(History):
    """What a streak was from `since` to `until`, with the logs of each day.

    It is told from `first` on; `first_log` is the local date of the first log ever.
    """

    def __init__(
        self, store: Store, owner: OwnerRow, each: Enrolled, since: date, first: date, until: date
    ) -> None:
        grid, key = each.frame.grid, each.row.id
        low, high = Day(since.toordinal()), Day(until.toordinal())
        begin = grid.first_day(grid.index_from(low))
        end = grid.last_day(grid.index_from(high))
        opened_on, _ = load_met(store, key)
        began = each.begins_with(opened_on)
        logs, amounts = logged_on(store, each, min(low, begin), max(high, end))
        known = None if began >= begin else begin
        super().__init__(owner, each, amounts, first, since=known, until=end)
        self._store, self._each, self._began = store, each, began
        self.logs = {day: count for day, count in logs.items() if day <= self.today}
        self.first_log = earliest_days(store, [key])[key]
        self.is_daily = each.is_daily
        """Whether each of its periods is one day."""
        self.first_met = self._first_met()
        """The day on which the first period ever met was decided, if it is told."""
        self.before = self._last_chain_before()

    def touches(self, first: Day, last: Day) -> bool:
        """Whether there is anything of it on some days: a period, or a log from before."""
        grid = self.frame.grid
        begins = grid.first_day(grid.index_from(self._began))
        return min(begins, begins if self.first_log is None else self.first_log) <= last and (
            self.today >= first
        )

    def up_to(self, first: date, last: date) -> History:
        """The same as it was at the end of `last`, told from `first` on."""
        if last.toordinal() >= self.today and first.toordinal() <= self.first:
            return self
        since = None if self._is_whole else self.since
        return History(
            *(self.owner, self._each, self.amounts, first, last), since=since, before=self.before
        )

    def _first_met(self) -> Day | None:
        met = next((each for each in self.periods if each.state == MET), None)
        day = None if met is None else Day(min(met.last, self.today))
        return None if day is None or day < self.first or self._was_met_before() else day

    def _was_met_before(self) -> bool:
        """Whether any period was met that is not known."""
        if self._is_whole:
            return False
        frame = self.frame
        at, step = frame.grid.index_from(self._began), _STEP
        end = frame.grid.index_from(self.since)
        while at < end:
            days = self._days(at, min(at + step, end))
            totals = frame.totals(logged_on(self._store, self._each, *days).amounts)
            found = StreakDays(frame, {}, self.today, self._began).judged(totals, *days)
            if any(each.state == MET for each in found):
                return True
            at, step = at + step, 4 * step
        return False

    def _last_chain_before(self) -> Chain | None:
        """The last chain before the known periods, where one of theirs may add to it."""
        if self._is_whole or not self._goes_on():
            return None
        frame = self.frame
        begun, end = frame.grid.index_from(self._began), frame.grid.index_from(self.since)
        rules, exemptions = frame.rules, frame.exemptions
        is_exempt = next(exemptions.ranges(begun, end), None) is not None
        if rules.goal == "at_least" and not rules.grace and not is_exempt:
            return self._of_attempts(end)
        totals, start, step = dict[int, int](), end, _STEP
        while True:
            further, start = start, max(end - step, begun)
            days = self._days(start, further)
            totals |= frame.totals(logged_on(self._store, self._each, *days).amounts)
            found = chains_in(frame, totals, self.since, start)[-1:]
            first = found[0].first if found else end
            if start == begun or exemptions.countable(start, first) > rules.grace:
                return found[0] if found else None
            step *= 4

    def _goes_on(self) -> bool:
        """Whether the first of the known periods that is met can follow one that is not known."""
        missed = 0
        for each in self.periods:
            if each.state == MET:
                return True
            missed += each.state == MISSED
            if missed > self.frame.rules.grace or each.state not in (MISSED, SKIPPED):
                return False
        return False

    def _of_attempts(self, end: int) -> Chain | None:
        """The same where an attempt has met each of its periods, and nothing is forgiven."""
        first = end
        for opened_on, met in load_met_newest_first(self._store, self._each.row.id, self.since):
            opened = self.frame.grid.index_from(opened_on)
            if opened + met < first:
                break
            first = opened
        return Chain(first, end - 1, end - first, False) if first < end else None

    def _days(self, start: int, end: int) -> tuple[Day, Day]:
        """The days of the periods from `start` up to, not with, `end`."""
        return self.frame.grid.first_day(start), self.frame.grid.last_day(end - 1)

    @cached_property
    def _counted(self) -> DaySums:
        return DaySums(self.logs)

    def log_count(self, first: int, last: int) -> int:
        """How many logs there are on some days."""
        return self._counted.between(first, last)
