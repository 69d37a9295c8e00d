"""JSON files, read with care: what a reader might misunderstand is refused."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from unbroken.exchange.base import ExchangeError
from unbroken.exchange.textfile import check, first_lines, reason

LONGEST_NUMBER: Final = 40
LARGEST_EXPONENT: Final = 30
DEEPEST: Final = 64


class _Refused(ValueError):
    """A part of a document that is refused; the message ends the sentence."""


def load(path: Path) -> Any:
    """The document in a UTF-8 JSON file; numbers with a point are exact decimals.

    Raises ExchangeError for a key given twice, NaN and infinities, numbers beyond all use, deep
    nesting, and for what is not JSON at all.
    """
    check(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
        document = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=_float,
            parse_int=_int,
        )
    except UnicodeDecodeError as error:
        raise ExchangeError(f"“{path.name}” is not UTF-8 text.") from error
    except OSError as error:
        raise ExchangeError(f"“{path.name}” cannot be read: {reason(error)}.") from error
    except json.JSONDecodeError as error:
        place = f"“{path.name}”, line {error.lineno}, column {error.colno}"
        raise ExchangeError(f"{place}: this is not JSON ({error.msg}).") from error
    except RecursionError as error:
        raise ExchangeError(f"“{path.name}” is nested too deeply.") from error
    except _Refused as error:
        raise ExchangeError(f"“{path.name}” {error}.") from error
    if _deeper_than(document, DEEPEST):
        raise ExchangeError(f"“{path.name}” is nested too deeply.")
    return document


def glance(path: Path) -> Any:
    """The document for recognising it, or None where it cannot be read as JSON."""
    start = "".join(first_lines(path, 20)).lstrip()[:1]
    if start not in ("{", "["):
        return None
    try:
        return load(path)
    except ExchangeError:
        return None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
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


def _deeper_than(document: Any, most: int) -> bool:
    level = [document]
    for _ in range(most):
        inner: list[Any] = []
        for node in level:
            if isinstance(node, dict):
                inner.extend(v for v in node.values() if isinstance(v, dict | list))
            elif isinstance(node, list):
                inner.extend(v for v in node if isinstance(v, dict | list))
        if not inner:
            return False
        level = inner
    return True
