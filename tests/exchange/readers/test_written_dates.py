"""Dates with the day or the month first."""

from __future__ import annotations

from datetime import date

import pytest

from unbroken.exchange.contract import DAY_FIRST, MONTH_FIRST, DateOrder
from unbroken.exchange.readers.written_dates import Doubt, WrittenDates, is_date


def days(*cells: str, order: DateOrder | None = None) -> list[str | None]:
    dates = WrittenDates(cells, order)
    return [None if day is None else day.isoformat() for day in map(dates.day, cells)]


def test_one_number_decides_for_all() -> None:
    assert days("1/2/2021", "13/2/2021") == ["2021-02-01", "2021-02-13"]
    assert days("1/2/2021", "2/13/2021") == ["2021-01-02", "2021-02-13"]
    assert days("01.02.21", "02.13.21") == ["2021-01-02", "2021-02-13"]
    assert WrittenDates(["1/2/2021", "13/2/2021"]).doubt is None


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("1/2/2021", MONTH_FIRST, date(2021, 1, 2)),
        ("1-2-2021", MONTH_FIRST, date(2021, 1, 2)),
        ("1.2.21", DAY_FIRST, date(2021, 2, 1)),
        ("01.02.1999 08:00", DAY_FIRST, date(1999, 2, 1)),
    ],
)
def test_where_nothing_decides(cell: str, order: DateOrder, day: date) -> None:
    dates = WrittenDates([cell, "5/5/2021"])
    assert dates.doubt == Doubt(cell, day, order, False)
    assert WrittenDates(["5/5/2021", "2021-01-02"]).doubt is None


def test_the_user_decides() -> None:
    assert days("1/2/2021", order=DAY_FIRST) == ["2021-02-01"]
    assert days("1.2.2021", "2.13.2021", order=DAY_FIRST) == ["2021-02-01", None]
    assert days("1/2/2021", "13/2/2021", order=MONTH_FIRST) == ["2021-01-02", None]
    assert WrittenDates(["1/2/2021"], DAY_FIRST).doubt is None


def test_a_file_that_mixes_them() -> None:
    assert days("13/2/2021", "2/13/2021", "1/2/2021") == ["2021-02-13", "2021-02-13", "2021-01-02"]
    doubt = WrittenDates(["13/2/2021", "2/13/2021", "1/2/2021"]).doubt
    assert doubt == Doubt("1/2/2021", date(2021, 1, 2), MONTH_FIRST, True)
    assert WrittenDates(["13/2/2021", "2/13/2021"]).doubt is None


@pytest.mark.parametrize(
    "cell",
    [
        *("2021-02-01", "2021-2-1", "2021/02/01", "2021.2.1", "20210201", " 2021-02-01 08:00 "),
        *("2021-02-01T23:59:59Z", "1 Feb 2021", "1. February 2021", "Feb 1, 2021", "FEB. 1 2021"),
    ],
)
def test_dates_without_a_doubt(cell: str) -> None:
    dates = WrittenDates([cell])
    assert (dates.day(cell), dates.doubt) == (date(2021, 2, 1), None)
    assert is_date(cell)


@pytest.mark.parametrize(
    "cell",
    [
        *("", "x", "13/13/2021", "0/1/2021", "1/2-2021", "2021-13-01", "1 Foo 2021", "Feb 2021"),
        *("1 Feb 2 2021", "12", "1/2/021", "30/2/2021", "\u0661/2/2021", "9" * 9999),
    ],
)
def test_what_is_no_date(cell: str) -> None:
    assert WrittenDates([cell]).day(cell) is None
    assert not is_date(cell)
