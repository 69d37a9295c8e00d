"""When a streak asks to be remembered, and when nobody is to be disturbed (docs/domain.md 8).

Texts of both, and the instants at which they come: all in the owner's zone of that time, on days
that begin where theirs do.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from unbroken.core.instants import MICROSECONDS, Instant
from unbroken.core.local_days import Day, LocalDays, instant_at
from unbroken.core.typing import Final, NamedTuple

MOST: Final = 12
"""Reminders that a streak can have."""
FURTHEST: Final = 366 * 24 * 60
"""Minutes before the end of a period at which a reminder can come at the earliest."""
_MINUTE: Final = 60 * MICROSECONDS
_DAY_MINUTES: Final = 24 * 60
_CLOCK: Final = r"([01]?\d|2[0-3]):([0-5]\d)"
_BEFORE: Final = r"(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,6})m(?:in)?)? ?before"


class ReminderTime(NamedTuple):
    """A time of the owner's day, in minutes since midnight; or, `is_before`, minutes before the
    open period ends.
    """

    minutes: int
    is_before: bool = False

    @property
    def text(self) -> str:
        """`08:30`, `2h before`: as people write it, and the same for the same time."""
        if not self.is_before:
            return clock_text(self.minutes)
        days, rest = divmod(self.minutes, _DAY_MINUTES)
        parts = ((days, "d"), (rest // 60, "h"), (rest % 60, "m"))
        return "".join(f"{number}{unit}" for number, unit in parts if number) + " before"


class QuietHours(NamedTuple):
    """From one minute of the day until another, which is of the next day where it is not later."""

    since: int
    until: int

    @property
    def text(self) -> str:
        """`22:00-07:00`."""
        return f"{clock_text(self.since)}-{clock_text(self.until)}"


def clock_text(minutes: int) -> str:
    """Minutes since midnight as `08:30`."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def read_reminders(given: str | Iterable[str]) -> tuple[ReminderTime, ...]:
    """Times of reminders as people write them: `8:30, 9pm, 2h before`; each once, in order.

    Raises ValueError, with a plain sentence, for what is none, or too many.
    """
    parts = given.split(",") if isinstance(given, str) else list(given)
    times = {_read(part) for part in parts if part.strip()}
    if len(times) > MOST:
        raise ValueError(f"A streak can have at most {MOST} reminders.")
    return tuple(sorted(times, key=lambda each: (each.is_before, _order(each))))


def read_quiet_hours(text: str) -> QuietHours | None:
    """Quiet hours as people write them: `22:00-07:00`; None for an empty text.

    Raises ValueError, with a plain sentence, for anything else.
    """
    said = "".join(text.split())
    if not said:
        return None
    found = re.fullmatch(f"{_CLOCK}[-–]{_CLOCK}", said, re.ASCII)
    numbers = [] if found is None else [int(each) for each in found.groups()]
    if not numbers or numbers[:2] == numbers[2:]:
        raise ValueError(f"“{text[:40]}” are no quiet hours; write them as 22:00-07:00.")
    return QuietHours(60 * numbers[0] + numbers[1], 60 * numbers[2] + numbers[3])


def clock_on(day: Day, minutes: int, days: LocalDays) -> Instant:
    """The first instant of a local day at which the wall clock there shows a time or a later one.

    A time before the hour at which the day starts is that of the night in which it ends. One that
    the clocks leap over comes when they have; of one that comes twice it is the first.
    """
    civil = Day(day + (minutes < 60 * days.day_start))
    entries = days.entries
    first = days.start_of(day)
    index = max(bisect_right(entries, first, key=lambda entry: entry[0]) - 1, 0)
    while True:
        since, zone = entries[index]
        at = max(instant_at(civil, 60 * minutes, zone)[0], first)
        if index:
            at = max(at, since)
        index += 1
        if index == len(entries) or at < entries[index][0]:
            return at


def quiet_until(at: Instant, hours: QuietHours | None, days: LocalDays) -> Instant | None:
    """When the quiet hours end that an instant lies in; None where it lies in none."""
    for begins, ends in _quiet_around(at, hours, days):
        if begins <= at < ends:
            return ends
    return None


def last_chance(ends_at: Instant, hours: QuietHours | None, days: LocalDays) -> Instant:
    """The last moment before a period ends at which its owner may be disturbed: its end, or the
    beginning of the quiet hours in which it ends.
    """
    for begins, ends in _quiet_around(Instant(ends_at - 1), hours, days):
        if begins < ends_at <= ends:
            return begins
    return ends_at


def comes_at(
    time: ReminderTime,
    today: Day,
    ends_at: Instant,
    hours: QuietHours | None,
    days: LocalDays,
    *,
    waits: bool = True,
) -> Instant:
    """When a reminder comes, seen on a local day of a period that ends at an instant.

    What would come in quiet hours waits until they are over; unless it `waits` for nothing.
    """
    if time.is_before:
        at = Instant(last_chance(ends_at, hours, days) - time.minutes * _MINUTE)
    else:
        at = clock_on(today, time.minutes, days)
    return quiet_until(at, hours, days) or at if waits else at


def _quiet_around(
    at: Instant, hours: QuietHours | None, days: LocalDays
) -> Iterable[tuple[Instant, Instant]]:
    """The quiet hours of the days around an instant, from when until when."""
    if hours is None:
        return
    plain = LocalDays(days.entries)  # they are of the calendar's days, wherever a day starts
    today = plain.date_at(at)
    for day in range(today - 2, today + 2):
        ends_on = Day(day + (hours.until <= hours.since))
        begins = clock_on(Day(day), hours.since, plain)
        ends = clock_on(ends_on, hours.until, plain)
        if begins < ends:
            yield begins, ends


def _read(text: str) -> ReminderTime:
    said = " ".join(text.casefold().split())
    if said.endswith(("m", "m.")):
        from unbroken.core.clock_times import on_full_clock  # few times are of half a day

        said = on_full_clock(said)
    clock = re.fullmatch(_CLOCK, said, re.ASCII)
    if clock is not None:
        return ReminderTime(60 * int(clock[1]) + int(clock[2]))
    before = re.fullmatch(_BEFORE, "".join(said.split()), re.ASCII)
    if before is not None and any(before.groups()):
        days, hours, minutes = (int(each or 0) for each in before.groups())
        total = days * _DAY_MINUTES + hours * 60 + minutes
        if 0 < total <= FURTHEST:
            return ReminderTime(total, True)
    raise ValueError(f"“{text[:40]}” is no time of a reminder; write 08:30, or 2h before.")


def _order(time: ReminderTime) -> int:
    return -time.minutes if time.is_before else time.minutes
