"""An owner's local days, from what the engine answers of them."""

from __future__ import annotations

from datetime import date, datetime

from unbroken.core.days import FIRST_INSTANT, LocalDays, instant_of
from unbroken.engine.results import Owner


def days_of(owner: Owner, tz: str | None = None) -> LocalDays:
    """An owner's local days: over their timeline, or in the one zone that is named."""
    if tz is not None:
        from unbroken.engine.zones import zone_named

        return LocalDays(((FIRST_INSTANT, zone_named(tz)),), owner.day_start)
    entries = ((instant_of(each.effective_from), each.timezone) for each in owner.timezones)
    return LocalDays(tuple(entries), owner.day_start)


def today_of(owner: Owner, now: datetime) -> date:
    """The owner's local day at `now`."""
    return date.fromordinal(days_of(owner).date_at(instant_of(now)))


def zone_of(owner: Owner, now: datetime) -> str:
    """The zone in which the owner is at `now`."""
    return days_of(owner).zone_at(instant_of(now))
