"""What the tests of all formats share: fixed days, and a watch on the source."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from unbroken.exchange import registry
from unbroken.exchange.contract import Plan


class FixedInstants:
    """Noon in UTC of every day up to 2026-07-20."""

    def on(self, day: date) -> str | None:
        return self.at(day, 12, 0, 0)

    def at(self, day: date, hour: int, minute: int, second: int) -> str | None:
        if not date(1970, 1, 1) <= day <= date(2026, 7, 20):
            return None
        return f"{day}T{hour:02}:{minute:02}:{second:02}Z"


def listing(root: Path) -> dict[str, str]:
    """Every file below a folder with a hash of its bytes."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def moments() -> FixedInstants:
    return FixedInstants()


@pytest.fixture
def untouched(tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Call it when the source is written: nothing below `tmp_path` may change from then on."""
    before: list[dict[str, str]] = []
    yield lambda: before.append(listing(tmp_path))
    assert before
    assert listing(tmp_path) == before[0]


@pytest.fixture
def importing(moments: FixedInstants) -> Callable[[Path], Plan]:
    """Reads a path the way the import command does, checking what holds for every plan."""

    def read(path: Path) -> Plan:
        plan = registry.read(path, moments)
        assert registry.detect(path) == plan.format
        assert registry.read(path, moments, plan.format) == plan
        if plan.format != "unbroken":
            check(plan.document)
        return plan

    return read


def check(document: dict[str, Any]) -> None:
    """Keys are unique, every log and skip belongs to a streak, and ids do not repeat."""
    types = [streak["activity_type"] for streak in document["streaks"]]
    assert len(set(types)) == len(types)
    assert {row["activity_type"] for row in document["logs"] + document["skips"]} <= set(types)
    ids = [row["id"] for part in ("streaks", "logs", "skips") for row in document[part]]
    assert len(set(ids)) == len(ids)
    assert document["owners"] == document["enrolments"] == []
