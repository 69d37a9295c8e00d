"""How the app looks: kept in the machine's file, followed in it, and told where that fails."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tui.support import (
    Bench,
    bench_app,
    dashboard,
    kept_preferences,
    messages,
    opened,
    press,
    seed,
    settled,
    until,
)
from unbroken.engine.preferences import Preferences, preferences_path, save
from unbroken.tui.screens.settings import SettingsScreen
from unbroken.tui.widgets.choice_field import ChoiceField
from unbroken.tui.widgets.form_field import Field

Make = Callable[..., Bench]


async def choose(pilot: Pilot[None]) -> None:
    """Another theme, order and view."""
    await press(pilot, "ctrl+t", "o", "v")


def test_what_is_chosen_lies_in_the_file_alone(bench: Make) -> None:
    made = bench(seed)
    before = made.edit(lambda engine: engine.version())
    made.run(choose)
    assert kept_preferences() == Preferences("unbroken-light", "own", "due")
    with closing(sqlite3.connect(made.edit(lambda engine: engine.database))) as connection:
        assert connection.execute("SELECT count(*) FROM settings").fetchone() == (0,)
    assert made.edit(lambda engine: engine.version()) == before


def test_what_the_database_had_is_in_force_and_taken_over(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        assert pilot.app.theme == "unbroken-light"
        assert dashboard(pilot).arrangement.order == "name"
        assert messages(pilot) == []

    made = bench(seed)
    with closing(sqlite3.connect(made.edit(lambda engine: engine.database))) as connection:
        rows = [("theme", '"unbroken-light"'), ("order", '"name"')]
        connection.executemany("INSERT INTO settings VALUES (?, ?)", rows)
        connection.commit()
    made.run(act)
    assert kept_preferences() == Preferences("unbroken-light", "name")
    made.run(act)


def test_the_demo_keeps_nothing(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        assert pilot.app.theme == "unbroken-dark"
        await choose(pilot)
        assert pilot.app.theme == "unbroken-light"
        assert bench_app(pilot).preferences.preferences.order == "own"

    made = bench(seed)
    made.run(act, demo=True)
    assert not preferences_path().exists()
    save(preferences_path(), {"theme": "nord"})
    made.run(act, demo=True)
    assert kept_preferences() == Preferences("nord")


def test_only_the_first_owners_choice_is_kept(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await choose(pilot)
        assert pilot.app.theme == "unbroken-light"

    made = bench(lambda engine, _: (engine.add("Read"), engine.add_owner("Ben", tz="UTC")))
    opener = made.opener
    made.opener = lambda: opener(owner="Ben")  # type: ignore[call-arg]
    made.run(act)
    assert not preferences_path().exists()


def test_a_damaged_file_is_told_and_left(bench: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    async def act(pilot: Pilot[None]) -> None:
        [said] = messages(pilot)
        assert said.startswith(f"Preferences that cannot be read are as at first. {path}: ")
        assert pilot.app.theme == "unbroken-dark"
        told: list[str] = []
        monkeypatch.setattr(pilot.app, "notify", lambda said, **_: told.append(said))
        await choose(pilot)
        assert pilot.app.theme == "unbroken-light"
        assert dashboard(pilot).arrangement[:2] == ("own", "due")
        [said] = told
        assert said.startswith(f"{path}: ")

    path = preferences_path()
    path.write_text("[b]no[/")
    bench(seed).run(act)
    assert path.read_text() == "[b]no[/"


def test_that_nothing_can_be_kept_is_told_once(
    bench: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        told: list[str] = []
        monkeypatch.setattr(pilot.app, "notify", lambda said, **_: told.append(said))
        await choose(pilot)
        assert pilot.app.theme == "unbroken-light"
        assert dashboard(pilot).arrangement[:2] == ("own", "due")
        assert told == [f"{path} cannot be written: file exists."]
        await press(pilot, "comma")
        screen = await opened(pilot, SettingsScreen)
        field = screen.query_one("#field-theme", Field)
        screen.query_one("#theme", ChoiceField).value = "unbroken-dark"
        await until(pilot, lambda: field.fault)
        assert field.fault == f"{path} cannot be written: file exists."

    path = tmp_path / "file" / "preferences.toml"
    path.parent.write_text("")
    monkeypatch.setenv("UNBROKEN_PREFERENCES", str(path))
    bench(seed).run(act)


def test_a_theme_chosen_in_another_window_is_followed(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        app = bench_app(pilot)
        await press(pilot, "o")
        save(preferences_path(), {"theme": "unbroken-light", "order": "name"})
        app.follow_preferences()
        await until(pilot, lambda: app.theme == "unbroken-light")
        assert dashboard(pilot).arrangement.order == "own"
        preferences_path().write_text("theme = ")
        app.follow_preferences()
        await settled(pilot)
        save_again()
        app.follow_preferences()
        await until(pilot, lambda: app.theme == "unbroken-dark")
        assert messages(pilot) == ["There is no theme “gone”; this is unbroken-dark."]

    def save_again() -> None:
        preferences_path().write_text('theme = "gone"')

    bench(seed).run(act)
