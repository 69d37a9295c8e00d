"""Odd windows and nasty names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from effort import in_turn
from tui.nasty import NASTY, ODD, nasty
from tui.support import SIZES, Bench, SetClock, dashboard, opened, press, seed, settled, text
from unbroken.engine.api import Engine
from unbroken.tui.dialogs.log_dialog import DetailedLogDialog
from unbroken.tui.dialogs.why import WhyScreen
from unbroken.tui.screens.dashboard import Dashboard

Make = Callable[..., Bench]


@pytest.mark.parametrize("size", in_turn(1, [*ODD, *SIZES[:2]], 2))
def test_names_neither_break_a_line_nor_are_interpreted(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        streaks = dashboard(pilot).streaks
        for y in range(streaks.size.height):
            assert streaks.render_line(y).cell_length == streaks.size.width
        await press(pilot, "1", "enter", "escape", "7", "u", "question_mark", "escape")
        await press(pilot, "o", "f", "f", "a", "u", "s", "s")
        await pilot.press("w")
        await opened(pilot, WhyScreen)
        await pilot.press("escape")
        await pilot.press("l")
        await opened(pilot, DetailedLogDialog)
        await pilot.press("1", "tab", *"[/", "enter", "escape")
        await settled(pilot)
        await press(pilot, "slash", *"[/", "escape", "o")
        await pilot.press("ctrl+p", *"log [")
        await pilot.pause(0.2)
        await pilot.press("escape")
        assert pilot.app.is_running

    bench(nasty).run(act, size)


def test_markup_in_a_name_is_shown_as_it_is(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        assert any(NASTY[0] in line for line in text(pilot))
        assert any("xxx…" in line for line in text(pilot))
        widths = {cell_len(line.split(" not yet")[0]) for line in text(pilot) if " not yet" in line}
        assert len(widths) == 1

    bench(nasty).run(act, (200, 60))


def test_the_window_can_change_at_any_time(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        for size in [*ODD, *SIZES]:
            await pilot.resize_terminal(*size)
            await settled(pilot)
        await press(pilot, "space", "escape")
        streaks = dashboard(pilot).streaks
        assert streaks.render_line(0).cell_length == streaks.size.width

    bench(seed).run(act)


@pytest.mark.parametrize("key", in_turn(0, [":", "N", "n", "?", "l", "I", "U", ","], 3))
def test_no_window_is_too_narrow_for_what_a_key_opens(bench: Make, key: str) -> None:
    async def act(pilot: Pilot[None]) -> None:
        for width in (1, 4, 5):
            await pilot.resize_terminal(width, 12)
            await press(pilot, key, "down", "z", "backspace")
            await pilot.resize_terminal(15 - width, 12)
            await press(pilot, "escape", "escape", "escape")
            assert isinstance(pilot.app.screen, Dashboard), width

    bench(seed).run(act)


def test_the_cursor_stays_in_sight(bench: Make) -> None:
    def many(engine: Engine, clock: SetClock) -> None:
        for number in range(40):
            engine.add(f"Habit {number}", completion_target_value=7)

    async def act(pilot: Pilot[None]) -> None:
        for _ in range(39):
            dashboard(pilot).streaks.action_cursor_down()
            assert any(line.startswith("›") for line in text(pilot))
        await press(pilot, "space")
        assert any(line.startswith("›") for line in text(pilot))
        await press(pilot, "g")
        assert dashboard(pilot).streaks.scroll_offset.y == 0

    bench(many).run(act)
