"""One owner's history of one streak up to a day, judged once: what figures are worked out from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import accumulate

from unbroken.core.chains import Chain, chains_in
from unbroken.core.day_states import MET, MISSED, JudgedPeriod, StreakDays
from unbroken.core.exemptions import Exemptions
from unbroken.core.figures import Completion, RunDays
from unbroken.core.judge_state import LogEntry
from unbroken.core.local_days import Day
from unbroken.core.periods import PeriodGrid
from unbroken.core.strength import six_places, strengths
from unbroken.core.typing import NamedTuple
from unbroken.engine.calendar import Enrolled
from unbroken.store.owners import OwnerRow


class Decided(NamedTuple):
    """The periods that are decided: the day on which each is, and how many are met before each."""

    days: list[Day]
    met: list[int]

    def met_of(self, first: int, last: int) -> tuple[int, int]:
        """How many periods were met, of how many that were decided on some days."""
        low, high = bisect_left(self.days, first), bisect_right(self.days, last)
        return self.met[high] - self.met[low], high - low


class History:
    """What one streak of one owner was from its beginning up to `today`.

    `first` is the day from which it is told, `today` the last one; `entries` are all
    logs. What is asked for is worked out once, when it is first asked for.
    """

    def __init__(
        self,
        owner: OwnerRow,
        each: Enrolled,
        entries: Sequence[LogEntry],
        first: date | None = None,
        last: date | None = None,
    ) -> None:
        self.streak, self.frame, self.owner = each.streak, each.frame, owner
        self.today = each.today if last is None else Day(min(each.today, last.toordinal()))
        self.judged_on = min(each.today, Day(self.today + 1))
        """The day on which all is judged: a day that is not the present one is over."""
        self.entries = [entry for entry in entries if entry.day <= self.today]
        self.amounts = each.frame.amounts(self.entries)
        """What counted on each day, in thousandths."""
        self.begins = self.opened_on = each.begins()
        """The first day of its first period, and the day within it on which the streak began."""
        if self.amounts:
            self.opened_on = min(self.opened_on, min(self.amounts))
            grid = each.frame.grid
            opened = grid.index_from(min(self.amounts))
            self.begins = min(self.begins, grid.first_day(opened))
        self.first = max(self.begins, Day(0 if first is None else first.toordinal()))
        self.first = min(self.first, self.today)
        self._skips = each.skips

    @cached_property
    def totals(self) -> dict[int, int]:
        """What counted in each period, in thousandths."""
        return self.frame.totals(self.amounts)

    @cached_property
    def periods(self) -> list[JudgedPeriod]:
        """Every period from the beginning up to the one of the last day."""
        days = StreakDays(self.frame, self.entries, self.judged_on, self.begins)
        return list(days.judged(self.totals, self.begins, self.today))

    @cached_property
    def decided(self) -> Decided:
        """Those of them that are met or missed."""
        days, met, count, today = [], [0], 0, self.today
        for _, last, state, _, _ in self.periods:
            if state in (MET, MISSED):
                count += state == MET
                days.append(min(last, today))
                met.append(count)
        return Decided(days, met)

    @cached_property
    def asked(self) -> Exemptions:
        """Which single days are skipped, or do not exist."""
        return Exemptions(PeriodGrid("daily", 1, Day(0)), self._skips, self.owner.days.void_days())

    @cached_property
    def chains(self) -> list[Chain]:
        """Every chain, oldest first."""
        return chains_in(self.frame, self.totals, self.judged_on)

    @cached_property
    def _scores(self) -> list[float]:
        rules = self.frame.rules
        return [*strengths(rules, self.periods, self.amounts, self.asked, self.today)]

    def completion(self, days: int) -> Completion:
        """How many periods were met of those decided in the last so many days."""
        first = self.today - days + 1
        met, asked = self.decided.met_of(first, self.today)
        met_before, asked_before = self.decided.met_of(first - days, first - 1)
        change = None
        if asked and asked_before:
            change = six_places(met / asked - met_before / asked_before)
        return Completion(days, met, asked, share_of(met, asked), change)

    def current(self) -> int:
        """How long the chain is that is alive on the last day."""
        return next((each.length for each in self.chains if each.alive), 0)

    def longest(self) -> int:
        """How long the longest chain is."""
        return max((each.length for each in self.chains), default=0)

    def strength_on(self, day: Day) -> float:
        """The strength at the end of the last period that is over by a day."""
        at = bisect_right(self.periods, day, key=lambda each: min(each.last, self.today))
        if at:
            return self._scores[at - 1]
        return 1.0 if self.frame.rules.goal == "at_most" else 0.0

    def runs(self, most: int) -> tuple[RunDays, ...]:
        """The longest chains that have not ended before the first day, the longest first."""
        grid = self.frame.grid
        shown = (each for each in self.chains if grid.last_day(each.last) >= self.first)
        longest = sorted(shown, key=lambda each: (-each.length, -each.first))[:most]
        return tuple(
            RunDays(civil(grid.first_day(each.first)), civil(grid.last_day(each.last)), each.length)
            for each in longest
        )

    def first_period(self) -> Day:
        """The first day of the period in which it begins."""
        grid = self.frame.grid
        return grid.first_day(grid.index_from(self.begins))

    @cached_property
    def _running(self) -> tuple[list[Day], list[int]]:
        """The days on which something counted, and how much had before each and after the last."""
        days = sorted(self.amounts)
        return days, [*accumulate((self.amounts[day] for day in days), initial=0)]

    def total(self, first: int, last: int) -> int:
        """What counted on some days, in thousandths."""
        days, running = self._running
        return running[bisect_right(days, last)] - running[bisect_left(days, first)]


def share_of(met: int, asked: int) -> Decimal | None:
    """What was met of what was decided, as a share; None where nothing was."""
    return six_places(met / asked) if asked else None


def civil(day: int) -> date:
    """A day as a date."""
    return date.fromordinal(day)
