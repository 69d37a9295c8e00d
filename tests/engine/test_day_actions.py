"""Logging on days, and skipping them or not, as a calendar asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from unbroken.core.errors import Refusal
from unbroken.engine.api import Engine
from unbroken.engine.day_actions import SkipTurn, log_on, turn_skip

FIRST = date(2026, 3, 1)
"""Today; the others are counted from it."""


def day(number: int) -> date:
    """A day by how far it is from the first one."""
    return FIRST + timedelta(number)


def skipped(engine: Engine) -> list[tuple[str | None, int, int | None]]:
    """What is skipped: the streak, and its days by their numbers."""
    return [
        (
            each.activity_type,
            (each.first_day - FIRST).days,
            (each.last_day - FIRST).days if each.last_day else None,
        )
        for each in engine.skips()
    ]


@pytest.mark.parametrize(
    ("before", "streak", "days", "turned", "after"),
    [
        ([], "a", (0, 0), SkipTurn.SKIPPED, [("a", 0, 0)]),
        ([], None, (0, 2), SkipTurn.SKIPPED, [(None, 0, 2)]),
        ([("a", 0, 2)], "a", (1, 1), SkipTurn.COUNTING, [("a", 0, 0), ("a", 2, 2)]),
        ([("a", 0, 0), ("a", 1, 1)], "a", (0, 1), SkipTurn.COUNTING, []),
        ([("a", 0, 0)], "a", (0, 1), SkipTurn.SKIPPED, [("a", 0, 0), ("a", 0, 1)]),
        ([(None, 0, 2)], "a", (1, 1), SkipTurn.FOR_ALL, [(None, 0, 2)]),
        ([(None, 0, 2)], None, (1, 1), SkipTurn.COUNTING, [(None, 0, 0), (None, 2, 2)]),
        ([("a", 0, 0)], None, (0, 0), SkipTurn.SKIPPED, [("a", 0, 0), (None, 0, 0)]),
        ([("a", 0, 0), (None, 0, 0)], "a", (0, 0), SkipTurn.COUNTING, [(None, 0, 0)]),
        ([("b", 0, 0)], "a", (0, 0), SkipTurn.SKIPPED, [("b", 0, 0), ("a", 0, 0)]),
        ([(None, 0, 0)], "a", (0, 1), SkipTurn.SKIPPED, [(None, 0, 0), ("a", 0, 1)]),
    ],
)
def test_days_are_skipped_or_not(
    opened: Callable[..., Engine],
    before: list[tuple[str | None, int, int]],
    streak: str | None,
    days: tuple[int, int],
    turned: SkipTurn,
    after: list[tuple[str | None, int, int | None]],
) -> None:
    engine = opened()
    for name in ("a", "b"):
        engine.add(name)
    for whose, first, last in before:
        engine.skip(whose, day(first), day(last))
    assert turn_skip(engine, streak, day(days[0]), day(days[1])) is turned
    assert sorted(skipped(engine), key=str) == sorted(after, key=str)


def test_a_paused_streak_is_not_skipped_as_well(opened: Callable[..., Engine]) -> None:
    engine = opened()
    engine.add("Gym")
    engine.pause("gym")
    with pytest.raises(Refusal, match="Gym is paused and rests already; resume it"):
        turn_skip(engine, "gym", FIRST, day(3))
    assert skipped(engine) == [("gym", 0, None)]
    assert turn_skip(engine, "gym", day(-1), FIRST) is SkipTurn.SKIPPED
    assert turn_skip(engine, None, FIRST, FIRST) is SkipTurn.SKIPPED


def test_a_day_is_logged_at_its_noon_and_today_for_now(opened: Callable[..., Engine]) -> None:
    engine = opened()
    engine.add("Walk")
    assert log_on(engine, "walk", day(-1), None).log.activity_at == datetime(
        2026, 2, 28, 12, tzinfo=UTC
    )
    assert log_on(engine, "walk", FIRST, None).log.activity_at == engine.clock()
    with pytest.raises(Refusal, match="That day has not come yet"):
        log_on(engine, "walk", day(1), None)


def test_a_day_that_never_was_takes_no_log(opened: Callable[..., Engine]) -> None:
    engine = opened()
    engine.add("Walk")
    engine.edit_owner(engine.owner().name, tz="Pacific/Apia", always=True)
    with pytest.raises(Refusal, match="There was no such day"):
        log_on(engine, "walk", date(2011, 12, 30), None)
    assert engine.history() == []
