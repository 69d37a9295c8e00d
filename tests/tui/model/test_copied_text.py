"""Texts on the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from textual.pilot import Pilot

from tui.calendar_bench import calendar, tap
from tui.support import NOW, Bench, SetClock, dashboard, messages, opened, press, seed, settled
from unbroken.core.text import is_harmless
from unbroken.engine.api import Engine
from unbroken.tui.dialogs.why import WhyScreen

Make = Callable[..., Bench]


def noted(engine: Engine, clock: SetClock) -> None:
    seed(engine, clock)
    clock.now = NOW - timedelta(hours=2)
    engine.log("read", "7.5", note="one chapter\nin \x1b[31mbed")


def test_a_key_copies_what_is_in_sight_and_says_what(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        copied: list[str] = []
        told: list[str] = []

        async def copy() -> None:
            await tap(pilot, "y")
            copied.append(pilot.app.clipboard)
            told.extend(messages(pilot))

        await copy()
        await press(pilot, "j")
        await copy()
        await pilot.press("w")
        screen = await opened(pilot, WhyScreen)
        await copy()
        await pilot.press("escape")
        await settled(pilot)
        await press(pilot, "p")
        await settled(pilot)
        [walk] = [each for each in dashboard(pilot).rows if each.activity_type == "walk"]
        dashboard(pilot).streaks.cursor = walk.streak_id
        await copy()
        await calendar(pilot, "read")
        await tap(pilot, "enter")
        await copy()
        assert copied == [
            "Read: 7.5 of 20 min today, 12.5 min to go. 21 in a row, longest 21.",
            "Walk: 0 of 1 today, 1 to go. 21 in a row, longest 21.",
            "\n".join((screen._why.title, *screen._why.lines)),
            "Walk: paused. 21 in a row, longest 21.",
            "Read, Saturday 21 November 2026, 18:10: 7.5 min, one chapter\n"
            "in \N{REPLACEMENT CHARACTER}[31mbed",
        ]
        assert all(is_harmless(each.replace("\n", " ")) for each in copied)
        stands = ["Copied how Read stands.", "Copied how Walk stands."]
        assert told == [*stands, "Copied why it stands so.", stands[1], "Copied the log."]

    bench(noted).run(act)
