"""The copy of each day on which something was changed, also while the app stays open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tui.support import Bench, dashboard, messages, opened, press, seed, settled, until
from unbroken.tui.screens.calendar import CalendarScreen

Make = Callable[..., Bench]


def copies(folder: Path) -> list[str]:
    """The days of which there is a copy."""
    names = (each.stem for each in (folder / "backups").glob("*-daily-*.db"))
    return sorted(each[each.index("daily-") :] for each in names)


async def idle(pilot: Pilot[None]) -> None:
    """Waits until no copy is being made."""
    await settled(pilot)
    await until(pilot, lambda: all(each.group != "copy" for each in pilot.app.workers))


async def next_day(pilot: Pilot[None], made: Bench) -> None:
    """Lets the day roll over while the app is open."""
    made.clock.now += timedelta(1)
    dashboard(pilot).watcher.roll_over()
    today = made.clock.now.date()
    await until(pilot, lambda: dashboard(pilot).page.today == today)  # type: ignore[union-attr]
    await idle(pilot)


def test_the_first_change_of_a_day_is_followed_by_a_copy(bench: Make, tmp_path: Path) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "j", "j")
        await idle(pilot)
        assert copies(tmp_path) == []
        await press(pilot, "2")
        await idle(pilot)
        assert copies(tmp_path) == ["daily-2026-11-21"]
        await next_day(pilot, made)
        assert copies(tmp_path) == ["daily-2026-11-21"]
        await press(pilot, "s")
        await idle(pilot)
        assert copies(tmp_path) == ["daily-2026-11-21", "daily-2026-11-22"]
        assert all("copy" not in each for each in messages(pilot))

    made.run(act)


def test_what_came_after_that_copy_is_in_one_when_the_day_is_over(
    bench: Make, tmp_path: Path
) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "2", "2")
        await idle(pilot)
        await next_day(pilot, made)
        await next_day(pilot, made)
        assert copies(tmp_path) == ["daily-2026-11-21", "daily-2026-11-22"]

    made.run(act)


def test_what_is_changed_in_a_calendar_left_open_is_copied(bench: Make, tmp_path: Path) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "j")
        await pilot.press("c")
        await opened(pilot, CalendarScreen)
        await pilot.press("space")
        await until(pilot, lambda: copies(tmp_path))

    made.run(act)


@pytest.mark.parametrize("options", [{"demo": True}, {"clock_is_set": True}])
def test_none_is_made_of_a_demo_nor_under_a_set_clock(
    bench: Make, tmp_path: Path, options: dict[str, Any]
) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "2")
        await idle(pilot)
        assert copies(tmp_path) == []

    made.run(act, **options)


def test_a_copy_that_cannot_be_made_is_no_matter_now(bench: Make, tmp_path: Path) -> None:
    made = bench(seed)
    (tmp_path / "backups").write_text("in the way")

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "1")
        await press(pilot, "escape") if len(pilot.app.screen_stack) > 1 else None
        await press(pilot, "2", "s")
        await idle(pilot)
        assert all("copy" not in each for each in messages(pilot))

    made.run(act)
