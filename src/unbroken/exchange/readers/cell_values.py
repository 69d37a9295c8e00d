"""Values of foreign cells, whatever type they turn out to have."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final

from unbroken.core.local_days import EPOCH_DAY

_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?", re.ASCII)
_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)


def number(cell: object) -> Decimal | None:
    """A finite number, or None for anything else (truth values included)."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int):
        return Decimal(cell) if -(10**30) < cell < 10**30 else None
    if isinstance(cell, Decimal):
        return cell if cell.is_finite() and abs(cell.adjusted()) < 100 else None
    if isinstance(cell, float):
        cell = repr(cell)
    if isinstance(cell, str) and len(cell) <= 64:
        text = cell.strip()
        return Decimal(text) if _NUMBER.fullmatch(text) else None
    return None


def whole(cell: object, default: int | None = None) -> int | None:
    """A whole number of at most 18 digits, or `default`."""
    found = number(cell)
    if found is None or abs(found) >= 10**18 or found != int(found):
        return default
    return int(found)


def text(cell: object) -> str:
    """Text as it stands; a number in its digits; nothing for anything else."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        return str(cell)
    return ""


def plain(value: Decimal) -> int | Decimal:
    """The number as a JSON reader gives it: whole numbers as int, no needless zeros."""
    return int(value) if value == int(value) else value.normalize()


def day_of(cell: object) -> date | None:
    """The date of a `YYYY-MM-DD`."""
    match = _DAY.fullmatch(cell) if isinstance(cell, str) else None
    return civil(int(match[1]), int(match[2]), int(match[3])) if match else None


def civil(year: int | None, month: int | None, day: int | None) -> date | None:
    """The date of three numbers, or None where there is none."""
    if year is None or month is None or day is None or not 1 <= year <= 9999:
        return None
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def epoch_day(number_of_days: int | None) -> date | None:
    """The date so many days after 1970-01-01."""
    if number_of_days is None or not 1 <= number_of_days + EPOCH_DAY <= date.max.toordinal():
        return None
    return date.fromordinal(number_of_days + EPOCH_DAY)


def hex_color(cell: object) -> str | None:
    """`#rrggbb` in lower case, or None; Android's signed ARGB numbers are understood."""
    if isinstance(cell, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", cell):
        return cell.lower()
    argb = whole(cell)
    if argb is None or not -(2**31) <= argb < 2**32 or not argb & 0xFF000000:
        return None
    return f"#{argb & 0xFFFFFF:06x}"
