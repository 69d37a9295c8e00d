"""The calendar in odd windows, with nasty names, and as pictures."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from effort import in_turn, thorough
from tui.calendar_bench import board, calendar, lines, tap
from tui.support import SIZES, Bench, SetClock, seed, settled
from unbroken.engine.api import Engine

Make = Callable[..., Bench]

NASTY = [
    "[bold]x[/] [@click=app.quit]q[/] oops [/",
    "👨‍👩‍👧 family 日本語テスト習慣の記録を続けるための長い名前",
    "e\u0301\u0301\u0301\u0301 combining ก\u0e33 ❤️ 🇩🇪",
    "x" * 60,
    "$primary [$warning]",
    "\x1b[2J\u202e\x07\nline",
]
ODD = [(1, 1), (8, 4), (30, 9), (60, 30), (200, 60)]


def nasty(engine: Engine, clock: SetClock) -> None:
    for name in NASTY:
        streak = engine.add(name, aggregation_method="sum", unit=name, activity_type=None)
        engine.log(streak.activity_type, "1.5", note=name)
        engine.skip(streak.activity_type, clock.now.date(), reason=name)


def whole(pilot: Pilot[None]) -> None:
    """Every line is as wide as its widget."""
    for drawn in (board(pilot).grid, board(pilot).map, board(pilot).panel):
        if drawn.region:
            for y in range(drawn.size.height):
                assert drawn.render_line(y).cell_length == drawn.size.width


def test_nasty_text_neither_breaks_a_line_nor_runs(bench: Make) -> None:
    made = bench(nasty)
    kinds = [None, *(each.activity_type for each in made.edit(lambda engine: engine.streaks()))]

    async def act(pilot: Pilot[None]) -> None:
        for number, size in enumerate([*ODD, *SIZES]):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            for kind in kinds[:3] if size == (80, 24) else in_turn(number, kinds[:2]):
                await calendar(pilot, kind)
                whole(pilot)
                await tap(pilot, "enter")
                whole(pilot)
                if thorough() or size in in_turn(1, SIZES):
                    await tap(pilot, "e", "escape", "x", "escape", "space", "escape", "s", "s", "u")
                    await tap(pilot, "escape", "question_mark")
                await tap(pilot, "escape", "y")
                whole(pilot)
                await tap(pilot, "y", "escape")
                assert pilot.app.is_running
                while len(pilot.app.screen_stack) > 1:
                    await tap(pilot, "escape")

    made.run(act)


def test_amounts_stand_below_their_weekdays(bench: Make) -> None:
    def water(engine: Engine, clock: SetClock) -> None:
        engine.add("Water", aggregation_method="sum", unit="l", aggregation_target_value=2)
        for ago in range(20):
            engine.log("water", "2.25", at=clock.now - timedelta(days=ago))

    async def act(pilot: Pilot[None]) -> None:
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await calendar(pilot, "water")
            grid = board(pilot).grid
            drawn = lines(grid)
            [heads] = [line for line in drawn if "Mon" in line]
            days = [found.start() for found in re.finditer("Mon|Tue|Wed|Thu|Fri|Sat|Sun", heads)]
            amounts = [
                [found.start() for found in re.finditer(r"2\.25", line)]
                for line in drawn
                if "2.25" in line
            ]
            assert all(set(found[:7]) <= set(days) for found in amounts), drawn
            assert amounts or size[1] < 24
            await tap(pilot, "escape")

    bench(water).run(act)


def test_the_window_can_change_at_any_time(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        await tap(pilot, "left", "enter")
        for size in [*ODD, *SIZES]:
            await pilot.resize_terminal(*size)
            await settled(pilot)
            whole(pilot)
        await tap(pilot, "escape", "y")
        for size in [*ODD, *SIZES]:
            await pilot.resize_terminal(*size)
            await settled(pilot)
            whole(pilot)

    bench(seed).run(act)


@pytest.mark.parametrize("size", SIZES, ids=["narrow", "roomy", "wide"])
@pytest.mark.parametrize(
    ("kind", "keys"),
    [("read", "left"), ("cafe", "m left left"), (None, "y")],
    ids=["day", "range", "year"],
)
def test_calendar(
    bench: Make, snap_compare: Any, size: tuple[int, int], kind: str | None, keys: str
) -> None:
    async def shown(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await calendar(pilot, kind)
        await tap(pilot, *keys.split())

    assert snap_compare(bench(seed).app(), terminal_size=size, run_before=shown)
