"""JSON files, read with care: what a reader might misunderstand is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from pathlib import Path
from types import NoneType
from typing import Any, Final

from unbroken.exchange.contract import ExchangeError
from unbroken.exchange.readers.text_file import check, first_lines, reason

LONGEST_NUMBER: Final = 40
LARGEST_EXPONENT: Final = 30
DEEPEST: Final = 64
MOST_VALUES: Final = 10_000_000

_REPEATED: Final = frozenset({"activity_type", "owner_id", "timezone", "local_date", "day"})
"""The keys of an interchange document, and of trackers', whose texts many objects share."""


class _Refused(ValueError):
    """A part of a document that is refused; the message ends the sentence."""


class TooDeep(ValueError):
    """A document with values that lie too deep in each other."""


def load(path: Path) -> Any:
    """The document in a UTF-8 JSON file; numbers with a point are exact decimals.

    Raises ExchangeError for a key given twice, NaN and infinities, numbers beyond all use, deep
    nesting, and for what is not JSON at all.
    """
    known = _READ.get()
    if known is not None and path in known:
        return known[path]
    document = _read(path)
    if known is not None:
        known[path] = document
    return document


@contextmanager
def reading_once() -> Iterator[None]:
    """Inside it a file is read only once, however many importers look at it."""
    before = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(before)


_READ: Final[ContextVar[dict[Path, Any] | None]] = ContextVar("read", default=None)


def _read(path: Path) -> Any:
    check(path)
    try:
        document = json.loads(
            _text(path),
            object_pairs_hook=_Objects(),
            **NUMBERS,
        )
        check_depth([document], DEEPEST)
    except UnicodeDecodeError as error:
        raise ExchangeError(f"“{path.name}” is not UTF-8 text.") from error
    except OSError as error:
        raise ExchangeError(f"“{path.name}” cannot be read: {reason(error)}.") from error
    except json.JSONDecodeError as error:
        place = f"“{path.name}”, line {error.lineno}, column {error.colno}"
        raise ExchangeError(f"{place}: this is not JSON ({error.msg}).") from error
    except (RecursionError, TooDeep) as error:
        raise ExchangeError(f"“{path.name}” is nested too deeply.") from error
    except _Refused as error:
        raise ExchangeError(f"“{path.name}” {error}.") from error
    return document


def _text(path: Path) -> str:
    """The text of a file, unless it holds so many values that there is no memory for them."""
    text = path.read_bytes().decode("utf-8-sig")
    ValueCount().count_in(text)
    return text


class ValueCount:
    """Counts the values in pieces of a text."""

    def __init__(self) -> None:
        self._count = 0

    def count_in(self, text: str) -> None:
        """Counts those of a piece in. Raises ValueError where there are too many."""
        self._count += sum(map(text.count, ",[{"))
        if self._count > MOST_VALUES:
            raise _Refused(f"holds too many values; the most is {MOST_VALUES:,}")


def glance(path: Path) -> Any:
    """The document for recognising it, or None where it cannot be read as JSON."""
    start = "".join(first_lines(path, 20)).lstrip()[:1]
    if start not in ("{", "["):
        return None
    try:
        return load(path)
    except ExchangeError:
        return None


def items(holder: Mapping[str, Any], part: str) -> list[Any]:
    """The list that an object holds by that name; an empty one where it holds something else."""
    held = holder.get(part)
    return held if isinstance(held, list) else []


def objects(holder: Mapping[str, Any], part: str) -> list[dict[str, Any]]:
    """The objects in the list that an object holds by that name."""
    return [each for each in items(holder, part) if isinstance(each, dict)]


class _Objects:
    """Makes the objects; texts that occur in many of them are kept once.

    Ids and instants occur once or twice, so that keeping them apart would cost more than it saves.
    """

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        known = self._known
        found = {
            key: known.setdefault(value, value)
            if key in _REPEATED and type(value) is str
            else value
            for key, value in pairs
        }
        if len(found) != len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    raise _Refused(f"has the key “{key[:40]}” twice in one place")
                seen.add(key)
        return found


def _constant(word: str) -> Any:
    raise _Refused(f"holds {word}, which is not a number")


def _float(digits: str) -> Decimal:
    exponent = digits.lower().partition("e")[2]
    if len(digits) > LONGEST_NUMBER or (exponent and abs(int(exponent)) > LARGEST_EXPONENT):
        raise _Refused(f"holds a number beyond all use ({digits[:12]}…)")
    return Decimal(digits)


def _int(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise _Refused(f"holds a number beyond all use ({digits[:12]}…)")
    return int(digits)


NUMBERS: Final[dict[str, Any]] = {
    "parse_constant": _constant,
    "parse_float": _float,
    "parse_int": _int,
}
"""How numbers are read; each raises ValueError for what no number is to be."""


_NESTS: Final = (dict, list)
_PLAIN: Final = frozenset((str, int, bool, NoneType, Decimal))


def check_depth(values: list[Any], most: int) -> None:
    """Raises TooDeep where more objects and lists than so many lie in each other in a value."""
    level = values
    for _ in range(most):
        inner: list[Any] = []
        for node in level:
            held = node.values() if isinstance(node, dict) else node
            if isinstance(node, _NESTS) and not _PLAIN.issuperset(map(type, held)):
                inner.extend(each for each in held if isinstance(each, _NESTS))
        if not inner:
            return
        level = inner
    raise TooDeep
