"""How a month is told in words and numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from unbroken.tui.model.calendar_cursor import months_on
from unbroken.tui.model.calendar_words import range_words, short_number


@pytest.mark.parametrize(
    ("value", "cells", "told"),
    [
        ("22", 4, "22"),
        ("42.5", 4, "42.5"),
        ("42.55", 4, "42.6"),
        ("1234", 4, "1.2k"),
        ("12345", 4, "12k"),
        ("999.999", 4, "1000"),
        ("1000000000", 4, "1.0G"),
        ("1234", 10, "1,234"),
    ],
)
def test_amounts_in_few_cells(value: str, cells: int, told: str) -> None:
    assert short_number(Decimal(value), cells) == told
    assert len(told) <= cells


@pytest.mark.parametrize(
    ("day", "by", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), -1, date(2025, 12, 31)),
        (date(1970, 1, 5), -1, date(1970, 1, 5)),
        (date(2100, 12, 5), 12, date(2100, 12, 5)),
    ],
)
def test_months_on(day: date, by: int, then: date) -> None:
    assert months_on(day, by) == then


def test_a_range_in_words() -> None:
    assert range_words(date(2026, 11, 3), date(2026, 11, 3)) == "1 day marked"
    assert range_words(date(2026, 10, 30), date(2026, 11, 3)) == "5 days marked"
