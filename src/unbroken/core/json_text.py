"""Answers as JSON (docs/interfaces.md 2): exact amounts, instants in UTC, nothing left out.

Text is exact too, whatever it is: what could steer a terminal is written as an escape.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from json.encoder import encode_basestring, encode_basestring_ascii

from unbroken.core.json_shapes import members_of
from unbroken.core.text import escaped
from unbroken.core.typing import Any


def json_text(value: Any, *, indent: int | None = None, ascii_only: bool = False) -> str:
    """One JSON document. With `indent` it is laid out over lines, in the order given."""
    return "".join(json_pieces(value, indent=indent, ascii_only=ascii_only))


def json_pieces(
    value: Any, *, indent: int | None = None, ascii_only: bool = False
) -> Iterator[str]:
    """One JSON document piece by piece, for one that is too long to hold at once."""
    quote = encode_basestring_ascii if ascii_only else encode_basestring
    return _pieces(value, indent, "\n", quote)


def instant_text(moment: datetime) -> str:
    """RFC 3339 in UTC with `Z`, with a fraction only where it is not zero."""
    text = moment.astimezone(UTC).replace(tzinfo=None).isoformat()
    return (text.rstrip("0") if "." in text else text) + "Z"


def number_text(amount: Decimal) -> str:
    """An amount exactly as it is, without an exponent and without needless zeros."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _pieces(value: Any, indent: int | None, line: str, quote: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield escaped(quote(_whole(value)))
    elif value is None or value is True or value is False:
        yield {None: "null", True: "true", False: "false"}[value]
    elif isinstance(value, int):
        yield str(value)
    elif isinstance(value, Decimal):
        yield number_text(value)
    elif isinstance(value, datetime):
        yield f'"{instant_text(value)}"'
    elif isinstance(value, date):
        yield f'"{value.isoformat()}"'
    elif isinstance(value, Mapping):
        yield from _object(value.items(), indent, line, quote)
    elif hasattr(value, "_fields"):
        yield from _object(members_of(value), indent, line, quote)
    else:
        yield from _list(value, indent, line, quote)


def _object(
    pairs: Iterable[tuple[str, Any]], indent: int | None, line: str, quote: Any
) -> Iterator[str]:
    inner, between = _layout(indent, line)
    opening = "{" + inner
    for name, value in pairs:
        yield f"{opening}{quote(name)}: "
        yield from _pieces(value, indent, inner, quote)
        opening = between
    yield "{}" if opening is not between else (line if indent is not None else "") + "}"


def _list(values: Iterable[Any], indent: int | None, line: str, quote: Any) -> Iterator[str]:
    inner, between = _layout(indent, line)
    opening = "[" + inner
    for value in values:
        yield opening
        yield from _pieces(value, indent, inner, quote)
        opening = between
    yield "[]" if opening is not between else (line if indent is not None else "") + "]"


def _layout(indent: int | None, line: str) -> tuple[str, str]:
    """What stands before the first item, and between two."""
    if indent is None:
        return "", ", "
    inner = line + " " * indent
    return inner, "," + inner


def _whole(text: str) -> str:
    """Text that UTF-8 can carry."""
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text
