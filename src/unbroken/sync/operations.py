"""One change of one register, with the time that orders it among those of all machines.

That time is of a hybrid logical clock: the wall clock, as long as that does not stand behind what
was seen.
"""

from __future__ import annotations

from unbroken.core.typing import Any, Final, NamedTuple

_MOST: Final = 0xFFFF
"""How many stamps share a millisecond; the next one takes the next millisecond."""
_MILLISECONDS: Final = 12
_WIDTH: Final = 16
"""Hexadecimal digits of a stamp's time, and of that with its counter."""


class Stamp(NamedTuple):
    """The time of an operation by a hybrid logical clock; of two the greater tuple is the later."""

    milliseconds: int
    """Since 1970 in UTC, by a clock that never goes back."""
    counter: int
    """Counts what happened in the same millisecond."""
    device: str
    """The id of the device that did it; settles what else would be equal."""


class Operation(NamedTuple):
    """A register of a record got a value (docs/sync.md)."""

    stamp: Stamp
    kind: str
    """Of which kind the record is."""
    key: str
    """Which record of that kind."""
    register: str
    """What of the record is settled by itself."""
    value: Any
    """Anything that JSON can say."""


class Clock(NamedTuple):
    """The latest time that a device has given or seen."""

    milliseconds: int = 0
    counter: int = 0

    def tick(self, wall: int) -> Clock:
        """The next time: that of the wall clock in milliseconds, or just after the latest seen."""
        if wall > self.milliseconds:
            return Clock(wall, 0)
        if self.counter == _MOST:
            return Clock(self.milliseconds + 1, 0)
        return Clock(self.milliseconds, self.counter + 1)

    def seen(self, stamp: Stamp) -> Clock:
        """The clock after a stamp of another device was read: no later one is before it."""
        return max(self, Clock(stamp.milliseconds, stamp.counter))


def stamp_text(stamp: Stamp) -> str:
    """A stamp as text that sorts as stamps do."""
    return f"{stamp.milliseconds:012x}{stamp.counter:04x}{stamp.device}"


def stamp_of(text: str) -> Stamp:
    """The stamp of such a text."""
    return Stamp(int(text[:_MILLISECONDS], 16), int(text[_MILLISECONDS:_WIDTH], 16), text[_WIDTH:])
