"""A note that is written in an editor of the person's own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from shlex import quote

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from tui.calendar_bench import calendar, tap
from tui.support import NOW, Bench, SetClock, messages, opened, seed, settled
from unbroken.engine.api import Engine
from unbroken.tui.app import UnbrokenApp
from unbroken.tui.dialogs.log_dialog import DayLogDialog, DetailedLogDialog

Make = Callable[..., Bench]


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Makes a program the editor, by the lines that it runs with the file at `path`."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(UnbrokenApp, "suspend", lambda _: nullcontext())

    def be(lines: str) -> None:
        script = tmp_path / "an editor.py"
        script.write_text(f"import sys, os, pathlib\npath = pathlib.Path(sys.argv[1])\n{lines}\n")
        monkeypatch.setenv("EDITOR", f"{quote(sys.executable)} {quote(str(script))}")

    return be


def noted(engine: Engine, clock: SetClock) -> None:
    seed(engine, clock)
    clock.now = NOW - timedelta(hours=2)
    engine.log("read", "7.5", note="one\ntwo")


def test_the_note_comes_back_with_its_lines_and_leaves_nothing_behind(
    bench: Make, editor: Callable[[str], None], tmp_path: Path
) -> None:
    seen = tmp_path / "seen"

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("l")
        form = await opened(pilot, DetailedLogDialog)
        await pilot.press("5", "tab", "tab", *"first", "f4")
        assert form.query_one("#note", Input).value == "first second"
        assert form.written["note"] == "first\nsecond"
        await pilot.press("enter")
        await settled(pilot)
        await calendar(pilot, "read")
        await tap(pilot, "enter", "e")
        day = await opened(pilot, DayLogDialog)
        await pilot.press("f4")
        assert day.written["note"] == "first\nsecond\nsecond"
        day.query_one("#note", Input).value = "all anew"
        assert day.written["note"] == "all anew"
        await tap(pilot, "f4", "enter")

    editor(
        f"open({str(seen)!r}, 'a').write(f'{{path}} {{os.stat(path).st_mode & 0o777:o}}"
        " {os.stat(path.parent).st_mode & 0o777:o}\\n')\n"
        "path.write_text(path.read_text() + 'second\\n')"
    )
    made = bench(seed)
    made.run(act)
    assert made.edit(lambda engine: engine.history("read"))[0].note == "all anew\nsecond"
    for line in seen.read_text().splitlines():
        path, *modes = line.split()
        assert modes == ["600", "700"]
        assert not Path(path).parent.exists()


def test_an_editor_that_fails_is_told_of_and_loses_nothing(
    bench: Make, editor: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        await tap(pilot, "enter", "e")
        form = await opened(pilot, DayLogDialog)

        async def fail() -> str:
            await pilot.press("f4")
            assert form.written["note"] == "one\ntwo"
            return messages(pilot)[-1]

        editor("path.write_text('lost'); sys.exit(3)")
        assert await fail() == "The editor ended with error 3; the note is as it was."
        editor("path.write_bytes(b'\\xff')")
        assert (await fail()).startswith("The editor left nothing that can be read")
        monkeypatch.setenv("VISUAL", "/nowhere/at-all --wait")
        assert "“/nowhere/at-all” cannot be started" in await fail()
        monkeypatch.setenv("VISUAL", "'")
        assert await fail() == "Say in $VISUAL or $EDITOR which editor to open."
        monkeypatch.setattr(UnbrokenApp, "suspend", App.suspend)
        monkeypatch.setenv("VISUAL", "true")
        assert await fail() == "An editor cannot be opened in this terminal."
        await tap(pilot, "enter")

    made = bench(noted)
    made.run(act)
    assert made.edit(lambda engine: engine.history("read"))[0].note == "one\ntwo"
