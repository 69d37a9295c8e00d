"""Single fields of an interchange document, of any section.

Each is read with the place at which it stands, such as `streaks[0]`, and refused naming it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from functools import lru_cache
from uuid import UUID

from unbroken.core.amounts import LARGEST, ONE, AmountError, thousandths
from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.instants import FIRST_INSTANT, LAST_INSTANT, Instant, instant_of
from unbroken.core.local_days import Day, day_of
from unbroken.core.rule_validation import can_be_day, check_whole
from unbroken.core.rules import LARGEST_COUNT
from unbroken.core.text import one_line
from unbroken.core.typing import Any, Final, NoReturn, TypeVar

Read = TypeVar("Read")

_PLAIN_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII).fullmatch
"""As ids are written here: to take them apart and write them again takes ten times as long."""


def refuse_at(place: str, message: str) -> NoReturn:
    """Refuses a document for what stands at a place in it."""
    raise Refusal(
        ErrorCode.BAD_DOCUMENT, f"{place}: {one_line(message).rstrip('.')}. Nothing was imported."
    )


def refuse_twice(place: str, own: str) -> NoReturn:
    """Refuses a document for an id that stands there twice."""
    refuse_at(f"{place}.id", f"{own} stands there twice")


def checked_at(place: str, name: str, read: Callable[[], Read]) -> Read:
    """Reads something; a refusal of it names the place."""
    try:
        return read()
    except Refusal as error:
        refuse_at(f"{place}.{name}", error.message)


def objects_in(
    place: str, given: dict[str, Any], name: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a list, each with its place; of a list that is left out there are none."""
    where = f"{place}.{name}" if place else name
    items = given.get(name, [])
    if not isinstance(items, list):
        refuse_at(where, "must be a list")
    for number, item in enumerate(items):
        here = f"{where}[{number}]"
        yield here, object_at(here, item)


def object_at(place: str, item: Any) -> dict[str, Any]:
    """An object without the fields that are null: they are as good as left out."""
    if not isinstance(item, dict):
        refuse_at(place, "must be an object")
    if None in item.values():
        return {name: value for name, value in item.items() if value is not None}
    return item


def id_in(place: str, given: dict[str, Any]) -> str | None:
    """The UUID of an object, if it has one."""
    value = given.get("id")
    if value is None:
        return None
    if isinstance(value, str) and _PLAIN_UUID(value):
        return value
    try:
        return str(UUID(value))
    except (ValueError, AttributeError, TypeError):
        refuse_at(f"{place}.id", "must be a UUID")


def text_in(place: str, given: dict[str, Any], name: str, default: str) -> str:
    """A text as it stands."""
    value = given.get(name)
    if value is None:
        return default
    if not isinstance(value, str):
        refuse_at(f"{place}.{name}", "must be text")
    return value


def whole_in(
    place: str, given: dict[str, Any], name: str, least: int = 0, most: int = LARGEST_COUNT
) -> int:
    """A whole number; one that may be 0 is 0 where it is left out."""
    value = given.get(name)
    if value is None and least == 0:
        return 0
    if value is None:
        refuse_at(f"{place}.{name}", "is missing")
    return checked_at(place, name, lambda: check_whole(name, value, least, most))


_MISSING: Final = Instant(-1)


def instant_in(place: str, given: dict[str, Any], name: str, default: Any = _MISSING) -> Any:
    """An RFC 3339 instant; without a default it must be there."""
    value = given.get(name)
    if value is None:
        if default is _MISSING:
            refuse_at(f"{place}.{name}", "is missing")
        return default
    has_offset = True
    try:
        if len(value) == 20 and value[10] == "T" and value[19] == "Z":
            at = Instant(_midnight(value[:10]) + _after_midnight(value[10:]))
        else:
            moment = datetime.fromisoformat(value)
            at = instant_of(moment.astimezone(UTC))
            has_offset = moment.tzinfo is not None
    except (ValueError, TypeError, OverflowError):
        refuse_at(f"{place}.{name}", "must be an instant such as 2026-03-31T08:00:00Z")
    if not has_offset:
        refuse_at(f"{place}.{name}", "must say its offset, such as Z")
    if not FIRST_INSTANT <= at <= LAST_INSTANT:
        refuse_at(f"{place}.{name}", "must lie in the years 1970 to 2100")
    return at


@lru_cache(maxsize=8192)
def _midnight(text: str) -> Instant:
    """The instant at which a date begins in UTC: a history has few. Raises ValueError."""
    return instant_of(datetime.combine(date.fromisoformat(text), time(), UTC))


@lru_cache(maxsize=8192)
def _after_midnight(text: str) -> Instant:
    """The instant at which a time such as `T08:00:00Z` comes in 1970-01-01. Raises ValueError."""
    return instant_of(datetime.fromisoformat(f"1970-01-01{text}"))


_day_of: Final = lru_cache(maxsize=8192)(day_of)


def day_in(place: str, given: dict[str, Any], name: str) -> Day | None:
    """A date, if there is one."""
    value = given.get(name)
    if value is None:
        return None
    try:
        day = _day_of(value)
    except (ValueError, TypeError):
        refuse_at(f"{place}.{name}", "must be a date such as 2026-03-31")
    if not can_be_day(day):
        refuse_at(f"{place}.{name}", "must lie in the years 1970 to 2100")
    return day


def amount_in(place: str, given: dict[str, Any], name: str, *, zero_allowed: bool = False) -> int:
    """An amount in thousandths; it must be there."""
    value = given.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value * ONE <= LARGEST:
        return value * ONE
    if value is None:
        refuse_at(f"{place}.{name}", "is missing")
    if isinstance(value, bool | list | dict | str):
        refuse_at(f"{place}.{name}", "must be a number")
    try:
        return thousandths(str(value), zero_allowed=zero_allowed)
    except AmountError as error:
        refuse_at(f"{place}.{name}", str(error))
