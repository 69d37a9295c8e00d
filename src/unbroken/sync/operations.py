"""One change of one register, with the time that orders it among those of all machines."""

from __future__ import annotations

from unbroken.core.typing import Any, NamedTuple


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
