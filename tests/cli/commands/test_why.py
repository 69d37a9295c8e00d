"""why: of a past day its period is judged, however the day is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cli.conftest import Unbroken

Answered = Callable[..., Any]


@pytest.fixture
def gym(unbroken: Unbroken) -> None:
    unbroken("add", "Gym", "--period", "weekly", "--target", "2", "--starts-on", "2026-02-23")
    unbroken("log", "gym", "--at", "2026-03-03 12:00")


@pytest.mark.usefixtures("gym")
@pytest.mark.parametrize("day", ["2026-03-04", "8 days ago", "3 mar", "2026-03-08"])
def test_a_day_is_named_by_its_place_or_its_option(
    unbroken: Unbroken, answered: Answered, day: str
) -> None:
    told = answered("why", "gym", "--at", day)
    assert told["title"].startswith("Gym was missed in the time from Monday 2 March to Sunday 8")
    assert told == answered("why", "gym", day) == answered("why", "--at", day, "gym")
    assert told != answered("why", "gym")
    assert unbroken("why", "gym", "--at", day).out.splitlines()[0] == told["title"]


@pytest.mark.usefixtures("gym")
def test_what_is_no_one_day_is_refused(unbroken: Unbroken) -> None:
    twice = unbroken("why", "gym", "2026-03-04", "--at", "today")
    assert (twice.code, twice.err) == (2, "Name one day: as the second word, or by --at DAY.\n")
    assert unbroken("why", "gym", "--at", "soon").code == 1
