"""How a streak stands, in words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from unbroken.core.results import TaskProgress
from unbroken.wording.status import count_texts, still_asked


def test_counts() -> None:
    assert count_texts(3, 2, 1, 0) == ("3 done", "2 left", "1 now", "0 missed")


@pytest.mark.parametrize(
    ("goal", "unit", "target", "value", "said"),
    [
        ("at_least", "pages", 20, 14, "14 of 20 pages today, 6 pages to go."),
        ("at_least", "pages", 20, 19, "19 of 20 pages today, 1 to go."),
        ("at_least", "pages", 20, 20, "20 of 20 pages today, done."),
        ("at_least", "pages", 20, 25, "25 pages today, more than 20: done."),
        ("at_least", None, 1, 2, "2 today, more than 1: done."),
        ("at_most", "coffees", 0, 1, "1 today: over the limit."),
        ("at_least", None, 3, 2, "2 of 3 today, 1 to go."),
        ("at_most", "coffees", 2, 0, "0 of at most 2 coffees today, room for 2 more."),
        ("at_most", "coffees", 2, 1, "1 of at most 2 coffees today, room for 1 more."),
        ("at_most", "coffees", 2, 2, "2 of at most 2 coffees today, no room for more."),
        ("at_most", "coffees", 2, 3, "3 coffees today, more than 2: over the limit."),
        ("at_most", None, 0, 0, "none today."),
    ],
)
def test_one_of_a_unit_is_never_called_several(
    goal: str, unit: str | None, target: int, value: int, said: str
) -> None:
    done, asked, day = Decimal(value), Decimal(target), date(2026, 11, 21)
    met = done >= asked if goal == "at_least" else done <= asked
    at = datetime(2026, 11, 21, tzinfo=UTC)
    rest = max(asked - done, Decimal(0))
    task = TaskProgress(done, asked, goal, unit, met, rest, "daily", day, day, at, at, 0)
    assert still_asked(task) == said
