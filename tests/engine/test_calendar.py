"""The days of all streaks together."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hand_clock import Hand
from unbroken.engine.api import Engine

NOON = datetime.fromisoformat("2026-03-01T12:00:00+00:00")


TWO_A_MONTH: dict[str, Any] = {
    "aggregation_period": "monthly",
    "aggregation_method": "days",
    "aggregation_target_value": 2,
}


def days(engine: Engine, month: int = 3) -> str:
    """The days of a month as letters."""
    letters = {"met": "m", "missed": "x", "partial": "p", "open": "o", "skipped": "s"}
    found = (each for each in engine.calendar(year=2026, month=month) if each.in_month)
    return "".join(letters.get(each.state, "-") for each in found)


def test_an_open_month_misses_no_day(clock: Hand, engine: Engine) -> None:
    engine.add("Walk")
    engine.add("Call", **TWO_A_MONTH)
    for day in range(5):
        clock.forward(days=bool(day))
        if day != 2:
            engine.log("walk")
    engine.log("call")
    assert days(engine) == "mmxmm" + 26 * "-"
    found = {each.date.day: each for each in engine.calendar() if each.in_month}
    assert (found[1].value, found[1].target) == (1, 1)
    assert (found[3].value, found[3].target) == (0, 1)
    assert (found[5].value, found[5].target) == (1, 1)  # today as on the days before it
    assert (found[6].value, found[6].target) == (0, None)
    clock.forward(days=1)
    engine.log("call")
    met = {each.date.day: (each.value, each.target) for each in engine.calendar() if each.in_month}
    assert [met[day] for day in (3, 5, 6, 7)] == [(1, 2), (2, 2), (1, 2), (0, None)]


def test_a_missed_month_asks_for_nothing_before_it_began_or_on_a_skipped_day(
    clock: Hand, engine: Engine
) -> None:
    clock.forward(days=9)
    engine.add("Call", **TWO_A_MONTH)
    engine.add("Walk", starts_on=date(2026, 3, 10))
    engine.skip(None, date(2026, 3, 20), date(2026, 3, 26))
    for day in range(22):
        if not 20 <= 10 + day <= 26:
            engine.log("walk")
        clock.forward(days=1)
    assert clock() == NOON + timedelta(31)
    assert days(engine) == 9 * "-" + 10 * "p" + 7 * "s" + 5 * "p"
