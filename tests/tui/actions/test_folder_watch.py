"""What other machines write while the app is open, and the machines in the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot

from tui.screens.test_settings import front
from tui.support import Bench, dashboard, messages, press, row, settled, until
from unbroken.engine.api import Engine, open_engine
from unbroken.sync.transports.folder import Folder
from unbroken.tui.screens.settings import SettingsScreen
from unbroken.tui.widgets.form_field import Field

Make = Callable[..., Bench]


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "Shared"
    folder.mkdir()
    return folder


@pytest.fixture
def made(bench: Make, shared: Path) -> Bench:
    """A database with one streak, that is synced."""
    found = bench(lambda engine, clock: engine.add("Read"))
    found.edit(lambda engine: engine.sync_setup(str(shared)))
    return found


@pytest.fixture
def other(made: Bench, tmp_path: Path, shared: Path) -> Iterator[Engine]:
    """Another machine."""
    engine = open_engine(tmp_path / "other" / "u.db", clock=made.clock)
    engine.sync_setup(str(shared))
    yield engine
    engine.close()


def test_what_comes_is_shown_and_what_was_settled_is_told(made: Bench, other: Engine) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: row(pilot, "read"))
        dashboard(pilot).folder.read()
        await settled(pilot)
        other.log("read")
        other.remove("read")
        other.add("Walk")
        other.undo()
        other.undo()
        dashboard(pilot).folder.read()
        await until(pilot, lambda: row(pilot, "read").now == "1")
        await press(pilot, "space")
        await settled(pilot)
        other.sync_read()
        assert len(other.history("read")) == 2

    made.run(act)


def test_a_folder_that_is_gone_is_told_of_once(made: Bench, shared: Path, tmp_path: Path) -> None:
    async def act(pilot: Pilot[None]) -> None:
        shared.rename(tmp_path / "away")
        await press(pilot, "space")
        await settled(pilot)
        for _ in range(2):
            dashboard(pilot).folder.read()
            await settled(pilot)
        told = [each for each in messages(pilot) if each.startswith("Kept here")]
        assert len(told) == 1

    made.run(act)


def test_the_settings_show_the_machines_and_sync_now(made: Bench, other: Engine) -> None:
    async def act(pilot: Pilot[None]) -> None:
        other.log("read")
        dashboard(pilot).folder.read()
        await until(pilot, lambda: row(pilot, "read").now == "1")
        await press(pilot, "comma")
        await front(pilot, SettingsScreen)
        await settled(pilot)
        screen = pilot.app.screen
        hint = screen.query_one("#field-machines", Field).hint
        assert "this one" in hint
        assert "last seen today 20:10" in hint
        screen.query_one("#sync").focus()
        await press(pilot, "enter")
        await settled(pilot)
        assert any(each.startswith(("Read ", "Nothing new")) for each in messages(pilot))

    made.run(act)


def test_without_a_folder_there_is_nothing_to_sync_now(bench: Make) -> None:
    made = bench(lambda engine, clock: engine.add("Read"))

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "comma")
        await front(pilot, SettingsScreen)
        await settled(pilot)
        assert not pilot.app.screen.query_one("#sync").display
        hint = pilot.app.screen.query_one("#field-machines", Field).hint
        assert hint.startswith("Several machines find one truth")

    made.run(act)


def test_no_key_waits_for_a_folder_that_is_slow(
    made: Bench, other: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the folder does not answer, logging goes on, and all of it is written then."""
    answered = Event()
    write_new = Folder.write_new

    def slow(folder: Folder, name: str, content: bytes) -> None:
        assert answered.wait(60)
        write_new(folder, name, content)

    def is_now(pilot: Pilot[None], text: str) -> bool:
        return row(pilot, "read").now == text

    async def act(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: row(pilot, "read"))
        dashboard(pilot).folder.begin()
        await settled(pilot)
        monkeypatch.setattr(Folder, "write_new", slow)
        for key, now in (("space", "1"), ("u", "0"), ("space", "1")):
            await pilot.press(key)
            await until(pilot, partial(is_now, pilot, now))
        answered.set()
        await settled(pilot)
        other.sync_read()
        assert len(other.history("read")) == 1

    made.run(act)
