"""What a streak demands: the fields of docs/domain.md 3 that a judge needs."""

from __future__ import annotations

from bisect import bisect_right

from unbroken.core.amounts import ONE
from unbroken.core.local_days import Day
from unbroken.core.periods import PeriodGrid
from unbroken.core.typing import Final, NamedTuple

METHODS: Final = ("sum", "count", "days")
GOALS: Final = ("at_least", "at_most")
WEEKDAYS: Final = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
LARGEST_EVERY: Final = 1000
LARGEST_COUNT: Final = 1_000_000


class Rules(NamedTuple):
    """The rules of one streak as they hold for one owner.

    `target` and those of `targets` (from_day, ascending) are thousandths; the first holds before
    the first of `targets`. `grace` is resolved: the streak's own, or else the owner's.
    `milestones` are numbers of periods.
    """

    method: str = "count"
    period: str = "daily"
    every: int = 1
    goal: str = "at_least"
    target: int = ONE
    targets: tuple[tuple[Day, int], ...] = ()
    length: int | None = None
    grace: int = 0
    schedule: tuple[int, ...] | None = None
    starts_on: Day = Day(1)
    strict: bool = False
    milestones: tuple[int, ...] = ()

    def target_on(self, day: Day) -> int:
        """The target in force on a day: that of a period is the one on its first day."""
        if not self.targets:
            return self.target
        at = bisect_right(self.targets, day, key=lambda entry: entry[0])
        return self.targets[at - 1][1] if at else self.target

    def grid(self, week_start: int) -> PeriodGrid:
        """The streak's periods for an owner whose weeks begin on `week_start` (0 for Monday)."""
        return PeriodGrid(self.period, self.every, self.starts_on, week_start, self.schedule)

    def amount_of(self, value: int, first_on_day: bool) -> int:
        """What one log adds to its period's total, in thousandths."""
        if self.method == "sum":
            return value
        if self.method == "count":
            return ONE
        return ONE if first_on_day else 0
