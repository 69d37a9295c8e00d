"""Pausing, resuming and removing in the app."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from effort import in_turn
from tui.calendar_bench import board, calendar, lines, tap
from tui.support import (
    NOW,
    SIZES,
    Bench,
    SetClock,
    chosen,
    dashboard,
    messages,
    opened,
    press,
    row,
    seed,
    settled,
)
from unbroken.engine.api import Engine
from unbroken.engine.callers import Caller
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.screens.dashboard import Dashboard

Make = Callable[..., Bench]


def test_p_pauses_and_resumes(bench: Make) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "j", "p")
        assert row(pilot, "walk").group == "Resting"
        assert made.edit(lambda engine: engine.streak("walk")).status == "paused"
        assert messages(pilot) == ["Walk rests from today on; p resumes it."]
        await press(pilot, "p")
        assert row(pilot, "walk").group == "Now"
        assert messages(pilot) == ["Walk goes on today."]
        await press(pilot, "u")
        assert row(pilot, "walk").group == "Resting"

    made.run(act)


@pytest.mark.parametrize("key", ["space", "l"])
def test_a_paused_streak_says_how_it_is_resumed(bench: Make, key: str) -> None:
    made = bench(paused)

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, key)
        assert isinstance(pilot.app.screen, Dashboard)
        assert messages(pilot) == ["Read is paused; p resumes it."]
        assert made.edit(lambda engine: engine.history()) == []

    made.run(act)


def paused(engine: Engine, clock: SetClock) -> None:
    """One streak, which is paused, and another."""
    engine.add("Read", aggregation_method="sum", unit="min", aggregation_target_value=20)
    engine.pause("read")


def test_a_paused_streak_rests_already(bench: Make) -> None:
    made = bench(paused)

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "s")
        assert messages(pilot) == ["Read is paused and rests already; resume it to make it count."]
        assert len(made.edit(lambda engine: engine.skips())) == 1

    made.run(act)


def test_the_calendar_of_a_paused_streak(bench: Make) -> None:
    made = bench(paused)

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        shown = lines(board(pilot).panel)
        assert "paused" in shown and not any(
            "pause:" in line or ": pause" in line for line in shown
        )
        await tap(pilot, "space", "m", "space", "s")
        assert messages(pilot) == [
            "Read is paused; p resumes it.",
            "Read is paused; p resumes it.",
            "Read is paused and rests already; resume it to make it count.",
        ]
        await tap(pilot, "escape", "p")
        assert messages(pilot)[-1] == "Read goes on today."
        assert "paused" not in lines(board(pilot).panel)
        await tap(pilot, "p")
        assert messages(pilot)[-1] == "Read rests from today on; p resumes it."

    made.run(act)


def test_in_the_calendar_of_all_there_is_none_to_pause(bench: Make) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, None)
        await tap(pilot, "p")
        assert messages(pilot) == ["That is about one streak; ↓ goes to the first."]

    made.run(act)


def two(engine: Engine, clock: SetClock) -> None:
    """Two people on one streak, which is paused."""
    engine.add("Walk")
    engine.log("walk", at=NOW)
    ana = engine.add_owner("Ana")
    theirs = engine.acting_as(Caller(False, ana.id))
    theirs.log("walk")
    theirs.log("walk")
    engine.pause("walk")


@pytest.mark.parametrize("size", in_turn(1, SIZES))
def test_removing_asks_and_can_be_taken_back(bench: Make, size: tuple[int, int]) -> None:
    made = bench(two)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("D")
        dialog = await opened(pilot, ConfirmDialog)
        asked = str(dialog.query_one("#asked", Static).render())
        assert asked == "Remove Walk with 3 logs, 2 of them of Ana?\nu takes it back."
        await pilot.press("escape")
        await settled(pilot)
        assert len(dashboard(pilot).rows) == 1
        await pilot.press("delete")
        await opened(pilot, ConfirmDialog)
        await pilot.press("y")
        await opened(pilot, Dashboard)
        await settled(pilot)
        assert len(dashboard(pilot).rows) == 0
        assert messages(pilot) == ["Walk is removed; u takes it back."]
        await press(pilot, "u")
        assert len(dashboard(pilot).rows) == 1
        assert len(made.edit(lambda engine: engine.history(all_owners=True))) == 3

    made.run(act, size)


def test_only_the_first_owner_pauses_and_removes(bench: Make) -> None:
    made = bench(two)
    opener: Any = made.opener
    made.opener = lambda: opener(owner="Ana")

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "p", "D", "space")
        assert isinstance(pilot.app.screen, Dashboard)
        assert messages(pilot) == [
            "Only the first owner of this database may resume a streak.",
            "Only the first owner of this database may remove a streak.",
            "Walk is paused; only the first owner of this database may resume it.",
        ]

    made.run(act)


def test_where_there_is_no_streak_nothing_is_done(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "p", "D", "delete")
        assert isinstance(pilot.app.screen, Dashboard)
        assert messages(pilot) == ["There is no streak yet; n makes one."]

    bench().run(act)


@pytest.mark.parametrize("before", [(), ("walk",), ("cafe", "no-sugar")])
def test_what_was_just_archived_is_chosen_in_the_view_of_it(
    bench: Make, before: tuple[str, ...]
) -> None:
    def some(engine: Engine, clock: SetClock) -> None:
        seed(engine, clock)
        for each in before:
            engine.archive(each)

    made = bench(some)

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "G")
        last = chosen(pilot)
        await press(pilot, "a")
        assert chosen(pilot) != last
        await press(pilot, "v", "v")
        assert dashboard(pilot).arrangement.view == "archived"
        assert chosen(pilot) == last
        await press(pilot, "a")
        assert made.edit(lambda engine: engine.streak(last)).status == "live"
        await press(pilot, *["v"] * (1 if before else 0))
        assert dashboard(pilot).arrangement.view == ("all" if before else "archived")
        await press(pilot, "escape")
        assert chosen(pilot) == last

    made.run(act)


def test_what_the_palette_archived_is_chosen_in_the_view_of_it(bench: Make) -> None:
    def some(engine: Engine, clock: SetClock) -> None:
        seed(engine, clock)
        engine.archive("cafe")

    async def act(pilot: Pilot[None]) -> None:
        screen = dashboard(pilot)
        at = chosen(pilot)
        screen.lifecycle.archive_or_restore(row(pilot, "walk"))
        await settled(pilot)
        assert chosen(pilot) == at
        await press(pilot, "v", "v")
        assert chosen(pilot) == "walk"

    bench(some).run(act)


def test_who_goes_on_in_the_list_stays_there(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "G", "a", "g", "j")
        here = chosen(pilot)
        await press(pilot, "u")
        assert chosen(pilot) == here

    bench(seed).run(act)


def test_another_view_and_back_leaves_the_choice(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "G")
        last = chosen(pilot)
        await press(pilot, "v")
        assert chosen(pilot) != last
        await press(pilot, "v")
        assert chosen(pilot) == last

    bench(seed).run(act)
