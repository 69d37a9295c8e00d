"""The clock is set while the app is open: what is shown is read anew, whichever way it went."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from tui.calendar_bench import board
from tui.support import NOW, Bench, dashboard, messages, press, seed, until
from tui.test_gone import look, open_calendar

Make = Callable[..., Bench]
STEPS = (timedelta(minutes=-20), timedelta(days=-3), timedelta(seconds=-30), timedelta(seconds=30))


@pytest.mark.parametrize("step", STEPS)
def test_the_list_is_read_anew(bench: Make, step: timedelta) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        made.clock.now = NOW + step
        await look(pilot)
        page = dashboard(pilot).page
        assert page is not None and page.now == NOW + step
        assert page.today == (NOW + step).date()

    made.run(act)


def shown_day(pilot: Pilot[None]) -> date | None:
    """The day that the dashboard shows."""
    page = dashboard(pilot).page
    return None if page is None else page.today


def test_the_calendar_is_read_anew(bench: Make) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "j")
        await open_calendar(pilot)
        made.clock.now = NOW - timedelta(days=3)
        await look(pilot)
        await until(pilot, lambda: board(pilot).months.today == made.clock.now.date())
        await pilot.press("escape")
        await until(pilot, lambda: shown_day(pilot) == made.clock.now.date())
        assert messages(pilot) == []

    made.run(act)


def test_a_clock_that_is_not_set_is_let_be(bench: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        read: list[object] = []
        watcher: Any = dashboard(pilot).watcher
        monkeypatch.setattr(watcher, "_outdated", lambda: read.append(1))
        for seconds in (1, 2, -2, 3):
            made.clock.now += timedelta(seconds=seconds)
            watcher.look_for_changes()
            await pilot.pause()
        assert read == []

    made.run(act)
