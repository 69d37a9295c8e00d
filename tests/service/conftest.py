"""Every test has a service and a clock of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.desk import Desk, Hand
from unbroken.core.reports import NewKey


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
def desk(tmp_path: Path, clock: Hand) -> Iterator[Desk]:
    """A service with a folder of its own."""
    made = Desk(tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def key(desk: Desk) -> NewKey:
    """A key of the app `shop` that may do everything."""
    return desk.key()
