"""The demo's year."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from unbroken import demo
from unbroken.engine.errors import Refusal
from unbroken.engine.service import open_engine

NOW = datetime(2026, 11, 21, 15, 10, tzinfo=UTC)


def test_the_demo_is_no_change_to_take_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    engine = open_engine(":memory:", clock=lambda: NOW)
    demo.fill(engine, NOW)
    with pytest.raises(Refusal):
        engine.undo()
    assert len(engine.status()) == 10
    engine.close()
