"""Values as they are stored, checked as they are read: what this program never wrote is damage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import cache, lru_cache
from itertools import islice
from types import NoneType
from zoneinfo import ZoneInfo

from unbroken.core.errors import RESTORE, Unreadable
from unbroken.core.instants import DAY_SECONDS, LAST_INSTANT, MICROSECONDS
from unbroken.core.local_days import EPOCH_DAY, Day, day_of
from unbroken.core.typing import Any, Final, TypeVar

Row = dict[str, Any]
"""The columns of a row by name."""

_YEAR: Final = 366
_FIRST_DAY: Final = _YEAR
_LAST_DAY: Final = date.max.toordinal() - _YEAR
_EARLIEST: Final = (_FIRST_DAY - EPOCH_DAY) * DAY_SECONDS * MICROSECONDS
_LATEST: Final = (_LAST_DAY - EPOCH_DAY) * DAY_SECONDS * MICROSECONDS
"""A year inside what dates can be: the days around a stored one are reckoned with too."""
_FIRST_GIVEN: Final = EPOCH_DAY - _YEAR
_LAST_GIVEN: Final = EPOCH_DAY + LAST_INSTANT // (DAY_SECONDS * MICROSECONDS) + _YEAR
"""A year outside of what people can give, whatever their zone: days are walked one by one."""
_MOST: Final = 1 << 62
ZONE: Final = "(SELECT z.name FROM zones z WHERE z.id = timezone)"
"""The name of a log's time zone, in a query of few `logs`: they have its number."""
LOG_RECORD: Final = (
    f"id, enrolment_id, activity_at, {ZONE} AS timezone, local_date, value, note,"
    " unique_identifier, recorded_at, metadata, reference"
)
"""All columns of a log, in such a query."""
_OCTETS: Final = 16
_LENGTH: Final = 36
"""Of a UUID, and of its text."""
_DASHES: Final = (8, 13, 18, 23)
_DIGITS: Final = [place for place in range(_LENGTH) if place not in _DASHES]
"""Where these stand in that."""
_FEW: Final = 16
"""Ids that are read faster one by one."""


Types = tuple[tuple[type, ...], ...]
"""What the columns of a query may be, in its order."""
TEXT: Final = (str,)
WHOLE: Final = (int,)
MAYBE_TEXT: Final = (str, NoneType)
MAYBE_WHOLE: Final = (int, NoneType)
_CALLED: Final[dict[tuple[type, ...], str]] = {
    TEXT: "text",
    WHOLE: "whole number",
}

Key = TypeVar("Key")
Value = TypeVar("Value")


class Known(dict[Key, Value]):
    """What is stored, by its id: other rows refer to nothing else, or the file is damaged."""

    def __missing__(self, key: Key) -> Value:
        raise Unreadable("a row refers to another that is not there")


class Garbled(bytes):
    """The octets of a stored text that is not UTF-8."""


def decoded(stored: bytes) -> str | Garbled:
    """A stored text, or its octets where it is none."""
    try:
        return stored.decode()
    except UnicodeDecodeError:
        return Garbled(stored)


def check_types(row: Sequence[Any], types: Types) -> None:
    """Raises Unreadable where a column is of another type than its table gives it.

    The tables are strict, so only a fault of the disk brings such a thing about.
    """
    if _is_so(tuple(map(type, row)), types):
        return
    for value, wanted in zip(row, types, strict=True):
        if type(value) not in wanted:
            said = "nothing" if value is None else f"“{str(value)[:20]}”"
            raise Unreadable(f"{said} is no {_CALLED[wanted[:1]]}")


@cache
def _is_so(found: tuple[type, ...], types: Types) -> bool:
    """Whether columns of these types are of those that they may be; there are few kinds of rows."""
    return all(each in wanted for each, wanted in zip(found, types, strict=True))


def typed(rows: list[tuple[Any, ...]], types: Types) -> list[tuple[Any, ...]]:
    """Rows of a query, as they are. Raises Unreadable where one is not of the types it must be."""
    columns = zip(zip(*rows, strict=True), types, strict=True) if rows else ()
    if not all({*map(type, column)}.issubset(wanted) for column, wanted in columns):
        for row in rows:
            check_types(row, types)
    return rows


@lru_cache(8192)  # the same days come again for each streak
def stored_day(text: str) -> Day:
    """A local date that people gave, as it is stored. Raises Unreadable where it is none."""
    return _day(text, _FIRST_GIVEN, _LAST_GIVEN)


def judged_day(text: str) -> Day:
    """A local date that was judged, as it is stored. Raises Unreadable where it is none.

    A period of a thousand years may begin and end far from all that was done.
    """
    return _day(text, _FIRST_DAY, _LAST_DAY)


def _day(text: str, first: int, last: int) -> Day:
    try:
        day = day_of(text)
    except (TypeError, ValueError):
        day = None
    if day is None or not first < day < last:
        raise Unreadable(f"“{str(text)[:20]}” is no date")
    return day


def check_instants(*stored: int | None) -> None:
    """Raises Unreadable for an instant that no calendar has a date for."""
    for at in stored:
        if at is not None and not (type(at) is int and _EARLIEST < at < _LATEST):
            raise Unreadable(f"{str(at)[:20]} is no instant")


def check_numbers(*stored: int) -> None:
    """Raises Unreadable for a stored number that no counting and no adding up comes to."""
    for number in stored:
        if not (type(number) is int and 0 <= number < _MOST):
            raise Unreadable(f"{str(number)[:20]} is no number of what was done")


def stored_amount(text: str) -> int:
    """A number of what was done that stands in a text. Raises Unreadable where it is none."""
    if not (text.isdecimal() and int(text) < _MOST):
        raise Unreadable(f"{text[:20]} is no number of what was done")
    return int(text)


def optional_day(text: str | None) -> Day | None:
    """A local date as it is stored, or None where there is none."""
    return None if text is None else stored_day(text)


def check_zone(name: str, advice: str = RESTORE) -> None:
    """Raises Unreadable, with `advice`, for a stored zone that the zone data does not have."""
    try:
        ZoneInfo(name)
    except (LookupError, TypeError, ValueError, OSError):
        raise Unreadable(f"“{str(name)[:40]}” is no time zone known here", advice) from None


def stored_object(text: str) -> dict[str, Any]:
    """A JSON object as it is stored. Raises Unreadable where it is none."""
    import json  # most rows have none

    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Unreadable(f"“{text[:20]}” is no object")
    return found


def stored_id(log_id: Any) -> Any:
    """The id of a log as it is stored: as octets where `read_id` makes the same text of them."""
    try:
        digits = log_id.replace("-", "")
        octets = bytes.fromhex(digits)
    except (AttributeError, ValueError):
        return log_id
    is_uuid = (
        len(log_id) == _LENGTH
        and len(octets) == _OCTETS
        and log_id[8] == log_id[13] == log_id[18] == log_id[23] == "-"
        and octets.hex() == digits
    )
    return octets if is_uuid else log_id


def read_id(stored: Any) -> Any:
    """The id of a log as everybody knows it; what is none, in a damaged file, is as it is."""
    if type(stored) is not bytes or len(stored) != _OCTETS:
        return stored
    digits = stored.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def stored_ids(log_ids: Sequence[Any]) -> list[Any]:
    """The same for many, mostly UUIDs: at once, which takes a fifth of the time."""
    if {*map(type, log_ids)} == {str} and {*map(len, log_ids)} == {_LENGTH}:
        whole = "".join(log_ids)
        digits = whole.replace("-", "")
        dashes = "-" * len(log_ids)
        if len(digits) == 2 * _OCTETS * len(log_ids) and all(
            whole[place::_LENGTH] == dashes for place in _DASHES
        ):
            with suppress(ValueError):
                octets = bytes.fromhex(digits)
                if octets.hex() == digits:
                    return [octets[at : at + _OCTETS] for at in range(0, len(octets), _OCTETS)]
    return [*map(stored_id, log_ids)]


def read_ids(stored: Sequence[Any]) -> list[Any]:
    """What `read_id` makes of many, at once, too."""
    if len(stored) < _FEW or not are_octets(stored):
        return [*map(read_id, stored)]
    digits = b"".join(stored).hex().encode()
    text = bytearray(b"-" * _LENGTH * len(stored))
    for digit, place in enumerate(_DIGITS):
        text[place::_LENGTH] = digits[digit :: 2 * _OCTETS]
    whole = text.decode()
    return [whole[at : at + _LENGTH] for at in range(0, len(whole), _LENGTH)]


def stored_log(row: Row, zone_key: Callable[[str], int]) -> Row:
    """Columns of a log as they are stored, but for days."""
    row = dict(row)
    if "id" in row:
        row["id"] = stored_id(row["id"])
    if "timezone" in row:
        row["timezone"] = zone_key(row["timezone"])
    return row


def are_octets(stored: Sequence[Any]) -> bool:
    """Whether ids, as they are stored, are all octets of UUIDs."""
    return {*map(type, stored)} == {bytes} and {*map(len, stored)} == {_OCTETS}


def batched(items: Iterable[Any], size: int = 500) -> Iterator[list[Any]]:
    """Lists of at most `size` items: a statement takes only so many parameters."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def marks(count: int) -> str:
    """The parameter marks of a list: `?, ?, ?`."""
    return ", ".join("?" * count)
