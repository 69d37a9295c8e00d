"""stats."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]


@pytest.mark.usefixtures("read")
def test_the_figures_of_a_streak(unbroken: Unbroken, answered: Answered) -> None:
    found = answered("stats", "read")
    assert (found["met"], found["asked"], found["share"]) == (2, 10, 0.2)
    assert found["total"] == 41
    assert answered("stats") == [found]
    said = unbroken("stats", "read").out
    assert said.startswith("Read\n\n  2 of 10 days  20%\n")
    assert "\n  2 ━━" in said
    assert "  all      2 of 10 ━━━" in said
    early = answered("stats", "read", "--from", "2026-03-02", "--to", "2026-03-09")
    assert (early["met"], early["asked"], early["strength"]) == (1, 8, 0.051922)
    assert early["ahead"] is None


def test_the_strength_is_told_with_six_places(unbroken: Unbroken, answered: Answered) -> None:
    unbroken("add", "Walk")
    for day in range(20):
        ago = f"2026-03-{11 - day:02}" if day < 11 else f"2026-02-{39 - day:02}"
        assert unbroken("log", "walk", "--at", ago).code == 0
    assert answered("stats", "walk")["strength"] == 0.655747
    assert "strength 65%" in unbroken("stats", "walk").out


@pytest.mark.usefixtures("read")
def test_everybody_side_by_side(unbroken: Unbroken, answered: Answered) -> None:
    assert "Together" not in unbroken("stats", "read").out
    unbroken("owner", "add", "Bo")
    unbroken("log", "read", "30", "--owner", "Bo")
    mine, bos = answered("stats", "read", "--all-owners")
    assert (mine["met"], bos["met"]) == (2, 1)
    said = unbroken("stats", "read").out
    assert "Together" in said and "2 of 10" in said and said.rstrip().endswith("Bo")
    listed = unbroken("stats", "--all-owners").out.splitlines()
    assert [line.split()[-1] for line in listed[1:]] == [mine["owned_by"]["name"], "Bo"]
    assert "Together" not in unbroken("stats", "read", "--owner", "Bo").out
    assert unbroken("stats", "--all-owners", "--owner", "Bo").code == 1


def test_what_cannot_be(unbroken: Unbroken) -> None:
    unbroken("add", "Walk")
    wrong = unbroken("stats", "walk", "--from", "2026-03-02", "--to", "2026-03-01")
    assert wrong.code == 1
    assert wrong.err == "The first day must not be after the last one.\n"
    assert unbroken("stats", "run").err.startswith("There is no streak")


def test_a_streak_that_one_takes_no_part_in(unbroken: Unbroken, answered: Answered) -> None:
    unbroken("add", "Walk")
    unbroken("owner", "add", "Ben")
    assert "once you log to it" in unbroken("stats", "walk", "--owner", "Ben").out
    assert answered("stats", "walk", "--owner", "Ben") is None
    assert unbroken("stats", "--owner", "Ben").out.startswith("No streak of yours")
