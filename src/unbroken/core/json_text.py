"""Answers as JSON (docs/interfaces.md 2): exact amounts, instants in UTC, nothing left out.

Text is exact too, whatever it is: what could steer a terminal is written as an escape.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from itertools import chain, islice
from json.encoder import JSONEncoder, encode_basestring, encode_basestring_ascii
from types import NoneType

from unbroken.core.json_shapes import members_of
from unbroken.core.text import escaped
from unbroken.core.typing import Any, Final

_NO_LISTS: Final = (str, int, NoneType, Decimal, date, Mapping)
_PLAIN: Final = frozenset((str, int, bool, NoneType))
"""What Python's own encoder, which is several times faster, writes as it is written here."""
_AT_ONCE: Final = 100
"""Items of a list that are given to it at once."""


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


def _plain_texts(values: list[Any], between: str, item: str) -> str:
    """The texts of objects with nothing in them but what Python's own encoder may write, or none.

    It writes what is `between` two items of the list between two members of an object as well, and
    a line end nowhere else.
    """
    if not all(type(each) is dict and each for each in values):
        return ""
    if not _PLAIN.issuperset(map(type, chain.from_iterable(each.values() for each in values))):
        return ""
    text = _encoder(between).encode(values)
    if not text.replace(between, "").isprintable():
        return ""
    opening, closing = "{" + between[1:], item[1:] + "}"
    within = text[2:-2].replace(f"}}{between}{{", closing + item + opening)
    return opening + within + closing


@cache
def _encoder(between: str) -> JSONEncoder:
    """Python's own, with so much between two members."""
    return JSONEncoder(ensure_ascii=False, separators=(between, ": "))


def _is_list(value: Any) -> bool:
    return not isinstance(value, _NO_LISTS) and not hasattr(value, "_fields")


def _list(values: Iterable[Any], indent: int | None, line: str, quote: Any) -> Iterator[str]:
    inner, between = _layout(indent, line)
    opening = "[" + inner
    is_fast = indent is not None and quote is encode_basestring
    items = iter(values)
    while batch := list(islice(items, _AT_ONCE)):
        quick = _plain_texts(batch, _layout(indent, inner)[1], between) if is_fast else ""
        for text in [quick] if quick else (_text(each, indent, inner, quote) for each in batch):
            yield opening + text
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
