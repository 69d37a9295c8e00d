"""How much of a streak's unit a timer has measured (docs/domain.md 9). Pure."""

from __future__ import annotations

from typing import Final

from unbroken.core.amounts import ONE

LONGEST: Final = 16 * 3600
"""Seconds after which a timer that still runs was most likely forgotten."""

_SECOND: Final = 1
_MINUTE: Final = 60
_HOUR: Final = 3600
_UNITS: Final = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), _SECOND),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), _MINUTE),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), _HOUR),
}
"""By what a unit is called: its seconds. `m` is not among them, since it may be metres."""
_STEPS: Final = {_SECOND: (1, ONE), _MINUTE: (60, ONE), _HOUR: (36, ONE // 100)}
"""By the seconds of a unit: the seconds that are told apart, and what each of them is, in
thousandths of the unit.
"""


def measures_time(unit: str | None) -> bool:
    """Whether a unit is one of time."""
    return _seconds_of(unit) is not None


def measured(seconds: int, unit: str | None) -> int:
    """What is logged for so many seconds, in thousandths of a unit of time.

    Whole seconds or minutes, or hundredths of an hour: the nearest, and at least one of them.
    """
    step, worth = _STEPS[_seconds_of(unit) or _SECOND]
    return max((2 * seconds + step) // (2 * step), 1) * worth


def _seconds_of(unit: str | None) -> int | None:
    return None if unit is None else _UNITS.get(unit.casefold().rstrip("."))
