"""A timer in the list, and reminders while the app is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from textual.pilot import Pilot

from tui.support import (
    NOW,
    Bench,
    SetClock,
    dashboard,
    messages,
    opened,
    press,
    row,
    seed,
    settled,
    until,
)
from unbroken.engine.api import Engine
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.model.dashboard_page import load_page
from unbroken.tui.model.streak_row import rows_of
from unbroken.tui.widgets.day_header import timer_note

Make = Callable[..., Bench]


def test_t_starts_a_timer_and_stops_it(bench: Make) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        watcher = dashboard(pilot).watcher
        await press(pilot, "T")
        assert row(pilot, "read").left[0] == "► 0 min"
        assert messages(pilot) == ["Read: the timer runs; T logs it."]
        made.clock.now += timedelta(minutes=25)
        watcher.look_for_changes()
        await until(pilot, lambda: row(pilot, "read").left[0] == "► 25 min")
        await press(pilot, "T")
        assert row(pilot, "read").amounts[0] == "25 / 20 min"
        assert row(pilot, "read").left == ()  # done, and no timer runs
        assert messages(pilot) == ["Read: logged 25 min."]
        await press(pilot, "u")
        assert row(pilot, "read").left[0] == "► 25 min"
        made.clock.now += timedelta(hours=26)
        await press(pilot, "T")
        dialog = await opened(pilot, ConfirmDialog)
        assert "has run for 26 h 25 min" in str(dialog.query_one("#asked").render())
        await pilot.press("n")
        await settled(pilot)
        assert len(made.edit(lambda engine: engine.timer())) == 1
        await pilot.press("T")
        await opened(pilot, ConfirmDialog)
        await pilot.press("y")
        await until(pilot, lambda: not made.edit(lambda engine: engine.timer()))
        assert not pilot.app.screen.is_modal

    made.run(act)


def reminded(engine: Engine, clock: SetClock) -> None:
    """Two streaks with reminders, one of which does without today."""
    clock.now = NOW - timedelta(1)
    engine.add("Read", aggregation_method="sum", unit="min", aggregation_target_value=20)
    engine.edit("read", reminders="20:00")
    engine.add("Walk", reminders="20:10, 5h before")
    engine.add("Yoga", reminders="20:10")
    clock.now = NOW
    engine.log("yoga")


def test_what_comes_is_told_once_with_the_bell(
    bench: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, rung = bench(reminded), list[int]()

    async def act(pilot: Pilot[None]) -> None:
        monkeypatch.setattr(pilot.app, "bell", lambda: rung.append(1))
        watch = dashboard(pilot).reminders
        for _ in range(2):
            watch.look()
            await settled(pilot)
        assert messages(pilot) == [
            "Read: 0 of 20 min today, 20 min to go. 3 h left.\nWalk: Not yet today. 3 h left."
        ]
        assert made.edit(lambda engine: engine.remind()) == []
        assert rung == [1]

    made.run(act)


def test_a_running_timer_in_the_row_and_the_first_line(bench: Make) -> None:
    made = bench(seed)
    begun = NOW - timedelta(minutes=65)
    made.edit(lambda engine: engine.start("read", at=begun))
    page = made.edit(load_page)
    first = rows_of(page)[0]
    assert first.left == ("► 1 h 05 min", "►1:05")
    assert first.amounts[-1] == "►1:05"  # where there is room for one alone
    assert page.changes_at == NOW + timedelta(minutes=1)
    assert timer_note(page, 40).plain == "► Read 1 h 05 min · "
    assert timer_note(page, 18).plain == "► 1 h 05 min · "
    assert timer_note(page, 9).plain == "►1:05 · "
    assert timer_note(page, 3).plain == ""
    made.edit(lambda engine: engine.start("walk"))
    assert timer_note(made.edit(load_page), 40).plain == "► 2 timers · "
    made.edit(lambda engine: engine.configure("symbols", "ascii"))
    assert timer_note(made.edit(load_page), 40).plain == "> 2 timers - "
