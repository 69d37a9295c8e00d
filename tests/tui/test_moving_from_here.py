"""Import and export from the dashboard, the palette and the settings."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tui.support import Bench, dashboard, opened, press, seed, settled, until
from unbroken.tui.screens.dashboard import Dashboard
from unbroken.tui.screens.export import ExportScreen
from unbroken.tui.screens.import_file import DONE, PLAN, ImportScreen
from unbroken.tui.screens.settings import SettingsScreen

Make = Callable[..., Bench]


@pytest.fixture
def moved(bench: Make, tmp_path: Path) -> Path:
    """A document of a streak with two logs."""
    path = tmp_path / "old.json"
    document = bench(seed).edit(lambda engine: engine.export_document())
    path.write_text(json.dumps(document, default=float), encoding="utf-8")
    return path


def test_an_empty_dashboard_brings_in_a_file(bench: Make, moved: Path) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+o")
        screen = await opened(pilot, ImportScreen)
        screen.query_one("#path", Input).value = str(moved)
        await pilot.press("enter")
        await until(pilot, lambda: screen.step == PLAN)
        screen.action_go_on()
        await until(pilot, lambda: screen.step == DONE)
        screen.action_go_on()
        await opened(pilot, Dashboard)
        await until(pilot, lambda: len(dashboard(pilot).rows) == 5)
        await settled(pilot)
        assert dashboard(pilot).streaks.has_focus

    bench().run(act)


@pytest.mark.parametrize(
    ("words", "kind"), [("import", ImportScreen), ("export", ExportScreen)], ids=["in", "out"]
)
def test_the_palette_moves_data(
    bench: Make, words: str, kind: type[ImportScreen] | type[ExportScreen]
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+p", *words)
        await pilot.pause(0.3)
        await pilot.press("enter")
        await opened(pilot, kind)
        await press(pilot, "escape")
        await opened(pilot, Dashboard)

    bench(seed).run(act)


@pytest.mark.parametrize(
    ("button", "kind"), [("#import", ImportScreen), ("#export", ExportScreen)], ids=["in", "out"]
)
def test_the_settings_move_data(
    bench: Make, button: str, kind: type[ImportScreen] | type[ExportScreen]
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("comma")
        screen = await opened(pilot, SettingsScreen)
        screen.query_one(button).focus()
        await pilot.press("enter")
        await opened(pilot, kind)
        await press(pilot, "escape")
        await opened(pilot, SettingsScreen)

    bench(seed).run(act)
