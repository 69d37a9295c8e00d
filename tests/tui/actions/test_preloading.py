"""What is loaded behind the first screen is what the start goes without, and all of it."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys

import pytest
from textual.app import App

from unbroken.tui.actions import preloading
from unbroken.tui.actions.preloading import Preloading

STARTED = """
import sys
import unbroken.tui.run
from unbroken.tui.actions.preloading import _MODULES
print(*(name for name in _MODULES if name in sys.modules))
"""


def test_the_start_loads_nothing_of_it() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", STARTED], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.split() == []


@pytest.mark.parametrize("seen", [True, False])
def test_all_of_it_is_loaded_where_somebody_looks(
    monkeypatch: pytest.MonkeyPatch, seen: bool
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(preloading, "_AFTER", 0)
    monkeypatch.setattr(preloading, "_let_stay", lambda: asked.append("kept"))
    monkeypatch.setattr(preloading, "import_module", asked.append)

    class Started(App[None]):
        is_headless = not seen

        def on_mount(self) -> None:
            Preloading(self).start()

    async def start() -> None:
        app = Started()
        async with app.run_test() as pilot:
            await pilot.pause()
            await app.workers.wait_for_complete()

    asyncio.run(start())
    assert asked == (["kept", *preloading._MODULES, "kept"] if seen else [])
    assert gc.isenabled()
