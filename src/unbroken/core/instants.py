"""Instants: points in time, as microseconds since 1970 (docs/domain.md 2.1).

An instant and a civil date (`local_days.Day`) are different types, so that the type checker keeps
them apart.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from unbroken.core.typing import NewType

Instant = NewType("Instant", int)
"""Microseconds since 1970-01-01T00:00Z."""
MICROSECONDS = 1_000_000
MILLISECOND = 1000
"""Microseconds of a second and of a millisecond."""
DAY_SECONDS = 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_INSTANT = Instant(0)
LAST_INSTANT = Instant(4_133_980_800 * MICROSECONDS - 1)
"""The last microsecond of the year 2100: what lies outside is refused when it is recorded."""
NAIVE_EPOCH = EPOCH.replace(tzinfo=None)


def instant_of(moment: datetime) -> Instant:
    """The instant of an aware time; exact to the microsecond."""
    delta = moment - EPOCH
    return Instant((delta.days * DAY_SECONDS + delta.seconds) * MICROSECONDS + delta.microseconds)


def moment_of(at: Instant) -> datetime:
    """An instant as an aware time in UTC."""
    return EPOCH + timedelta(microseconds=at)


def optional_moment(at: Instant | None) -> datetime | None:
    """An instant as an aware time, or None."""
    return None if at is None else moment_of(at)


def rfc3339(at: Instant) -> str:
    """An instant as RFC 3339 in UTC, with a fraction only where it is not zero."""
    second, fraction = divmod(at, MICROSECONDS)
    day, second = divmod(second, DAY_SECONDS)
    whole = _date_text(day) + _time_text(second)
    return f"{whole}.{fraction:06d}".rstrip("0") + "Z" if fraction else whole + "Z"


@lru_cache(maxsize=8192)
def _date_text(day: int) -> str:
    """The date so many days after 1970-01-01: a whole history has few of them."""
    return (date(1970, 1, 1) + timedelta(days=day)).isoformat()


@lru_cache(maxsize=8192)
def _time_text(second: int) -> str:
    """The time so many seconds into a day: a whole history has few of them, too."""
    minute = second // 60
    return f"T{minute // 60:02}:{minute % 60:02}:{second % 60:02}"
