"""Engines for tests: in memory, or on a file, with a clock that the test moves."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hand_clock import Hand
from machines import World
from unbroken.engine.api import Engine, open_engine


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the zone of the machine, or on a developer's own database."""
    monkeypatch.setenv("TZ", "UTC")
    for name in ("UNBROKEN_DB", "UNBROKEN_OWNER", "UNBROKEN_NOW"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def clock() -> Hand:
    """Noon of the first of March 2026, UTC."""
    return Hand(datetime(2026, 3, 1, 12, tzinfo=UTC))


@pytest.fixture
def opened(clock: Hand, tmp_path: Path) -> Iterator[Callable[..., Engine]]:
    """Opens engines on the test's own file."""
    engines: list[Engine] = []

    def open_one(**how: object) -> Engine:
        engines.append(open_engine(tmp_path / "unbroken.db", clock=clock, **how))  # type: ignore[arg-type]
        return engines[-1]

    yield open_one
    for each in engines:
        each.close()


@pytest.fixture
def engine(opened: Callable[..., Engine]) -> Engine:
    """An engine of the first owner on a new database."""
    return opened()


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Machines that share a folder."""
    made = World(tmp_path, monkeypatch, random.Random(1))
    yield made
    made.close()
