"""Answers as JSON (docs/interfaces.md 2): exact amounts, instants in UTC, nothing left out.

Text is exact too, whatever it is: what could steer a terminal is written as an escape.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from json.encoder import encode_basestring, encode_basestring_ascii
from types import NoneType

from unbroken.core.json_shapes import members_of
from unbroken.core.text import escaped
from unbroken.core.typing import Any, Final

_NO_LISTS: Final = (str, int, NoneType, Decimal, date, Mapping)


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
    """A document piece by piece: what is in its own lists is a piece each."""
    if not isinstance(value, Mapping):
        yield _text(value, indent, line, quote)
        return
    inner, between = _layout(indent, line)
    opening = "{" + inner
    for name, member in value.items():
        yield f"{opening}{quote(name)}: "
        if _is_list(member):
            yield from _list(member, indent, inner, quote)
        else:
            yield _text(member, indent, inner, quote)
        opening = between
    yield "{}" if opening is not between else (line if indent is not None else "") + "}"


def _text(value: Any, indent: int | None, line: str, quote: Any) -> str:
    if isinstance(value, str):
        return escaped(quote(_whole(value)))
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, datetime):
        return f'"{instant_text(value)}"'
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    if _is_list(value):
        return "".join(_list(value, indent, line, quote))
    inner, between = _layout(indent, line)
    pairs = value.items() if isinstance(value, Mapping) else members_of(value)
    members = between.join(
        [f"{quote(name)}: {_text(member, indent, inner, quote)}" for name, member in pairs]
    )
    return f"{{{inner}{members}{line if indent is not None else ''}}}" if members else "{}"


def _is_list(value: Any) -> bool:
    return not isinstance(value, _NO_LISTS) and not hasattr(value, "_fields")


def _list(values: Iterable[Any], indent: int | None, line: str, quote: Any) -> Iterator[str]:
    inner, between = _layout(indent, line)
    opening = "[" + inner
    for value in values:
        yield opening + _text(value, indent, inner, quote)
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
