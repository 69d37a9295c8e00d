"""Which daily copies are kept: the newest of seven days, four weeks and twelve months."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from unbroken.core.typing import Any, Final

_DAYS: Final = 7
_WEEKS: Final = 4
_MONTHS: Final = 12


def kept(days: Iterable[date]) -> set[date]:
    """The days, of those that have a copy, whose copy is kept."""
    newest_first = sorted(set(days), reverse=True)
    by_span: tuple[tuple[int, Callable[[date], Any]], ...] = (
        (_DAYS, lambda day: day),
        (_WEEKS, lambda day: day.isocalendar()[:2]),
        (_MONTHS, lambda day: (day.year, day.month)),
    )
    chosen: set[date] = set()
    for most, span_of in by_span:
        spans: dict[Any, date] = {}
        for day in newest_first:
            spans.setdefault(span_of(day), day)
        chosen.update(list(spans.values())[:most])
    return chosen
