"""What is shown goes while it is shown: its streak, its owner, the whole file."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.css.query import NoMatches
from textual.pilot import Pilot
from textual.worker import Worker, WorkerFailed

from tui.calendar_bench import board, tap
from tui.support import Bench, SetClock, dashboard, messages, opened, press, seed, settled, until
from unbroken.engine.api import Engine
from unbroken.tui.actions.change_watcher import ChangeWatcher
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.dialogs.help import HelpScreen
from unbroken.tui.screens.calendar import CalendarScreen
from unbroken.tui.screens.dashboard import Dashboard

Make = Callable[..., Bench]
READING = ("look", "page", "calendar", "recent")
GONE = "This streak is not there any more, so its calendar is closed."


async def look(pilot: Pilot[None], times: int = 1) -> None:
    """Lets every screen look for changes, as each does once a second."""
    for _ in range(times):
        for screen in pilot.app.screen_stack:
            if isinstance(screen, CalendarScreen | Dashboard):
                screen.watcher.look_for_changes()
        await settled(pilot)
        await until(pilot, lambda: all(each.group not in READING for each in pilot.app.workers))
        await settled(pilot)


async def open_calendar(pilot: Pilot[None], key: str = "c") -> CalendarScreen:
    """The calendar of the chosen streak, as its key opens it."""
    await pilot.press(key)
    screen = await opened(pilot, CalendarScreen)
    await settled(pilot)
    return screen


def test_the_calendar_of_a_streak_that_is_removed_goes_back_once(bench: Make) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "j")
        await open_calendar(pilot)
        made.edit(lambda engine: engine.remove("walk"))
        await look(pilot, 4)
        await opened(pilot, Dashboard)
        assert messages(pilot) == [GONE]
        await until(pilot, lambda: len(dashboard(pilot).rows) == 4)

    made.run(act)


def test_a_dialog_over_that_calendar_is_answered_first(bench: Make) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "j")
        await open_calendar(pilot)
        await tap(pilot, "left", "x")
        assert isinstance(pilot.app.screen, ConfirmDialog)
        made.edit(lambda engine: engine.remove("walk"))
        await look(pilot, 3)
        assert isinstance(pilot.app.screen, ConfirmDialog)
        await pilot.press("escape")
        await opened(pilot, Dashboard)
        assert messages(pilot) == [GONE]

    made.run(act)


def test_taking_back_the_making_of_a_streak_goes_back_to_the_list(bench: Make) -> None:
    made = bench(lambda engine, _: engine.add("Gym"))

    async def act(pilot: Pilot[None]) -> None:
        await open_calendar(pilot)
        await pilot.press("u")
        await opened(pilot, Dashboard)
        await settled(pilot)
        assert messages(pilot) == [GONE]
        assert dashboard(pilot).empty

    made.run(act)


def test_the_calendar_follows_another_activity_type(bench: Make) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "j")
        await open_calendar(pilot)
        made.edit(lambda engine: engine.edit("walk", name="Stroll", activity_type="stroll"))
        made.edit(lambda engine: engine.add("Walking"))
        await look(pilot)
        assert board(pilot).page.streak.name == "Stroll"
        await tap(pilot, "space")
        assert len(made.edit(lambda engine: engine.history("walking"))) == 0
        assert messages(pilot) == []

    made.run(act)


def two(engine: Engine, clock: SetClock) -> None:
    """Two people on one streak."""
    engine.add("Walk")
    engine.log("walk")
    ana = engine.add_owner("Ana")
    from unbroken.engine.callers import Caller

    engine.acting_as(Caller(False, ana.id)).log("walk")


@pytest.mark.parametrize("keys", [(), ("c",), ("C",)])
def test_the_list_goes_back_to_the_first_owner_once(bench: Make, keys: tuple[str, ...]) -> None:
    made = bench(two)
    opener: Any = made.opener
    made.opener = lambda: opener(owner="Ana")

    async def act(pilot: Pilot[None]) -> None:
        for key in keys:
            await open_calendar(pilot, key)
        first = opener()
        first.remove_owner("Ana")
        first.close()
        await look(pilot, 4)
        await opened(pilot, Dashboard)
        await until(pilot, lambda: messages(pilot))
        [said] = messages(pilot)
        assert said == "Ana is not in this database any more; these are the streaks of me."
        page = dashboard(pilot).page
        assert page is not None and page.admin and page.owner.name == "me"
        await settled(pilot)
        await press(pilot, "space")
        assert [each for each in messages(pilot) if "Ana" in each] == [said]

    made.run(act)


def test_where_nobody_is_left_that_is_said_once(bench: Make, tmp_path: Path) -> None:
    made = bench(two)

    async def act(pilot: Pilot[None]) -> None:
        with sqlite3.connect(tmp_path / "0.db") as file:
            for table in ("enrolments", "timezones", "logs", "progress_records", "owners"):
                file.execute(f"DELETE FROM {table}")
        file.close()
        await look(pilot, 4)
        assert messages(pilot) == ["Nobody is in this database any more; start Unbroken again."]

    made.run(act)


def copied(path: Path) -> Path:
    """Another file with the same in it."""
    other = path.with_suffix(".copy")
    shutil.copyfile(path, other)
    return other


@pytest.mark.parametrize("in_calendar", [False, True])
def test_another_file_in_the_databases_place_is_read(
    bench: Make, tmp_path: Path, in_calendar: bool
) -> None:
    made, path = bench(seed), tmp_path / "0.db"

    async def act(pilot: Pilot[None]) -> None:
        copy = copied(path)
        made.edit(lambda engine: engine.add("Later"))
        await look(pilot)
        assert len(dashboard(pilot).rows) == 6
        await press(pilot, "j")
        if in_calendar:
            await open_calendar(pilot)
        os.replace(copy, path)
        await look(pilot, 3)
        assert messages(pilot) == [
            "The database was replaced by another one; this is what is in it."
        ]
        assert len(dashboard(pilot).rows) == 5
        await press(pilot, "space")
        await settled(pilot)
        assert len(made.edit(lambda engine: engine.history("walk"))) == 22

    made.run(act)


def test_a_key_before_the_next_look_goes_into_the_new_file(bench: Make, tmp_path: Path) -> None:
    made, path = bench(seed), tmp_path / "0.db"

    async def act(pilot: Pilot[None]) -> None:
        os.replace(copied(path), path)
        await press(pilot, "2")
        assert len(made.edit(lambda engine: engine.history("walk"))) == 22

    made.run(act)


def test_what_is_no_database_says_so_and_a_good_one_is_read_again(
    bench: Make, tmp_path: Path
) -> None:
    made, path = bench(seed), tmp_path / "0.db"

    async def act(pilot: Pilot[None]) -> None:
        good, bad = copied(path), tmp_path / "bad"
        bad.write_bytes(b"nothing of ours" * 100)
        os.replace(bad, path)
        await look(pilot, 3)
        assert messages(pilot) == []
        await press(pilot, "2")
        [said] = messages(pilot)
        assert "is not an Unbroken database" in said
        os.replace(good, path)
        await look(pilot)
        await press(pilot, "2")
        assert len(made.edit(lambda engine: engine.history("walk"))) == 22

    made.run(act)


def test_a_file_that_is_away_for_a_moment_makes_no_new_one(bench: Make, tmp_path: Path) -> None:
    made, path = bench(seed), tmp_path / "0.db"

    async def act(pilot: Pilot[None]) -> None:
        away = path.with_suffix(".away")
        path.rename(away)
        await look(pilot, 2)
        assert not path.exists() and messages(pilot) == []
        away.rename(path)
        await look(pilot)
        assert messages(pilot) == [] and len(dashboard(pilot).rows) == 5

    made.run(act)


def test_what_lies_behind_another_screen_does_not_look_out(
    bench: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[ChangeWatcher] = []
    monkeypatch.setattr("unbroken.tui.actions.change_watcher._LOOK_EVERY", 0.02)
    monkeypatch.setattr(ChangeWatcher, "look_for_changes", lambda watcher: looked.append(watcher))

    async def act(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: looked)
        await pilot.press("question_mark")
        await opened(pilot, HelpScreen)
        looked.clear()
        await pilot.pause(0.2)
        assert not looked
        await pilot.press("escape")
        await until(pilot, lambda: len(looked) > 2)

    bench(seed).run(act)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE streaks SET schedule = 'xx' WHERE activity_type = 'walk'",
        "UPDATE enrolments SET cursor_day = 'x'"
        " WHERE streak_id = (SELECT id FROM streaks WHERE activity_type = 'walk')",
    ],
)
def test_a_streak_that_cannot_be_read_is_told_and_the_others_are_shown(
    bench: Make, sql: str
) -> None:
    made = bench(seed)
    made.edit(lambda engine: engine.store.rows(sql))

    async def act(pilot: Pilot[None]) -> None:
        shown = {each.activity_type for each in dashboard(pilot).rows}
        assert "walk" not in shown and "read" in shown
        [told] = messages(pilot)
        assert told.startswith("Left out, since it cannot be read: the streak Walk: ")
        assert "`unbroken doctor --repair`" in told
        await pilot.press("c")
        screen = await opened(pilot, CalendarScreen)
        await until(pilot, lambda: screen.page is not None)
        assert pilot.app.is_running

    made.run(act)


@pytest.mark.parametrize("leaves", [True, False])
def test_what_comes_for_a_screen_that_was_left_does_not_end_the_app(
    bench: Make, leaves: bool
) -> None:
    """What a worker has awaited may come before the end of the worker does."""

    async def act(pilot: Pilot[None]) -> None:
        screen = await open_calendar(pilot)
        left = asyncio.Event()

        async def show() -> None:
            try:
                await left.wait()
            except asyncio.CancelledError:
                await asyncio.sleep(0)
            screen.query_one("#nothing" if not leaves else "DayPanel")

        worker: Worker[None] = screen.run_worker(show())
        if leaves:
            await pilot.press("escape")
            await opened(pilot, Dashboard)
        else:
            left.set()
        await until(pilot, lambda: worker.is_finished)
        assert isinstance(worker.error, NoMatches)
        assert pilot.app.is_running

    if leaves:
        bench(seed).run(act)
    else:
        with pytest.raises(WorkerFailed):
            bench(seed).run(act)
