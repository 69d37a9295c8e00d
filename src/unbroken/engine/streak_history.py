"""One owner's history of one streak up to a day, judged once: what figures are worked out from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import accumulate

from unbroken.core.chains import Chain, chains_in
from unbroken.core.day_states import MET, MISSED, JudgedPeriod, StreakDays
from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.exemptions import Exemptions
from unbroken.core.figures import Completion, RunDays
from unbroken.core.judge_state import LogEntry
from unbroken.core.local_days import Day
from unbroken.core.rules import Rules
from unbroken.core.strength import (
    half_life,
    score_at_first,
    six_places,
    strength_bounds,
    strengths,
)
from unbroken.core.typing import Final, NamedTuple
from unbroken.engine.enrolled import Enrolled
from unbroken.store.owners import OwnerRow

_DECIDED: Final = (MET, MISSED)


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

    `first` is the day from which it is told, `today` the last one; `amounts` are what counted on
    each day, in thousandths, or with `since` in the periods from the one that begins then, up to
    the one that ends with `until`: no others are known, but for `before`, the last chain of those
    that were before. What is asked for is worked out once, when it is first asked for.
    """

    def __init__(
        self,
        owner: OwnerRow,
        each: Enrolled,
        amounts: dict[Day, int],
        first: date | None = None,
        last: date | None = None,
        *,
        since: Day | None = None,
        until: Day | None = None,
        before: Chain | None = None,
    ) -> None:
        self.streak, self.frame, self.owner = each.streak, each.frame, owner
        self.today = each.today if last is None else Day(min(each.today, last.toordinal()))
        self.judged_on = min(each.today, Day(self.today + 1))
        """The day on which all is judged: a day that is not the present one is over."""
        if last is not None and max(amounts, default=0) > self.today:
            amounts = {day: amount for day, amount in amounts.items() if day <= self.today}
        self.amounts = amounts
        self.begins = self.opened_on = each.begins()
        """The first day of its first period, and the day within it on which the streak began."""
        if self.amounts:
            self.opened_on = min(self.opened_on, min(self.amounts))
            grid = each.frame.grid
            opened = grid.index_from(min(self.amounts))
            self.begins = min(self.begins, grid.first_day(opened))
        if since is not None:
            self.begins, self.opened_on = min(self.begins, since), min(self.opened_on, since)
        self.first = max(self.begins, Day(0 if first is None else first.toordinal()))
        self.first = min(self.first, self.today)
        self.since = self.begins if since is None else since
        """The first day of the periods that are known."""
        self._until = self.today if until is None else Day(min(self.today, until))
        self._is_whole, self.before = since is None, before
        self._exempt = each.exempt_days

    @cached_property
    def totals(self) -> dict[int, int]:
        """What counted in each period, in thousandths."""
        return self.frame.totals(self.amounts)

    @cached_property
    def periods(self) -> list[JudgedPeriod]:
        """Every known period up to the one of the last day."""
        days = StreakDays(self.frame, {}, self.judged_on, self.begins)
        return list(days.judged(self.totals, self.since, self._until))

    def periods_on(self, first: Day, last: Day) -> list[JudgedPeriod]:
        """Those that touch some days."""
        low = bisect_left(self.periods, first, key=lambda each: each.last)
        high = bisect_right(self.periods, last, key=lambda each: each.first)
        return self.periods[low:high]

    @cached_property
    def decided(self) -> Decided:
        """Those of them that are met or missed."""
        decided = [each for each in self.periods if each.state in _DECIDED]
        days = [each.last for each in decided]
        if days and days[-1] > self.today:
            days[-1] = self.today
        return Decided(days, [*accumulate((each.state == MET for each in decided), initial=0)])

    @cached_property
    def asked(self) -> Exemptions:
        """Which single days are skipped, or do not exist."""
        return self._exempt()

    @cached_property
    def chains(self) -> list[Chain]:
        """Every chain, oldest first."""
        since = None if self._is_whole else self.frame.grid.index_from(self.since)
        return chains_in(self.frame, self.totals, self.judged_on, since, self.before)

    @cached_property
    def _scores(self) -> list[float]:
        return [*strengths(*self._judged())]

    def completion(self, days: int) -> Completion:
        """How many periods were met of those decided in the last so many days."""
        first = self.today - days + 1
        met, asked = self.decided.met_of(first, self.today)
        met_before, asked_before = self.decided.met_of(first - days, first - 1)
        change = None
        if asked and asked_before and first - days >= self.begins:
            change = six_places(met / asked - met_before / asked_before)
        return Completion(days, met, asked, share_of(met, asked), change)

    def current(self) -> int:
        """How long the chain is that is alive on the last day."""
        return next((each.length for each in self.chains if each.alive), 0)

    def longest(self) -> int:
        """How long the longest chain is."""
        return max((each.length for each in self.chains), default=0)

    def strength_on(self, day: Day) -> Decimal:
        """The strength at the end of the last period that is over by a day."""
        at = bisect_right(self.periods, day, key=lambda each: min(each.last, self.today))
        return six_places(self._scores[at - 1] if at else score_at_first(self.frame.rules))

    def is_early(self) -> bool:
        """Whether less than half of the strength is what was done since the streak began."""
        return self.today - self.begins + 1 < half_life(self.frame.rules)

    def strength_bounds(self) -> tuple[float, float]:
        """The lowest and the highest strength of the last day, whatever was before `since`."""
        return strength_bounds(*self._judged())

    def _judged(
        self,
    ) -> tuple[Rules, list[JudgedPeriod], Mapping[Day, int], Exemptions, Day]:
        return self.frame.rules, self.periods, self.amounts, self.asked, self.today

    def runs(self, most: int) -> tuple[RunDays, ...]:
        """The longest chains that have not ended before the first day, the longest first."""
        grid = self.frame.grid
        shown = (each for each in self.chains if grid.last_day(each.last) >= self.first)
        longest = sorted(shown, key=lambda each: (-each.length, -each.first))[:most]
        return tuple(
            RunDays(civil(grid.first_day(each.first)), civil(grid.last_day(each.last)), each.length)
            for each in longest
        )

    @cached_property
    def _summed(self) -> DaySums:
        return DaySums(self.amounts)

    def total(self, first: int, last: int) -> int:
        """What counted on some days, in thousandths."""
        return self._summed.between(first, last)


class LoggedHistory(History):
    """A history with the logs that it is made of, `entries`."""

    def __init__(
        self,
        owner: OwnerRow,
        each: Enrolled,
        entries: Sequence[LogEntry],
        first: date | None = None,
        last: date | None = None,
    ) -> None:
        super().__init__(owner, each, each.frame.amounts(entries), first, last)
        self.entries = [entry for entry in entries if entry.day <= self.today]


class DaySums:
    """Numbers of days, added up from any of them to any other one."""

    def __init__(self, numbers: Mapping[Day, int]) -> None:
        self._days = sorted(numbers)
        self._before = [*accumulate((numbers[day] for day in self._days), initial=0)]

    def between(self, first: int, last: int) -> int:
        """What the days from `first` to `last`, both included, have together."""
        return (
            self._before[bisect_right(self._days, last)]
            - self._before[bisect_left(self._days, first)]
        )


def check_days(first: date | None, last: date | None, today: Day) -> None:
    """Raises Refusal where figures are asked for from a day on that is after the last one, or is
    still to come.
    """
    if first is not None and last is not None and first > last:
        raise Refusal(ErrorCode.BAD_DATE, "The first day must not be after the last one.")
    if first is not None and first.toordinal() > today:
        raise Refusal(ErrorCode.BAD_DATE, "The first day has not come yet.")


def share_of(met: int, asked: int) -> Decimal | None:
    """What was met of what was decided, as a share; None where nothing was."""
    return six_places(met / asked) if asked else None


def civil(day: int) -> date:
    """A day as a date."""
    return date.fromordinal(day)
