"""A small file of the schema before reminders and timers, opened by this version.

It was left by the version before: streaks made, logged, changed, archived and removed, an owner
added and removed again, and the last change taken back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from snapshots import released
from unbroken.core.errors import Refusal
from unbroken.engine.api import Engine, open_engine
from unbroken.engine.clock import fixed_clock
from unbroken.store.schema import VERSION

SQL = released.SCHEMAS / "3.sql"
CLOCK = fixed_clock(released.START + timedelta(hours=1))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    path = tmp_path / "mine.db"
    released.load(SQL.read_text(encoding="utf-8"), path)
    engine = open_engine(path, clock=CLOCK)
    yield engine
    engine.close()


def test_it_climbs_to_this_version(engine: Engine) -> None:
    checked = engine.doctor()
    assert (checked.problems, checked.schema_version) == ((), VERSION)
    assert engine.former_file is not None
    with closing(sqlite3.connect(engine.former_file)) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (3,)
    assert [each.reminders for each in engine.streaks()] == [None, None]
    assert engine.owner().quiet_hours is None
    assert engine.timer() == engine.remind() == []


def test_its_changes_turn_back_and_forth(engine: Engine) -> None:
    before = engine.export_document()
    undone = []
    with pytest.raises(Refusal):
        while True:
            undone.append(engine.undo().label)
    assert undone[0] == "archive Stroll"
    assert "remove owner Ben" in undone
    assert engine.streaks() == []
    assert engine.doctor().problems == ()
    redone = [engine.redo().label for _ in undone]
    assert redone == undone[::-1]
    assert engine.export_document() == before


def test_a_removal_of_before_can_be_done_again_and_taken_back(engine: Engine) -> None:
    assert engine.redo().label == "remove Stroll"
    assert [each.name for each in engine.streaks()] == ["Read"]
    engine.undo()
    engine.restore("walk")
    engine.edit("walk", reminders="08:30")
    engine.start("walk")
    assert engine.doctor().problems == ()
