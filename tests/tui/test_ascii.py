"""Symbols in ASCII: no sign of the app is outside of it, on any screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from effort import in_turn
from tui.opening import SCREENS, furnish, month
from tui.support import NOW, Bench, SetClock, dashboard, opened, settled
from unbroken.engine.api import Engine
from unbroken.tui.screens.settings import SettingsScreen
from unbroken.tui.screens.streak_editor import StreakEditor

Make = Callable[..., Bench]

SIZES = ((80, 24), (140, 40))


def plain(engine: Engine, clock: SetClock) -> None:
    """Streaks of each kind whose names are in ASCII, and a journey."""
    clock.now = NOW - timedelta(21)
    engine.add("Read", aggregation_method="sum", unit="min", aggregation_target_value=20)
    engine.add("Walk", completion_target_value=30, milestones=[(22, "New shoes")], color="teal")
    engine.add("Gym", aggregation_period="weekly", aggregation_target_value=3, group="Body")
    engine.add("No sugar", goal="at_most", aggregation_target_value=0)
    engine.add("A name that is much too long for any window that is not a very wide one")
    for day in range(0, 21, 2):
        clock.now = NOW - timedelta(21 - day)
        engine.log("read", 22)
        engine.log("walk")
    engine.configure("symbols", "ascii")
    engine.add_zone(engine.owner().id, "Europe/Lisbon", datetime(2026, 11, 20, 9, tzinfo=UTC))


def strange(pilot: Pilot[None]) -> Iterator[str]:
    """What is drawn that is not in ASCII."""
    for strip in pilot.app.screen._compositor.render_strips():
        yield from (char for segment in strip for char in segment.text if not char.isascii())


async def editor(pilot: Pilot[None]) -> None:
    await pilot.press("n")
    await opened(pilot, StreakEditor)


async def year(pilot: Pilot[None]) -> None:
    await month(pilot)
    await pilot.press("y")


async def all_days(pilot: Pilot[None]) -> None:
    await month(pilot, "C")


async def open_list(pilot: Pilot[None]) -> None:
    await pilot.press("comma")
    screen = await opened(pilot, SettingsScreen)
    screen.query_one("#theme").focus()
    await pilot.press("enter")


async def nothing(_: Pilot[None]) -> None:
    """The list itself."""


def test_no_sign_is_outside_ascii(
    bench: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One app, every screen and dialog; and the signs are back once that is wanted.

    In the run of every day, each screen has one of the sizes, in turn.
    """
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.chdir(folder)
    furnish(folder)

    async def act(pilot: Pilot[None]) -> None:
        first = dashboard(pilot)
        screens = (nothing, editor, year, all_days, open_list, *SCREENS)
        sized = ((s, size) for n, s in enumerate(screens) for size in in_turn(n, SIZES))
        for show, size in sized:
            await pilot.resize_terminal(*size)
            await pilot.press("g")
            await show(pilot)
            await pilot.pause()
            assert not set(strange(pilot)), show.__name__
            while pilot.app.screen is not first:
                before = pilot.app.screen
                await pilot.press("escape")
                if pilot.app.screen is before and isinstance(before, StreakEditor):
                    await pilot.press("y")
            await settled(pilot)
        made.edit(lambda engine: engine.configure("symbols", "unicode"))
        await first.pages.read()
        await pilot.pause()
        assert set(strange(pilot)) >= set("■·…")

    made = bench(plain)
    made.run(act)
