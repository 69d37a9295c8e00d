"""Dates as people and programs write them, with the day or the month first.

Whether `1/2/2021` is in January or in February, only a whole file can tell: a number above 12 in
any of its dates decides for all of them. Where none does, dots mean that the day comes first, as
everywhere where dates are written with dots, and other signs that the month does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from unbroken.exchange.contract import DAY_FIRST, MONTH_FIRST, DateOrder
from unbroken.exchange.readers import cell_values

_YEAR_FIRST: Final = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})", re.ASCII)
_DIGITS: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})", re.ASCII)
_YEAR_LAST: Final = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})", re.ASCII)
_NAMED: Final = re.compile(
    r"(?:([0-9]{1,2})\.? )?([a-z]{3})[a-z]*\.?(?: ([0-9]{1,2}))?,? ([0-9]{4})", re.ASCII
)
_MONTHS: Final = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
_LAST_OF_2000S: Final = 69
"""Two digits up to here are a year of the 2000s, others of the 1900s (POSIX `%y`)."""
_LONGEST: Final = 40


class Doubt(NamedTuple):
    """A date that nothing in its file decides, and how it was read."""

    example: str
    day: date
    order: DateOrder
    mixed: bool
    """Whether other dates of the file have the day first, and yet others the month."""


class WrittenDates:
    """The dates of one file; `order` is the user's word on those that can be read two ways."""

    def __init__(self, cells: Iterable[str], order: DateOrder | None = None) -> None:
        self._days: dict[str, date | None] = {}
        self._strict = order is not None
        unsure: list[str] = []
        found: set[DateOrder] = set()
        for cell in dict.fromkeys(cells):
            parts = _parts(cell)
            if parts is None:
                self._days[cell] = _certain(cell)
                continue
            first, second, _ = parts
            unsure.append(cell)
            if first > 12 >= second:
                found.add(DAY_FIRST)
            elif second > 12 >= first:
                found.add(MONTH_FIRST)
        decided = order or (found.copy().pop() if len(found) == 1 else None)
        default: DateOrder = DAY_FIRST if any("." in cell for cell in unsure) else MONTH_FIRST
        self.order: DateOrder = decided or default
        """How the dates were read that can be read two ways."""
        self.doubt: Doubt | None = None
        """The first date that nothing decides; none where something does."""
        for cell in unsure:
            day = self._days[cell] = self._read(cell)
            first, second, _ = _parts(cell) or (0, 0, 0)
            open_to_doubt = first != second and first <= 12 and second <= 12
            if decided is None and self.doubt is None and day is not None and open_to_doubt:
                self.doubt = Doubt(cell.strip(), day, self.order, len(found) > 1)

    def day(self, cell: str) -> date | None:
        """The date in one of the cells; None where there is none."""
        return self._days.get(cell)

    def _read(self, cell: str) -> date | None:
        parts = _parts(cell)
        if parts is None:
            return None
        first, second, year = parts
        if self.order == DAY_FIRST:
            first, second = second, first
        if first > 12 and not self._strict:  # it can only be meant the other way
            first, second = second, first
        return cell_values.civil(year, first, second)


def is_date(cell: str) -> bool:
    """Whether a cell holds a date, in whatever order."""
    if _certain(cell) is not None:
        return True
    return any(WrittenDates([cell], order).day(cell) for order in (DAY_FIRST, MONTH_FIRST))


def _word(cell: str) -> str:
    """A date without the time behind it."""
    return re.split(r"[ T]", cell.strip()[:_LONGEST], maxsplit=1)[0].rstrip(".,")


def _parts(cell: str) -> tuple[int, int, int] | None:
    """The two numbers whose order must be known, and the year."""
    match = _YEAR_LAST.fullmatch(_word(cell))
    if match is None:
        return None
    year = int(match[4])
    if len(match[4]) == 2:
        year += 2000 if year <= _LAST_OF_2000S else 1900
    return int(match[1]), int(match[3]), year


def _certain(cell: str) -> date | None:
    """A date that can be read in one way only."""
    word = _word(cell)
    match = _YEAR_FIRST.fullmatch(word)
    if match:
        return cell_values.civil(int(match[1]), int(match[3]), int(match[4]))
    match = _DIGITS.fullmatch(word)
    if match:
        return cell_values.civil(int(match[1]), int(match[2]), int(match[3]))
    match = _NAMED.fullmatch(" ".join(cell[:_LONGEST].casefold().split()))
    if match and match[2] in _MONTHS and (match[1] is None) != (match[3] is None):
        month = _MONTHS.index(match[2]) + 1
        return cell_values.civil(int(match[4]), month, int(match[1] or match[3]))
    return None
