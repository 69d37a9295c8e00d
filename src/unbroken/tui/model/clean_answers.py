"""What the engine answers, made harmless for a terminal: the one way of its text to the screen.

Text is cleaned when it is written, but what lies in the database may have come there another way:
in somebody else's copy, by another program, by a fault of the disk.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast

from unbroken.core.text import clean

Answer = TypeVar("Answer")

_PARAGRAPHS: Final = frozenset(("note",))
"""The fields that may have several lines."""
_TOLD_TO_NOBODY: Final = frozenset(("id", "unique_identifier"))
"""The fields that are never shown, and by which the engine is asked; so is every `…_id`."""
_NO_TEXT: Final = frozenset((int, bool, float, Decimal, date, datetime, timedelta, type(None)))


def cleaned(answer: Answer) -> Answer:
    """An answer with all its text cleaned; the same object where nothing had to be."""
    return cast("Answer", _cleaned(answer))


def _cleaned(value: Any) -> Any:
    if type(value) in _NO_TEXT:
        return value
    if isinstance(value, str):
        # an enumeration's member is of this program's own making
        return clean(value) if type(value) is str else value
    if isinstance(value, tuple):
        return _tuple(value)
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    if isinstance(value, dict | MappingProxyType):
        return type(value)({key: _cleaned(each) for key, each in value.items()})
    return value


def _tuple(value: tuple[Any, ...]) -> tuple[Any, ...]:
    """Looks at each part but those in which there is no text, which most are."""
    names = getattr(value, "_fields", None)
    after: list[Any] | None = None
    for at, each in enumerate(value):
        if type(each) in _NO_TEXT:
            continue
        new = _cleaned(each) if names is None else _field(names[at], each)
        if new is not each:
            after = list(value) if after is None else after
            after[at] = new
    if after is None:
        return value
    return tuple(after) if names is None else cast("Any", type(value))._make(after)


def _field(name: str, value: Any) -> Any:
    if name in _TOLD_TO_NOBODY or name.endswith("_id"):
        return value
    new = _cleaned(value)
    if type(new) is str and "\n" in new and name not in _PARAGRAPHS:
        return new.replace("\n", " ")
    return new
