"""What a timer has measured, in the streak's unit."""

from __future__ import annotations

import pytest

from unbroken.core.amounts import AmountError
from unbroken.core.timing import amount_in, measured, measures_time


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


@pytest.mark.parametrize(
    ("text", "unit", "thousandths"),
    [
        ("20", "min", 20_000),
        ("20min", "min", 20_000),
        (" 20 Min ", "min", 20_000),
        ("12,5 km", "km", 12_500),
        ("1e3", "km", 1_000_000),
        ("1h", "min", 60_000),
        ("1h30", "min", 90_000),
        ("1h 20min", "min", 80_000),
        ("1 h 20 m", "h", 1_333),
        ("1 h 5 m", "min", 65_000),
        ("1.5 hours", "minutes", 90_000),
        ("45s", "min", 750),
        ("20m", "h", 333),
        ("1s", "h", 1),
    ],
)
def test_an_amount_with_its_unit(text: str, unit: str, thousandths: int) -> None:
    assert amount_in(text, unit) == thousandths


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("5m", "km"),
        ("20 pages", "min"),
        ("20min", None),
        ("min", "min"),
        ("-5 min", "min"),
        ("0h0", "min"),
        ("1h60", "min"),
        ("999999999h", "min"),
        ("", "min"),
    ],
)
def test_what_is_no_amount_of_it(text: str, unit: str | None) -> None:
    with pytest.raises(AmountError):
        amount_in(text, unit)
