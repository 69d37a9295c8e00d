"""Instants for what is known only by its date, or by what a clock showed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.instants import Instant, moment_of, rfc3339
from unbroken.core.local_days import FIRST_DAY, LAST_DAY, Day, LocalDays, instant_at
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context


def moment_in(zone: str, wall: datetime) -> datetime:
    """The first moment at which the clocks of a zone show a time, given without one.

    Raises Refusal where they were moved past it.
    """
    if not FIRST_DAY - 1 <= wall.toordinal() <= LAST_DAY + 1:
        return wall.replace(tzinfo=UTC)  # which no activity can be of either
    seconds = wall.hour * 3600 + wall.minute * 60 + wall.second
    at, is_shown = instant_at(Day(wall.toordinal()), seconds, zone)
    if not is_shown:
        said = f"{wall:%Y-%m-%d %H:%M} did not exist in {zone}: the clocks were moved past it."
        raise Refusal(ErrorCode.BAD_TIME, said)
    return moment_of(at) + timedelta(microseconds=wall.microsecond)


class OwnersMoments:
    """An owner's instants for civil dates, as RFC 3339."""

    def __init__(self, days: LocalDays, now: Instant) -> None:
        self._days = days
        self._now = now
        self._today = days.date_at(now)

    def on(self, day: date) -> str | None:
        """Noon of a date, or now if it is today's and to come; None outside 1970 to today."""
        return self.at(day, 12, 0, 0)

    def at(self, day: date, hour: int, minute: int, second: int) -> str | None:
        """A wall time of a date in the owner's zone, or now if it is today's and to come."""
        wanted = Day(day.toordinal())
        if not FIRST_DAY <= wanted <= min(self._today, LAST_DAY):
            return None
        seconds = hour * 3600 + minute * 60 + second
        zone = self._days.zone_at(instant_at(wanted, seconds, "UTC")[0])
        at = instant_at(wanted, seconds, zone)[0]
        zone = self._days.zone_at(at)
        return rfc3339(max(min(instant_at(wanted, seconds, zone)[0], self._now), Instant(0)))


def moments(context: Context, caller: Caller) -> OwnersMoments:
    """What an importer of another tracker's file needs to know of the owner's time."""
    return OwnersMoments(context.owner(caller).days, context.now())
