"""Periods that cannot be missed: excused by skips, or without a single existing date."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from unbroken.core.local_days import Day
from unbroken.core.periods import PeriodGrid

FOREVER = 1 << 60


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges (both ends included) in order, overlapping and touching ones made one."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _periods_within(grid: PeriodGrid, days: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The periods that lie wholly inside ranges of days."""
    found = []
    for first, last in _merged(days):
        low = grid.index_from(Day(first))
        if grid.first_day(low) < first:
            low += 1
        high = FOREVER if last >= FOREVER else grid.index_from(Day(last + 1)) - 1
        if low <= high:
            found.append((low, high))
    return _merged(found)


class Exemptions:
    """Which periods of a grid count when they are not met (docs/domain.md 4.3).

    A period is *excused* when all its scheduled, existing dates are skipped, and *void* when it has
    no existing date at all. Both are neither met nor missed by themselves.
    """

    __slots__ = ("_firsts", "_ranges", "_voids")

    def __init__(
        self,
        grid: PeriodGrid,
        skips: Iterable[tuple[Day, Day | None]] = (),
        void_days: Iterable[Day] = (),
    ) -> None:
        void: list[tuple[int, int]] = [(day, day) for day in void_days]
        skipped: list[tuple[int, int]] = [
            (first, FOREVER if last is None else last) for first, last in skips
        ]
        self._voids = _periods_within(grid, void)
        self._ranges = _periods_within(grid, skipped + void) if skipped else self._voids
        self._firsts = [first for first, _ in self._ranges]

    def covers(self, index: int) -> bool:
        """Whether the period is excused or void."""
        at = bisect_right(self._firsts, index) - 1
        return at >= 0 and index <= self._ranges[at][1]

    @property
    def has_any(self) -> bool:
        """Whether any period is excused or void."""
        return bool(self._ranges)

    @property
    def has_voids(self) -> bool:
        """Whether any period has no existing date."""
        return bool(self._voids)

    def ranges(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The periods from `start` up to, not with, `end` that are excused or void: the first and
        the last of each row of them.
        """
        for first, last in self._ranges:
            low, high = max(first, start), min(last, end - 1)
            if low <= high:
                yield low, high

    def is_void(self, index: int) -> bool:
        """Whether the period has no existing date: it is no period at all."""
        return bool(self._voids) and any(first <= index <= last for first, last in self._voids)

    def countable(self, start: int, end: int) -> int:
        """How many periods from `start` up to, not with, `end` would be missed if not met."""
        if end <= start:
            return 0
        if not self._ranges:
            return end - start
        count = end - start
        at = max(bisect_right(self._firsts, start) - 1, 0)
        for first, last in self._ranges[at:]:
            if first >= end:
                break
            count -= max(0, min(last + 1, end) - max(first, start))
        return count

    def nth_countable(self, start: int, number: int) -> int:
        """The index of the `number`-th (from 1) countable period from `start` on."""
        index = start + number - 1
        at = bisect_left(self._firsts, start)
        if at and self._ranges[at - 1][1] >= start:
            index += self._ranges[at - 1][1] + 1 - start
        for first, last in self._ranges[at:]:
            if first > index:
                break
            index += last + 1 - first
        return index
