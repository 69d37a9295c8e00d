"""Every test has a service and a clock of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hand_clock import Hand
from service.desk import Desk
from service.process import answer, served
from service.receiver import Receiver
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


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Who is told."""
    made = Receiver()
    yield made
    made.close()


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the service's data."""
    return tmp_path_factory.mktemp("service")


@pytest.fixture(scope="session")
def url(data: Path) -> Iterator[str]:
    """Where a service of these tests listens."""
    with served(data) as where:
        yield where


@pytest.fixture(scope="session")
def served_key(data: Path) -> dict[str, Any]:
    """A key, made while the service runs."""
    made = answer("key", "add", "shop", data=data)
    assert made["key"] == f"{made['key_id']}.{made['secret']}"
    assert (made["app_id"], made["user_id"]) == ("shop", None)
    assert made["scopes"] == ["read", "write", "admin"]
    return dict(made)
