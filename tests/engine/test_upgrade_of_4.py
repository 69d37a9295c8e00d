"""A file of the schema before machines could agree, opened by this version."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from snapshots import released
from unbroken.engine.api import open_engine
from unbroken.engine.clock import fixed_clock
from unbroken.store.schema import VERSION


def test_it_climbs_to_this_version_and_is_not_synced(tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    sql = (released.SCHEMAS / "4.sql").read_text(encoding="utf-8")
    released.load(sql, path)
    engine = open_engine(path, clock=fixed_clock(released.START + timedelta(hours=1)))
    checked = engine.doctor()
    assert (checked.problems, checked.schema_version) == ((), VERSION)
    assert engine.former_file is not None
    with closing(sqlite3.connect(engine.former_file)) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (4,)
    assert (engine.is_synced, engine.sync_status().folder) == (False, None)
    undone = engine.undo().label
    assert engine.redo().label == undone
    assert engine.doctor().problems == ()
    engine.close()
