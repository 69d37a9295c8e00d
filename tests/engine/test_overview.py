"""The last periods of streaks, as the app shows them in a strip."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hand_clock import Hand
from unbroken.engine.api import Engine

COUNT = 14
STATES = {"met": "m", "missed": "x", "open": "o", "partial": "p", "skipped": "s", "none": "-"}


def strip(engine: Engine, streak_id: str) -> str:
    """The states as letters."""
    return "".join(STATES[state] for state in engine.recent([streak_id], COUNT)[streak_id].states)


@pytest.mark.parametrize(
    ("rules", "days", "shown"),
    [
        ({}, [5, 4, 3, 1, 0], "xxxxxxxxmmmxmm"),
        ({"schedule": ["monday", "friday"]}, [27, 26], "xxxxxxmxxxxxxx"),
        (
            {"aggregation_period": "weekly", "aggregation_target_value": 2},
            [20, 19, 6],
            "xxxxxxxxxxxmxp",
        ),
        ({"aggregation_period": "monthly"}, [90, 31, 0], "---------xmmxm"),
        ({"every": 3}, [9, 6, 0], "xxxxxxxxxxmmxm"),
        ({"goal": "at_most"}, [2, 2], "mmmmmmmmmmmxmo"),
    ],
)
def test_the_last_periods(
    engine: Engine, clock: Hand, rules: dict[str, Any], days: list[int], shown: str
) -> None:
    """Whatever a period is; they are those that the calendar has of the same days."""
    today = date(2026, 3, 1)
    clock.forward(days=-100)
    streak = engine.add("X", **rules)
    clock.forward(days=100)
    for ago in days:
        engine.log("x", at=clock() - timedelta(days=ago))
    recent = engine.recent([streak.id], COUNT)[streak.id]
    assert strip(engine, streak.id) == shown
    periods = engine.periods("x", today - timedelta(days=1400), today)[streak.id]
    past = [each.state for each in periods if each.first_day <= today]
    assert list(recent.states) == past[-COUNT:]
    assert recent.states[-1] == past[-1]
    assert recent.today == Decimal(1 if 0 in days else 0)


def test_a_period_met_shows_at_once(engine: Engine, clock: Hand) -> None:
    streak = engine.add("X")
    assert strip(engine, streak.id) == "-------------o"
    engine.log("x")
    assert strip(engine, streak.id) == "-------------m"
    clock.forward(days=2)
    assert strip(engine, streak.id) == "-----------mxo"
    engine.skip("x", date(2026, 3, 2))
    assert strip(engine, streak.id) == "-----------mso"


def test_several_at_once_and_none_of_others(engine: Engine) -> None:
    ids = [engine.add(name).id for name in ("a", "b", "c")]
    assert engine.recent(ids[:2], COUNT).keys() == set(ids[:2])
    assert engine.recent(["nothing"], COUNT) == {}
    engine.archive("a")
    assert len(engine.recent(ids, COUNT)[ids[0]].states) == COUNT
