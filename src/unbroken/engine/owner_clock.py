"""An owner's local days, from what the engine answers of them."""

from __future__ import annotations

from datetime import date, datetime

from unbroken.core.instants import FIRST_INSTANT, Instant, instant_of, moment_of
from unbroken.core.local_days import Day, LocalDays, start_of_day
from unbroken.core.results import Owner


def days_of(owner: Owner, tz: str | None = None) -> LocalDays:
    """An owner's local days: over their timeline, or in the one zone that is named."""
    if tz is not None:
        from unbroken.engine.zones import zone_named  # most readings name no zone

        return LocalDays(((FIRST_INSTANT, zone_named(tz)),), owner.day_start)
    entries = ((instant_of(each.effective_from), each.timezone) for each in owner.timezones)
    return LocalDays(tuple(entries), owner.day_start)


def today_of(owner: Owner, now: datetime) -> date:
    """The owner's local day at `now`."""
    return date.fromordinal(days_of(owner).date_at(instant_of(now)))


def today_in(owner: Owner, tz: str, now: datetime) -> date:
    """What their local day would be at `now` in a zone."""
    return date.fromordinal(days_of(owner, tz).date_at(instant_of(now)))


def zone_of(owner: Owner, now: datetime) -> str:
    """The zone in which the owner is at `now`."""
    return days_of(owner).zone_at(instant_of(now))


def end_of_day(days: LocalDays, today: Day, now: Instant) -> datetime:
    """When today ends; flown back behind a midnight that had passed, when it comes again."""
    start = days.start_of(Day(today + 1))
    if start <= now:
        start = start_of_day(Day(today + 1), days.zone_at(now), days.day_start)
    return moment_of(start)
