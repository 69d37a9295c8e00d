"""Days in words."""

from __future__ import annotations

from datetime import date

from unbroken.wording.dates import city, day_and_month, long_day, month_name, short_day

DAY = date(2026, 11, 21)


def test_days() -> None:
    assert long_day(DAY) == long_day(DAY, 2026) == "Saturday 21 November"
    assert long_day(DAY, 2025) == "Saturday 21 November 2026"
    assert day_and_month(DAY) == day_and_month(DAY, 2026) == "Sat 21 Nov"
    assert day_and_month(DAY, 2025) == "Sat 21 Nov 2026"
    assert short_day(DAY) == "Sat 2026-11-21"
    assert month_name(DAY) == "November"


def test_places() -> None:
    assert city("America/Argentina/Buenos_Aires") == "Buenos Aires"
    assert city("UTC") == "UTC"
