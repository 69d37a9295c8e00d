"""What every test of the app shares: a still environment and a database to look at."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tui.opening import furnish
from tui.quiet import draw_when_asked, hold_still
from tui.styles import SharedStyles
from tui.support import NOW, Bench, SetClock
from unbroken.engine.api import Engine, open_engine


@pytest.fixture(scope="session")
def styles() -> SharedStyles:
    """The styles that apps had already."""
    return SharedStyles()


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, styles: SharedStyles) -> None:
    """Nothing blinks, no preference of the developer's gets in, and whoever waits for an app
    does so until it is quiet.
    """
    for name in ("NO_COLOR", "TEXTUAL_THEME", "UNBROKEN_DB", "UNBROKEN_OWNER", "UNBROKEN_NOW"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("UNBROKEN_KEYS", os.devnull)
    monkeypatch.setenv("UNBROKEN_PREFERENCES", str(tmp_path / "preferences.toml"))
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("COLORTERM", "truecolor")
    hold_still(monkeypatch)
    styles.install(monkeypatch)


@pytest.fixture(autouse=True)
def drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Screens are drawn when somebody looks."""
    draw_when_asked(monkeypatch)


@pytest.fixture(scope="session")
def seeded() -> dict[Any, bytes]:
    """Databases that were seeded already, by what seeded them."""
    return {}


@pytest.fixture
def bench(tmp_path: Path, seeded: dict[Any, bytes]) -> Iterator[Callable[..., Bench]]:
    """Makes a database with what `seed` puts into it, and apps that look at it."""
    made: list[Bench] = []

    def make(seed: Callable[[Engine, SetClock], Any] | None = None) -> Bench:
        clock = SetClock(NOW)
        path = tmp_path / f"{len(made)}.db"
        bench = Bench(partial(open_engine, path, clock=clock), clock)
        made.append(bench)
        if seed is not None:
            if seed not in seeded:
                bench.edit(lambda engine: seed(engine, clock))
                seeded[seed] = path.read_bytes()
                clock.now = NOW
            path.write_bytes(seeded[seed])
        return bench

    yield make
    for each in made:
        each.close()


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder that is the same for everybody, with a file to bring in."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.chdir(folder)
    furnish(folder)
    return folder
