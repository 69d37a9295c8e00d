"""How a streak stands: one reading for the app and the command line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from hand_clock import Hand
from unbroken.engine.api import Engine
from unbroken.engine.urgency import (
    DONE,
    LEFT,
    MISSED,
    NOW,
    RESTING,
    Place,
    Stand,
    arranged,
    closes_at,
    counts_of,
    stand_of,
)

TODAY = date(2026, 3, 1)
SKIPPED = Stand(RESTING, "skipped", "skipped")
LATER = Stand(RESTING, "off", "later")
LIMIT: dict[str, Any] = {"goal": "at_most", "aggregation_target_value": 2}
NONE: dict[str, Any] = {"goal": "at_most", "aggregation_target_value": 0}
TWICE: dict[str, Any] = {"aggregation_target_value": 2}
SOON: dict[str, Any] = {"starts_on": TODAY + timedelta(3)}


@pytest.mark.parametrize(
    ("rules", "logs", "stand", "skipped"),
    [
        ({}, 0, Stand(LEFT, "open"), SKIPPED),
        ({}, 1, Stand(DONE, "met"), Stand(DONE, "met")),
        (TWICE, 1, Stand(LEFT, "partial"), SKIPPED),
        ({**TWICE, "grace_periods": 1}, 1, Stand(LEFT, "partial"), SKIPPED),
        (LIMIT, 1, Stand(DONE, "met"), SKIPPED),
        (LIMIT, 2, Stand(DONE, "met"), SKIPPED),
        (LIMIT, 3, Stand(MISSED, "missed"), SKIPPED),
        (NONE, 0, Stand(DONE, "met"), SKIPPED),
        (NONE, 1, Stand(MISSED, "missed"), SKIPPED),
        ({**NONE, "grace_periods": 1}, 1, Stand(MISSED, "missed"), SKIPPED),
        ({"schedule": ["monday"]}, 0, Stand(RESTING, "off", "off"), Stand(RESTING, "off", "off")),
        (SOON, 0, LATER, LATER),
        ({**SOON, "schedule": ["monday"]}, 0, LATER, LATER),
        ({**SOON, **TWICE}, 1, Stand(LEFT, "partial"), SKIPPED),
        ({**SOON, **TWICE, "grace_periods": 1}, 1, Stand(LEFT, "partial"), SKIPPED),
        ({**SOON, **NONE}, 0, LATER, LATER),
        ({**SOON, **LIMIT}, 1, Stand(DONE, "met"), SKIPPED),
    ],
)
def test_how_a_streak_stands(
    engine: Engine, rules: dict[str, Any], logs: int, stand: Stand, skipped: Stand
) -> None:
    """An excused period is neither met nor missed, whatever a limit holds (docs/domain.md 4)."""
    engine.add("X", **rules)
    for _ in range(logs):
        engine.log("x")
    assert stand_of(engine.status()[0]) == stand
    engine.skip("x", TODAY)
    assert stand_of(engine.status()[0]) == skipped
    engine.pause("x")
    assert stand_of(engine.status()[0]).rests == "paused"
    engine.archive("x")
    assert stand_of(engine.status("x")[0]).rests == "archived"


def test_some_of_the_days_skipped_change_nothing(engine: Engine) -> None:
    engine.add("X", aggregation_period="weekly", **LIMIT)
    engine.skip("x", TODAY)
    assert stand_of(engine.status()[0]) == Stand(DONE, "met")
    engine.skip("x", TODAY - timedelta(6), TODAY)
    assert stand_of(engine.status()[0]) == SKIPPED


def test_what_begins_later_says_from_when(engine: Engine, clock: Hand) -> None:
    engine.add("X", **SOON)
    assert engine.status()[0].begins_on == SOON["starts_on"]
    clock.forward(days=3)
    assert engine.status()[0].begins_on is None
    assert stand_of(engine.status()[0]) == Stand(LEFT, "open")


def test_streaks_in_numbers(engine: Engine) -> None:
    for name, rules, logs in [
        ("Limit", LIMIT, 2),
        ("Too many", NONE, 1),
        ("Read", TWICE, 1),
        ("Walk", {}, 0),
        ("Done", {}, 1),
        ("Soon", SOON, 0),
    ]:
        engine.add(name, **rules)
        for _ in range(logs):
            engine.log(name)
    assert counts_of(engine.status()) == (2, 2, 0, 1)


@pytest.mark.parametrize(
    ("rules", "ago", "presses"),
    [
        ({}, [2, 1], datetime(2026, 3, 1, 18, tzinfo=UTC)),
        (
            {"schedule": ["friday", "saturday", "sunday"]},
            [2, 1],
            datetime(2026, 3, 1, 18, tzinfo=UTC),
        ),
        ({"every": 3}, [7, 4], datetime(2026, 3, 2, 6, tzinfo=UTC)),
        ({"aggregation_period": "weekly"}, [14, 7], datetime(2026, 3, 1, tzinfo=UTC)),
        ({"aggregation_period": "monthly"}, [60, 40, 20], datetime(2026, 3, 31, tzinfo=UTC)),
        ({}, [1], None),
        ({"grace_periods": 1}, [2, 1], None),
        ({"goal": "at_most", "aggregation_target_value": 1}, [2, 1], None),
    ],
)
def test_what_presses_now(
    engine: Engine, clock: Hand, rules: dict[str, Any], ago: list[int], presses: datetime | None
) -> None:
    """The last day of a period, less than a quarter of it or 4 hours of it, a chain of two or more;
    however much is at risk before (docs/design.md)."""
    noon = clock.moment
    clock.moment = noon - timedelta(ago[0])
    engine.add("X", **rules)
    for days in ago:
        clock.moment = noon - timedelta(days)
        engine.log("x")
    clock.moment = noon
    [enrolment] = engine.status()
    closes = closes_at(enrolment)
    task = enrolment.task_progress
    assert task is not None
    if presses is None:
        assert closes is None
        clock.moment = task.ends_at - timedelta(seconds=1)
        assert stand_of(engine.status()[0]).group != NOW
    else:
        assert closes == presses
        clock.moment = presses
        assert stand_of(engine.status()[0]).group == LEFT
        clock.moment += timedelta(seconds=1)
        assert stand_of(engine.status()[0]) == Stand(NOW, "now")
        assert counts_of(engine.status()) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("order", "listed"),
    [
        ("risk", [(NOW, "Run"), (LEFT, "yoga"), (LEFT, "Ärzte"), (DONE, "Zen")]),
        ("own", [("", "Zen"), ("", "Ärzte"), ("Body", "yoga"), ("Body", "Run")]),
        ("name", [("", "Ärzte"), ("", "Run"), ("", "yoga"), ("", "Zen")]),
    ],
)
def test_every_door_lists_in_the_same_order(order: str, listed: list[tuple[str, str]]) -> None:
    places = [
        *(Place("yoga", LEFT, "Body", None), Place("Zen", DONE, "", None)),
        *(Place("Run", NOW, "Body", None), Place("Ärzte", LEFT, "", None)),
    ]
    told = [(heading, place.name) for heading, place in arranged(places, order, lambda each: each)]
    assert told == listed


def test_what_closes_first_stands_first(engine: Engine) -> None:
    """Whatever is at stake: it is the one whose time runs out. What is done stays where it was."""
    for name in ("Year", "Month"):
        engine.add(name, aggregation_period=f"{name.lower()}ly")
    engine.add("Day")
    engine.add("Done")
    engine.log("done")
    listed = arranged(
        engine.status(),
        "risk",
        lambda each: Place(
            each.name, stand_of(each).group, "", each.task_progress and each.task_progress.ends_at
        ),
    )
    assert [each.name for _, each in listed] == ["Day", "Month", "Year", "Done"]
    assert [each.name for each in engine.due()] == ["Day", "Month", "Year"]
