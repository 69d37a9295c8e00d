"""Periods as whole numbers: which one holds a day, and which days it spans (docs/domain.md 3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from unbroken.core.local_days import Day, weekday
from unbroken.core.typing import Final

PERIODS: Final = ("daily", "weekly", "monthly", "quarterly", "yearly")
_MONTHS: Final = {"monthly": 1, "quarterly": 3, "yearly": 12}
_FIRST_MONTH: Final = 12
_LAST_MONTH: Final = 9999 * 12 + 11
_LAST_DAY: Final = Day(date.max.toordinal())


class PeriodGrid:
    """The periods of one streak for one owner, numbered without gaps.

    A window of `every` units begins with the unit that holds `starts_on`, and is number 0; others
    follow and precede it. With a `schedule` (weekdays, 0 for Monday) only those days are periods,
    each the neighbour of the next, and their numbers have no fixed origin.
    """

    __slots__ = ("_every", "_origin", "_period", "_ranks", "_week_start", "_weekdays")

    def __init__(
        self,
        period: str,
        every: int,
        starts_on: Day,
        week_start: int = 0,
        schedule: tuple[int, ...] | None = None,
    ) -> None:
        self._period = period
        self._every = every
        self._week_start = week_start
        self._weekdays = tuple(sorted(schedule)) if schedule else None
        self._ranks = {day: rank for rank, day in enumerate(self._weekdays or ())}
        self._origin = 0
        self._origin = self._unit_of(starts_on)

    def index_of(self, day: Day) -> int | None:
        """The number of the period that holds `day`; None where the day is off schedule."""
        if self._weekdays is not None:
            rank = self._ranks.get(weekday(day))
            return None if rank is None else (day - 1) // 7 * len(self._weekdays) + rank
        return (self._unit_of(day) - self._origin) // self._every

    def index_from(self, day: Day) -> int:
        """The number of the first period whose last day is `day` or later."""
        if self._weekdays is not None:
            today = weekday(day)
            behind = sum(1 for scheduled in self._weekdays if scheduled < today)
            return (day - 1) // 7 * len(self._weekdays) + behind
        return (self._unit_of(day) - self._origin) // self._every

    def first_day(self, index: int) -> Day:
        """The first local date of a period."""
        if self._weekdays is not None:
            week, rank = divmod(index, len(self._weekdays))
            return Day(week * 7 + 1 + self._weekdays[rank])
        return self._first_of_unit(index * self._every + self._origin)

    def last_day(self, index: int) -> Day:
        """The last local date of a period."""
        if self._weekdays is not None:
            return self.first_day(index)
        return Day(self._first_of_unit((index + 1) * self._every + self._origin) - 1)

    @property
    def first_of_days(self) -> int | None:
        """Where each day is a period, the day that is number 0; else None."""
        is_daily = self._period == "daily" and self._every == 1 and self._weekdays is None
        return self._origin if is_daily else None

    def spans(self, first: Day, last: Day) -> Iterator[tuple[int, Day, Day]]:
        """Each period that touches the days from `first` to `last`: its number, first, last day."""
        origin = self.first_of_days
        if origin is not None:
            for day in map(Day, range(first, last + 1)):
                yield day - origin, day, day
            return
        index = self.index_from(first)
        begin = self.first_day(index)
        while begin <= last:
            following = self.first_day(index + 1)
            yield index, begin, begin if self._weekdays is not None else Day(following - 1)
            index, begin = index + 1, following

    def _unit_of(self, day: Day) -> int:
        if self._period == "daily":
            return day
        if self._period == "weekly":
            return (day - 1 - self._week_start) // 7
        civil = date.fromordinal(day)
        return (civil.year * 12 + civil.month - 1) // _MONTHS[self._period]

    def _first_of_unit(self, unit: int) -> Day:
        if self._period == "daily":
            return Day(unit)
        if self._period == "weekly":
            return Day(unit * 7 + 1 + self._week_start)
        month = unit * _MONTHS[self._period]
        if month > _LAST_MONTH:
            return _LAST_DAY
        if month < _FIRST_MONTH:
            return Day(1)
        return Day(date(month // 12, month % 12 + 1, 1).toordinal())
