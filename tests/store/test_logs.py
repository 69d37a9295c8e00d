"""Logs, as the store reads them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hand_clock import Hand
from unbroken.engine.api import open_engine
from unbroken.store import logs
from unbroken.store.connection import Store
from unbroken.store.logs import load_all_logs

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_all_logs_come_in_order_however_they_lie_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(tmp_path / "unbroken.db", clock=Hand(NOW))
    for name in ("Read", "Walk", "Rest"):
        engine.add(name)
    before = [timedelta(days) for days in (20_000, 9_000, 8_999, 2, 2, 1)]
    before += [timedelta(seconds=second) for second in range(40)]
    for number, age in enumerate(before):
        engine.log(("read", "walk")[number % 2], at=NOW - age)
    engine.close()
    store = Store(tmp_path / "unbroken.db")
    for size in (1, 4, 1000):
        monkeypatch.setattr(logs, "_SLICE", size)
        found = [(each.activity_at, each.id) for each in load_all_logs(store)]
        assert found == sorted(found)
        assert len(set(found)) == len(before)
        assert not store.passed_over
    store.rows("PRAGMA foreign_keys = OFF")
    store.rows("UPDATE logs SET enrolment_id = 99 WHERE id = ?", (found[7][1],))
    assert len(list(load_all_logs(store))) == len(before) - 1
    assert list(store.passed_over) == ["1 of the logs belong to no streak or to nobody"]
    store.close()
