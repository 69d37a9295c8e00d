"""What a timer has measured, in the streak's unit."""

from __future__ import annotations

import pytest

from unbroken.core.timing import measured, measures_time


@pytest.mark.parametrize(
    ("seconds", "unit", "logged"),
    [
        (0, "min", 1000),
        (29, "min", 1000),
        (89, "min", 1000),
        (90, "min", 2000),
        (25 * 60 + 29, "Minutes", 25_000),
        (26 * 3600, "mins", 1_560_000),
        (0, "h", 10),
        (1800, "h", 500),
        (2400, "hours", 670),
        (5400, "hr", 1500),
        (0, "s", 1000),
        (61, "sec.", 61_000),
    ],
)
def test_the_amount(seconds: int, unit: str, logged: int) -> None:
    assert measures_time(unit)
    assert measured(seconds, unit) == logged


@pytest.mark.parametrize("unit", [None, "", "m", "pages", "km", "days"])
def test_other_units_are_no_time(unit: str | None) -> None:
    assert not measures_time(unit)
