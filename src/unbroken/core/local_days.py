"""Local days, as docs/domain.md 2 defines them.

Every boundary is worked out from the offsets of the standard library's zones; no aware time is
ever added to or subtracted from.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from unbroken.core.instants import (
    DAY_SECONDS,
    FIRST_INSTANT,
    LAST_INSTANT,
    MICROSECONDS,
    NAIVE_EPOCH,
    Instant,
)
from unbroken.core.typing import NewType

Day = NewType("Day", int)
"""A civil date, as its proleptic Gregorian ordinal (`date.toordinal`)."""

EPOCH_DAY = date(1970, 1, 1).toordinal()
FIRST_DAY = Day(EPOCH_DAY)
LAST_DAY = Day(date(2100, 12, 31).toordinal())
"""The first and the last day that can be recorded (docs/domain.md 2)."""


_BLOCK = 4 * DAY_SECONDS
_MARGIN = 2 * DAY_SECONDS
_A_DAY = DAY_SECONDS * MICROSECONDS
AROUND_A_DAY = 3 * _A_DAY
"""Microseconds in which all logs of a local date lie, and some of its neighbours'."""


def day_of(text: str) -> Day:
    """A `YYYY-MM-DD` as a day. Raises ValueError for anything else."""
    if len(text) != 10:
        raise ValueError(text)
    return Day(date.fromisoformat(text).toordinal())


@lru_cache(maxsize=8192)
def iso(day: Day) -> str:
    """A day as `YYYY-MM-DD`: a whole history has few days."""
    return date.fromordinal(day).isoformat()


def optional_date(day: Day | None) -> date | None:
    """A day as a date, or None."""
    return None if day is None else date.fromordinal(day)


def weekday(day: Day) -> int:
    """0 for Monday to 6 for Sunday."""
    return (day - 1) % 7


def zone_info(name: str) -> ZoneInfo:
    """A log's zone, to show its time in; UTC where the zone data does not have it any more."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return ZoneInfo("UTC")


def offset_at(second: int, zone: str) -> int:
    """Seconds that `zone` is ahead of UTC at `second` (seconds since 1970)."""
    info = ZoneInfo(zone)
    naive = NAIVE_EPOCH + timedelta(seconds=second)
    offset = info.fromutc(naive.replace(tzinfo=info)).utcoffset()
    assert offset is not None
    return offset.days * DAY_SECONDS + offset.seconds


def _change(zone: str, low: int, high: int) -> int:
    """The first second in (low, high] with the offset that holds at `high`."""
    after = offset_at(high, zone)
    while high - low > 1:
        middle = (low + high) // 2
        if offset_at(middle, zone) == after:
            high = middle
        else:
            low = middle
    return high


@lru_cache(maxsize=16384)
def _offsets(zone: str, block: int) -> tuple[tuple[int, int], ...]:
    """(second from which it holds, offset) of `zone` around a block of four days.

    The two days before and behind it are covered too, which is more than any offset's size. Daily
    samples find every change, since no zone has two of them within a day since 1970.
    """
    second = block * _BLOCK - _MARGIN
    offset = offset_at(second, zone)
    pieces = [(second, offset)]
    for _ in range((_BLOCK + 2 * _MARGIN) // DAY_SECONDS):
        following = offset_at(second + DAY_SECONDS, zone)
        if following != offset:
            pieces.append((_change(zone, second, second + DAY_SECONDS), following))
            offset = following
        second += DAY_SECONDS
    return tuple(pieces)


def local_date(at: Instant, zone: str, day_start: int) -> Day:
    """The local date at an instant (docs/domain.md 2.4): the latest date shown up to then.

    `day_start` is in whole hours, 0 to 12. Days never step back, not in a repeated hour either.
    """
    second = at // MICROSECONDS
    pieces = _offsets(zone, second // _BLOCK)
    shift = day_start * 3600
    if len(pieces) == 1:
        return Day((second + pieces[0][1] - shift) // DAY_SECONDS + EPOCH_DAY)
    latest = (pieces[0][0] + pieces[0][1] - shift) // DAY_SECONDS
    for index, (start, offset) in enumerate(pieces):
        if start > second:
            break
        last = second
        if index + 1 < len(pieces):
            last = min(second, pieces[index + 1][0] - 1)
        latest = max(latest, (last + offset - shift) // DAY_SECONDS)
    return Day(latest + EPOCH_DAY)


def is_date_of(at: Instant, day: Day) -> bool:
    """Whether an instant can have had a local date: no zone and no day start put that further off
    than a day.
    """
    return abs(day - at // _A_DAY - EPOCH_DAY) <= 1


def earliest_of(day: Day) -> Instant:
    """The instant that no log of a local date lies before: by `is_date_of` none can."""
    return Instant((day - EPOCH_DAY - 1) * _A_DAY)


def latest_of(day: Day) -> Instant:
    """The instant that all logs of a local date lie before, by the same."""
    return Instant(earliest_of(day) + AROUND_A_DAY)


def start_of_day(day: Day, zone: str, day_start: int) -> Instant:
    """The first instant whose local date is `day` or later (docs/domain.md 2.6)."""
    wall = (day - EPOCH_DAY) * DAY_SECONDS + day_start * 3600
    pieces = _offsets(zone, wall // _BLOCK)
    for index, (start, offset) in enumerate(pieces):
        candidate = max(start, wall - offset)
        if index + 1 == len(pieces) or candidate < pieces[index + 1][0]:
            return Instant(candidate * MICROSECONDS)
    raise AssertionError("the last piece has no end")


def instant_at(day: Day, second: int, zone: str) -> tuple[Instant, bool]:
    """The first instant at which `zone` shows a wall clock, `second` seconds into a civil date.

    Where that wall clock is left out, the instant at which the clocks leap, and False.
    """
    wall = (day - EPOCH_DAY) * DAY_SECONDS + second
    pieces = _offsets(zone, wall // _BLOCK)
    leap = pieces[0][0]
    for index, (start, offset) in enumerate(pieces):
        ends = index + 1 < len(pieces)
        if wall - offset < start:
            break
        if not ends or wall - offset < pieces[index + 1][0]:
            return Instant((wall - offset) * MICROSECONDS), True
        leap = pieces[index + 1][0]
    return Instant(leap * MICROSECONDS), False


@lru_cache(maxsize=1024)
def _date_line_jumps(zone: str) -> tuple[int, ...]:
    """The seconds at which a zone crossed the date line: its offset moved by half a day or more."""
    jumps = []
    year = 365 * DAY_SECONDS
    last = LAST_INSTANT // MICROSECONDS
    for low in range(-DAY_SECONDS, last, year):
        high = min(low + year, last)
        if abs(offset_at(high, zone) - offset_at(low, zone)) >= DAY_SECONDS // 2:
            while high - low > 1:
                middle = (low + high) // 2
                near_high = abs(offset_at(high, zone) - offset_at(middle, zone)) < DAY_SECONDS // 2
                low, high = (low, middle) if near_high else (middle, high)
            jumps.append(high)
    return tuple(jumps)


class LocalDays:
    """One owner's days: a timeline of zones and a day start (docs/domain.md 2.2-2.8).

    `entries` are (effective_from, IANA name), ascending and never empty; before the first entry
    the first one's zone holds.
    """

    __slots__ = ("_starts", "_void", "day_start", "entries")

    def __init__(self, entries: tuple[tuple[Instant, str], ...], day_start: int = 0) -> None:
        self.entries = entries
        self.day_start = day_start
        self._starts: dict[Day, Instant] = {}
        self._void: tuple[Day, ...] | None = None

    def zone_at(self, at: Instant) -> str:
        """The zone of the latest entry with `effective_from <= at`."""
        entries = self.entries
        if len(entries) == 1:  # as most people's
            return entries[0][1]
        index = bisect_right(entries, at, key=lambda entry: entry[0])
        return entries[max(index - 1, 0)][1]

    def date_at(self, at: Instant, zone: str | None = None) -> Day:
        """The local date at `at`, in `zone` or else in the zone in force."""
        return local_date(at, zone or self.zone_at(at), self.day_start)

    def start_of(self, day: Day) -> Instant:
        """The first instant at which `day` has started in the zone then in force."""
        found = self._starts.get(day)
        if found is None:
            found = self._starts[day] = self._find_start(day)
        return found

    def _find_start(self, day: Day) -> Instant:
        entries = self.entries
        if len(entries) == 1:
            return start_of_day(day, entries[0][1], self.day_start)
        midnight = (day - EPOCH_DAY) * DAY_SECONDS * MICROSECONDS
        earliest = midnight - _MARGIN * MICROSECONDS
        index = max(bisect_right(entries, earliest, key=lambda entry: entry[0]) - 1, 0)
        while True:
            start = start_of_day(day, entries[index][1], self.day_start)
            if index:
                start = max(start, entries[index][0])
            index += 1
            if index == len(entries) or start < entries[index][0]:
                return start

    def void_days(self) -> tuple[Day, ...]:
        """The dates that do not exist for this owner: their start is the next one's too.

        Only a leap over the date line makes one, so only the days around such leaps are tried.
        """
        if self._void is None:
            zone, *others = [zone for _, zone in self.entries]
            self._void = self._find_void() if others else _void_days(zone, self.day_start)
        return self._void

    def _find_void(self) -> tuple[Day, ...]:
        jumps = {at // MICROSECONDS for at, _ in self.entries[1:]}
        for zone in {zone for _, zone in self.entries}:
            jumps.update(_date_line_jumps(zone))
        near = {second // DAY_SECONDS + EPOCH_DAY + k for second in jumps for k in range(-3, 4)}
        return tuple(
            Day(day)
            for day in sorted(near)
            if self.start_of(Day(day)) == self.start_of(Day(day + 1))
        )


@lru_cache(maxsize=1024)
def _void_days(zone: str, day_start: int) -> tuple[Day, ...]:
    """The dates that do not exist for whoever never left a zone, as most people."""
    return LocalDays(((FIRST_INSTANT, zone),), day_start)._find_void()
