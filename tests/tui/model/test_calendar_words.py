"""How a month is told in words and numbers."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from unbroken.engine.api import open_engine
from unbroken.tui.model.calendar_cursor import months_on
from unbroken.tui.model.calendar_page import load_calendar
from unbroken.tui.model.calendar_words import cell_words, range_words, short_number, unit_in_cells


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


@pytest.mark.parametrize(("cells", "told"), [(6, ["2 l", "2.25 l"]), (5, ["2", "2.25"])])
def test_the_days_of_a_page_have_their_unit_or_none(cells: int, told: list[str]) -> None:
    now = datetime(2026, 3, 21, 12, tzinfo=UTC)
    with closing(open_engine(":memory:", clock=lambda: now)) as engine:
        engine.add("Water", aggregation_method="sum", unit="l", aggregation_target_value=2)
        engine.log("water", 2)
        engine.log("water", "2.25", at=now - timedelta(1))
        page = load_calendar(engine, "water", now.date())
    days = [page.day(now.date()), page.day(now.date() - timedelta(1))]
    unit = unit_in_cells(page, cells)
    assert [cell_words(page, day, cells, unit) for day in days if day is not None] == told


def test_a_range_in_words() -> None:
    assert range_words(date(2026, 11, 3), date(2026, 11, 3)) == "1 day marked"
    assert range_words(date(2026, 10, 30), date(2026, 11, 3)) == "5 days marked"
