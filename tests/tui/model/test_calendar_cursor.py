"""Moving about in the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from unbroken.tui.model.calendar_cursor import day_after_move, within_reach

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("way", "in_month", "in_year"),
    [
        ("left", "2026-11-20", "2026-11-20"),
        ("right", "2026-11-22", "2026-11-22"),
        ("up", "2026-11-14", "2026-10-21"),
        ("down", "2026-11-28", "2026-12-21"),
        ("back", "2026-10-21", "2025-11-21"),
        ("on", "2026-12-21", "2027-11-21"),
    ],
)
def test_a_move(way: str, in_month: str, in_year: str) -> None:
    assert day_after_move(TODAY, way, yearly=False) == date.fromisoformat(in_month)
    assert day_after_move(TODAY, way, yearly=True) == date.fromisoformat(in_year)


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2026-11-21", "2026-11-21"),
        ("1969-12-31", "1970-01-01"),
        ("2026-12-31", "2026-12-31"),
        ("2027-01-01", "2026-12-31"),
    ],
)
def test_what_cannot_be_shown_gives_way_to_the_nearest_day(day: str, shown: str) -> None:
    assert within_reach(date.fromisoformat(day), TODAY) == date.fromisoformat(shown)
