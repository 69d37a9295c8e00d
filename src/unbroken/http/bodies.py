"""Queries and bodies as typed values, and answers as JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, TypeVar

import msgspec
from starlette.datastructures import QueryParams

from unbroken.core.json_shapes import members_of
from unbroken.http.faults import Fault, Place, Problem, invalid

Value = TypeVar("Value", bound=msgspec.Struct)

_AT: Final = re.compile(r"^(?P<message>.*?)(?: - at `(?P<place>[^`]*)`)?$", re.DOTALL)
_MISSING: Final = re.compile(r"missing required field `(\w+)`")
_STEP: Final = re.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")
_decoders: Final[dict[type[msgspec.Struct], msgspec.json.Decoder[Any]]] = {}


def read_body(kind: type[Value], data: bytes) -> Value:
    """The body of a request. Raises Fault (422), naming the place of what will not do."""
    decoder = _decoders.get(kind)
    if decoder is None:
        decoder = _decoders[kind] = msgspec.json.Decoder(kind)
    try:
        found: Value = decoder.decode(data)
    except msgspec.ValidationError as error:
        raise _problem("body", str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise invalid(("body",), f"That is no JSON: {error}.", "json_invalid") from None
    return found


def read_query(kind: type[Value], given: bytes) -> Value:
    """What stands behind the question mark; what is not known there is left alone."""
    try:
        return msgspec.convert(dict(QueryParams(given)) if given else {}, kind, strict=False)
    except msgspec.ValidationError as error:
        raise _problem("query", str(error)) from None


def _problem(part: str, text: str) -> Fault:
    found = _AT.match(text)
    message, steps = (text, "") if found is None else (found["message"], found["place"] or "")
    place: Place = (part, *(_step(name, number) for name, number in _STEP.findall(steps)))
    missing = _MISSING.search(message)
    if missing is not None:
        return invalid((*place, missing[1]), "Field required", "missing")
    return Fault(422, "invalid", message, problems=(Problem(place, message, "value_error"),))


def _step(name: str, number: str) -> str | int:
    return name or (int(number) if number.isdigit() else number)


def _plain(value: Any) -> Any:
    """What the engine answers, as JSON has it."""
    if isinstance(value, MappingProxyType):
        return dict(value)
    if isinstance(value, str):  # a member of an enumeration
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be answered.")


_encoder: Final = msgspec.json.Encoder(decimal_format="number", enc_hook=_plain)


def json_bytes(value: Any) -> bytes:
    """An answer as JSON: instants in UTC with `Z`, amounts exact."""
    return _encoder.encode(value)


def camel(name: str) -> str:
    """A name as the family of records writes it: `streakId`."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def camel_record(value: Any) -> Any:
    """A result of the engine as `plain` has it, its keys as the family of records writes them."""
    return _camel(plain(value))


def _camel(value: Any) -> Any:
    if isinstance(value, dict):
        return {camel(name): _camel(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_camel(each) for each in value]
    return value


def plain(value: Any) -> Any:
    """A result of the engine as objects and lists, with the keys of docs/interfaces.md 2."""
    if hasattr(value, "_fields"):
        return {name: plain(each) for name, each in members_of(value)}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Decimal):
        whole = value.to_integral_value()
        return int(whole) if whole == value else value.normalize()
    return value
