"""The clock that the engine is given. Nothing else reads the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Answers the current time as an aware time."""


def system_clock() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


def fixed_clock(moment: datetime) -> Clock:
    """A clock that stands still."""
    return lambda: moment
