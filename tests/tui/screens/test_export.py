"""The export screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from effort import in_turn
from tui.nasty import ODD, nasty
from tui.support import SIZES, Bench, SetClock, opened, settled, until
from unbroken.core.exchange_results import ExportReport
from unbroken.engine.api import Engine
from unbroken.exchange import registry
from unbroken.exchange.cancellation import Steps
from unbroken.exchange.export_file import export_to
from unbroken.exchange.registry import exporter
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.model.dashboard_page import load_page
from unbroken.tui.screens.export import ExportScreen
from unbroken.tui.widgets.choice_field import ChoiceField
from unbroken.tui.widgets.form_field import Field

Make = Callable[..., Bench]
Act = Callable[[Pilot[None], ExportScreen], Any]


def swim(engine: Engine, clock: SetClock) -> None:
    """One streak, begun today."""
    engine.add("Swim")
    engine.log("swim")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory."""
    made = tmp_path / "files"
    made.mkdir()
    monkeypatch.chdir(made)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return made


def play(
    made: Bench, act: Act, size: tuple[int, int] = (80, 24), database: Path | None = None
) -> None:
    """Opens the screen and does something."""

    async def run(pilot: Pilot[None]) -> None:
        page = await made.engine_threads[-1].call(load_page)
        screen = ExportScreen(made.engine_threads[-1], page, database)
        pilot.app.push_screen(screen)
        await settled(pilot)
        await act(pilot, screen)

    made.run_over_ground(run, size)


def said(screen: ExportScreen) -> str:
    """What was written, or nothing."""
    line = screen.query_one("#written", Static)
    return str(line.content) if line.display else ""


def fault(screen: ExportScreen) -> str:
    """What is wrong with the name."""
    return screen.query_one("#field-path", Field).fault


@pytest.mark.parametrize(
    ("format", "size"),
    [
        (format, size)
        for number, format in enumerate(registry.EXPORTERS)
        for size in in_turn(number, SIZES)
    ],
)
def test_every_format(bench: Make, folder: Path, format: str, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None], screen: ExportScreen) -> None:
        screen.query_one("#format", ChoiceField).value = format
        await pilot.pause()
        assert screen.query_one("#field-format", Field).hint == exporter(format).PURPOSE
        target = folder / exporter(format).FILE_NAME.format(day="2026-11-21")
        assert screen.query_one("#path", Input).value == str(target)
        await pilot.press("ctrl+s")
        await settled(pilot)
        first, path, *_ = said(screen).splitlines()
        assert path == str(target)
        assert target.is_dir() == exporter(format).IS_FOLDER
        files = [each for each in target.rglob("*") if each.is_file()] or [target]
        octets = sum(each.stat().st_size for each in files)
        numbers = "1 event" if format == "ics" else "1 streak, 1 log"
        if exporter(format).IS_FOLDER or format == "loop-db":
            numbers = "1 streak, 1 day"
        size_told = f"{octets} bytes" if octets < 1000 else f"{octets / 1000:.0f} kB"
        assert first == f"Wrote {numbers} ({size_told}):"
        assert screen.query_one("#written").region.y < size[1] - 1

    play(bench(swim), act, size)


def test_by_mouse(bench: Make, folder: Path) -> None:
    async def act(pilot: Pilot[None], screen: ExportScreen) -> None:
        await pilot.click("#export")
        await settled(pilot)
        assert said(screen)

    play(bench(swim), act, (40, 12))
    assert [each.name for each in folder.iterdir()] == ["unbroken-2026-11-21.json"]


@pytest.mark.parametrize("format", registry.EXPORTERS)
def test_an_export_that_is_stopped_writes_nothing(
    bench: Make, folder: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    reached, opened_gate = Event(), Event()

    def gated(engine: Engine, *, progressed: Steps, **wanted: Any) -> ExportReport:
        def told(done: int, total: int) -> None:
            reached.set()
            assert opened_gate.wait(30)
            progressed(done, total)

        return export_to(engine, progressed=told, **wanted)

    monkeypatch.setattr("unbroken.tui.screens.export.export_to", gated)

    async def act(pilot: Pilot[None], screen: ExportScreen) -> None:
        screen.query_one("#format", ChoiceField).value = format
        await pilot.press("ctrl+s")
        await until(pilot, reached.is_set)
        assert screen.progress.display
        await pilot.press("ctrl+s", "escape")
        assert screen.is_current
        assert str(screen.progress.query_one(Static).content) == "Stopping …"
        opened_gate.set()
        await settled(pilot)
        assert not screen.progress.display
        assert fault(screen) == "Stopped; nothing was written."
        assert list(folder.iterdir()) == []
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, ExportScreen))

    play(bench(swim), act)


def test_what_is_there_is_replaced_only_if_that_is_meant(bench: Make, folder: Path) -> None:
    target = folder / "mine.json"
    target.write_text("mine")

    async def act(pilot: Pilot[None], screen: ExportScreen) -> None:
        path = screen.query_one("#path", Input)
        path.value = "mine.json"
        path.focus()
        await pilot.press("enter")
        dialog = await opened(pilot, ConfirmDialog)
        asked = str(dialog.query_one("#asked", Static).content)
        assert asked == "mine.json is there already. Replace it?"
        await pilot.press("escape")
        await settled(pilot)
        assert target.read_text() == "mine"
        assert (said(screen), path.value) == ("", "mine.json")
        await pilot.press("enter")
        await opened(pilot, ConfirmDialog)
        await pilot.press("y")
        await settled(pilot)
        assert str(target) in said(screen)
        assert target.read_text().startswith('{\n "format": "unbroken"')

    play(bench(swim), act)


def test_a_name_that_was_written_stays(bench: Make, folder: Path) -> None:
    async def act(pilot: Pilot[None], screen: ExportScreen) -> None:
        path = screen.query_one("#path", Input)
        path.value = "mine"
        screen.query_one("#format", ChoiceField).value = "csv"
        await pilot.pause()
        assert path.value == "mine"

    play(bench(swim), act)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "Write the name of the file."),
        ("no/x.json", "no/x.json cannot be written: no such file or directory."),
        (".", ". is not a file; choose another name."),
        ("u.db", "u.db is the database itself; choose another file."),
        ("x\0y", "x\ufffdy cannot be written"),
    ],
)
def test_what_cannot_be_written(bench: Make, folder: Path, name: str, told: str) -> None:
    (folder / "u.db").write_bytes(b"mine")

    async def act(pilot: Pilot[None], screen: ExportScreen) -> None:
        path = screen.query_one("#path", Input)
        path.value = name
        path.focus()
        await pilot.press("enter")
        await settled(pilot)
        assert fault(screen).startswith(told)
        assert path.value == name
        await pilot.press("z")
        await pilot.pause()
        assert fault(screen) == ""
        await pilot.press("escape")
        assert not screen.is_current

    play(bench(swim), act, database=folder / "u.db")
    assert [each.read_bytes() for each in folder.iterdir()] == [b"mine"]


@pytest.mark.parametrize("size", in_turn(2, ODD))
def test_nasty_names(bench: Make, folder: Path, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None], screen: ExportScreen) -> None:
        screen.query_one("#format", ChoiceField).value = "harsh"
        screen.query_one("#path", Input).value = "[b] oops [/"
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "oops [" in said(screen) + fault(screen)

    play(bench(nasty), act, size)
