"""Amounts with their units: as a timer has measured them (docs/domain.md 9), and as people write
them. Pure.
"""

from __future__ import annotations

from unbroken.core.amounts import ONE, decimal_of, thousandths
from unbroken.core.typing import Final

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
_CLOCKED: Final = r"(\d{1,6}) ?h ?([0-5]?\d) ?(?:m|min)?"
_WITH_UNIT: Final = r"(.*[\d.,])\s?([^\d.,\s].*)"
_STEPS: Final = {_SECOND: (1, ONE), _MINUTE: (60, ONE), _HOUR: (36, ONE // 100)}
"""By the seconds of a unit: the seconds that are told apart, and what each of them is, in
thousandths of the unit.
"""


def measures_time(unit: str | None) -> bool:
    """Whether a unit is one of time."""
    return _seconds_of(unit) is not None


def amount_in(text: str, unit: str | None) -> int:
    """The thousandths of a unit that a person writes, with the unit or without: `20`, `20 min`.

    A unit of time takes any other: `1h30` and `1.5 h` are 90 min; the nearest thousandth is meant.
    Raises AmountError for what is not such an amount.
    """
    import re  # most commands read no amount

    said = text.strip()
    match = re.fullmatch(_WITH_UNIT, said, re.ASCII)
    if match is None or unit is None:
        return thousandths(said)
    number, written = match[1], match[2].casefold()
    of_unit, of_written = _seconds_of(unit), _MINUTE if written == "m" else _seconds_of(written)
    clocked = re.fullmatch(_CLOCKED, said.casefold(), re.ASCII)
    if written == unit.casefold() and (of_unit is None or not clocked):
        return thousandths(number)
    if of_unit is None or (of_written is None and clocked is None):
        return thousandths(said)
    if clocked:
        seconds = ONE * (int(clocked[1]) * _HOUR + int(clocked[2]) * _MINUTE)
    else:
        seconds = thousandths(number) * (of_written or 0)
    nearest = max((2 * seconds + of_unit) // (2 * of_unit), 1) if seconds else 0
    return thousandths(str(decimal_of(nearest)))  # which refuses what is too large


def measured(seconds: int, unit: str | None) -> int:
    """What is logged for so many seconds, in thousandths of a unit of time.

    Whole seconds or minutes, or hundredths of an hour: the nearest, and at least one of them.
    """
    step, worth = _STEPS[_seconds_of(unit) or _SECOND]
    return max((2 * seconds + step) // (2 * step), 1) * worth


def is_least(seconds: int, unit: str | None) -> bool:
    """Whether so few seconds are logged as more than the nearest, since less cannot be."""
    step, _ = _STEPS[_seconds_of(unit) or _SECOND]
    return 2 * seconds < step


def _seconds_of(unit: str | None) -> int | None:
    return None if unit is None else _UNITS.get(unit.casefold().rstrip("."))
