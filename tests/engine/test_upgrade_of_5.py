"""Files of the schema before logs took less room, opened by this version."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from hand_clock import Hand
from snapshots import released
from unbroken.core.errors import Refusal
from unbroken.engine.api import Engine, open_engine
from unbroken.store.connection import Store
from unbroken.store.integrity import missing
from unbroken.store.schema import VERSION
from unbroken.store.stored_values import read_id, read_ids, stored_id, stored_ids

FORMER = """
PRAGMA foreign_keys = OFF;
DROP TABLE former_judgements;
DROP INDEX logs_by_id; DROP INDEX logs_in_time; DROP INDEX logs_once;
ALTER TABLE logs RENAME TO later;
CREATE TABLE logs (
    id TEXT PRIMARY KEY NOT NULL,
    enrolment_id INTEGER NOT NULL REFERENCES enrolments DEFERRABLE INITIALLY DEFERRED,
    activity_at INTEGER NOT NULL,
    timezone TEXT NOT NULL,
    local_date TEXT NOT NULL,
    value INTEGER NOT NULL CHECK (value > 0),
    note TEXT NOT NULL,
    unique_identifier TEXT,
    recorded_at INTEGER NOT NULL,
    metadata TEXT,
    reference TEXT
) STRICT;
INSERT INTO logs (rowid, id, enrolment_id, activity_at, timezone, local_date, value, note,
    unique_identifier, recorded_at, metadata, reference)
    SELECT l.rowid, CASE typeof(l.id) WHEN 'blob' THEN lower(substr(hex(l.id), 1, 8) || '-'
        || substr(hex(l.id), 9, 4) || '-' || substr(hex(l.id), 13, 4) || '-'
        || substr(hex(l.id), 17, 4) || '-' || substr(hex(l.id), 21)) ELSE l.id END,
    enrolment_id, activity_at, z.name, local_date, value, note, unique_identifier, recorded_at,
    metadata, reference FROM later l JOIN zones z ON z.id = l.timezone;
DROP TABLE later; DROP TABLE zones;
CREATE INDEX logs_in_time ON logs (enrolment_id, activity_at);
CREATE INDEX logs_by_day ON logs (enrolment_id, local_date);
CREATE UNIQUE INDEX logs_once ON logs (enrolment_id, unique_identifier)
    WHERE unique_identifier IS NOT NULL;
PRAGMA user_version = 5;
"""
"""Makes a file of this version one of the version before."""

ZONES = ("Europe/Berlin", "Pacific/Apia", "America/Argentina/Buenos_Aires", "UTC")
MINUTES = 60 * 24 * 40

ACTIONS = st.one_of(
    st.tuples(
        st.just("log"),
        st.sampled_from(["read", "walk"]),
        st.integers(0, MINUTES),
        st.sampled_from(ZONES),
        st.sampled_from([None, "one", "two"]),
    ),
    st.tuples(st.just("edit"), st.integers(0, 20), st.integers(1, 5), st.sampled_from(ZONES)),
    st.tuples(st.just("delete"), st.integers(0, 20)),
    st.tuples(st.just("fill"), st.integers(0, 20)),
    st.tuples(st.just("import"), st.integers(1, 4), st.sampled_from(ZONES)),
    st.tuples(st.just("remove"), st.sampled_from(["read", "walk"])),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)


def act(engine: Engine, clock: Hand, action: tuple[Any, ...]) -> None:
    """Makes one change, if it can be made."""
    kind, *given_ = action
    now = clock()
    logs = engine.history() if kind in ("edit", "delete") else []
    try:
        if kind == "log":
            streak, minutes, zone, unique = given_
            at = now - timedelta(minutes=minutes)
            engine.log(streak, at=at, tz=zone, unique_identifier=unique, note="n" * (minutes % 3))
        elif kind == "edit" and logs:
            number, value, zone = given_
            engine.edit_log(logs[number % len(logs)].id, value=value, tz=zone)
        elif kind == "delete" and logs:
            engine.delete_log(logs[given_[0] % len(logs)].id)
        elif kind == "fill":
            engine.fill("walk", (now - timedelta(given_[0])).date(), now.date())
        elif kind == "import":
            count, zone = given_
            engine.import_document(document(count, zone), foreign=True)
        elif kind == "remove":
            engine.remove(given_[0])
        elif kind in ("undo", "redo"):
            getattr(engine, kind)()
    except Refusal:
        pass


def document(count: int, zone: str) -> dict[str, Any]:
    logs = [
        {
            "activity_type": "brought",
            "activity_at": f"2026-02-{number + 1:02}T10:00:00Z",
            "timezone": zone,
        }
        for number in range(count)
    ]
    return {"streaks": [{"activity_type": "brought", "name": "Brought in"}], "logs": logs}


def exported(engine: Engine) -> str:
    return json.dumps(engine.export_document())


def turns(engine: Engine) -> list[tuple[str, str]]:
    """Everything taken back, done again and taken back: what each was, and how it left all."""
    found = []
    for turn in (engine.undo, engine.redo, engine.undo):
        try:
            while True:
                found.append((turn().label, exported(engine)))
        except Refusal as refusal:
            found.append((str(refusal.code), exported(engine)))
    return found


@settings(max_examples=examples(300))
@given(actions=st.lists(ACTIONS, min_size=1, max_size=12))
def test_exports_and_turns_are_as_before(
    tmp_path_factory: pytest.TempPathFactory, actions: list[tuple[Any, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("upgrade")
    clock = Hand(released.START)
    path, former = folder / "new.db", folder / "former.db"
    engine = open_engine(path, clock=clock)
    engine.add("Read", starts_on="2026-01-01")
    engine.add("Walk", starts_on="2026-01-01", aggregation_method="days")
    for action in actions:
        act(engine, clock, action)
    engine.close()
    former.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(former)) as file:
        file.executescript(FORMER)
    kept, upgraded = (open_engine(each, clock=clock) for each in (path, former))
    assert upgraded.former_file is not None
    assert exported(upgraded) == exported(kept)
    assert upgraded.doctor().problems == ()
    assert turns(upgraded) == turns(kept)
    assert upgraded.doctor().problems == ()
    for each in (kept, upgraded):
        each.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file as the version before has left it."""
    path = tmp_path / "mine.db"
    released.load((released.SCHEMAS / "5.sql").read_text(encoding="utf-8"), path)
    return path


def opened(path: Path) -> Engine:
    return open_engine(path, clock=Hand(released.START + timedelta(hours=1)))


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.executescript(sql)


def former_ids(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as file:
        return [key for (key,) in file.execute("SELECT id FROM logs ORDER BY rowid")]


def test_ids_keep_their_text_and_their_place(path: Path) -> None:
    before = former_ids(path)
    engine = opened(path)
    stored = [key for (key,) in engine.store.rows("SELECT id FROM logs ORDER BY rowid")]
    assert [*map(read_id, stored)] == before
    assert {*map(type, stored)} == {bytes}
    engine.close()


ODD = (
    *("x", "", "-" * 36, "0" * 32, "g1c7dc81-0295-5104-9055-5785dcba8b83"),
    *("1C7DC811-0295-5104-9055-5785DCBA8B83", "{1c7dc811-0295-5104-9055-5785dcba8b8}"),
    *("1c7dc8110-295-5104-9055-5785dcba8b83", "1c7dc811-0295-5104-9055-5785dcba8b8 "),
    *("1c7dc811-0295-5104-9055-5785dcba8b83 ", "ä" * 36, "١c7dc811-0295-5104-9055-5785dcba8b83"),
)


def test_an_id_that_is_no_uuid_stays_as_it_is(path: Path) -> None:
    count = len(former_ids(path))
    with closing(sqlite3.connect(path)) as file, file:
        file.executemany(
            "INSERT INTO logs SELECT ?, enrolment_id, activity_at, timezone, local_date, value,"
            " 'odd', NULL, recorded_at, NULL, NULL FROM logs WHERE rowid = 1",
            [(each,) for each in ODD],
        )
    engine = opened(path)
    assert engine.log_count() + len(engine.owners()) >= count
    assert {each.id for each in engine.history() if each.note == "odd"} == {*ODD}
    for each in ODD:
        assert engine.edit_log(each, note="seen").id == each
    engine.delete_log("x")
    engine.undo()
    assert {each.id for each in engine.history() if each.note == "seen"} == {*ODD}
    engine.close()


@given(st.lists(st.uuids().map(str) | st.sampled_from(ODD) | st.text(max_size=40)))
def test_an_id_is_read_as_it_was_given(given_ids: list[str]) -> None:
    stored = stored_ids(given_ids)
    assert stored == [*map(stored_id, given_ids)]
    assert read_ids(stored) == [*map(read_id, stored)] == given_ids
    plain = [each for each in given_ids if isinstance(stored_id(each), bytes)]
    assert sorted(plain) == [*map(read_id, sorted(map(stored_id, plain)))]


@pytest.mark.parametrize(
    "sql",
    [
        "PRAGMA ignore_check_constraints = ON; UPDATE logs SET value = -5 WHERE enrolment_id ="
        " (SELECT id FROM enrolments WHERE streak_id = (SELECT id FROM streaks"
        " WHERE aggregation_method = 'count' LIMIT 1))",
        "PRAGMA foreign_keys = OFF; UPDATE logs SET enrolment_id = 99 WHERE rowid < 4",
        "UPDATE logs SET id = CAST(X'61ff62' AS TEXT) WHERE rowid = 2",
        "UPDATE logs SET timezone = CAST(X'61ff62' AS TEXT) WHERE rowid = 2",
        "UPDATE logs SET timezone = 'Mars/X' WHERE rowid = 2",
        "UPDATE logs SET local_date = '2031-01-01' WHERE rowid = 2",
        "UPDATE logs SET activity_at = 9000000000000000000 WHERE rowid = 2",
    ],
)
def test_what_a_fault_has_touched_comes_along(path: Path, sql: str) -> None:
    """The doctor tells of it, and mends it, as ever."""
    count = len(former_ids(path))
    change(path, sql)
    engine = opened(path)
    checked = engine.doctor(repair=True)
    assert checked.problems
    assert checked.ok
    assert engine.store.rows("SELECT COUNT(*) FROM logs") == [(count,)]
    assert engine.doctor().problems == ()
    engine.close()


WITHOUT_RULES = (
    "PRAGMA writable_schema = ON;"
    " UPDATE sqlite_master SET sql = replace(replace(sql, ') STRICT', ')'), ' PRIMARY KEY', '')"
    " WHERE name = 'logs'; DELETE FROM sqlite_master WHERE name = 'sqlite_autoindex_logs_1';"
    " PRAGMA writable_schema = RESET;"
)
"""So that anything can be written, as a fault does."""


@pytest.mark.parametrize(
    ("sql", "lost"),
    [
        ("UPDATE logs SET recorded_at = 'x' WHERE rowid = 2", 0),
        ("UPDATE logs SET note = X'00' WHERE rowid = 2", 0),
        ("UPDATE logs SET timezone = 7 WHERE rowid = 2", 0),
        ("UPDATE logs SET id = (SELECT id FROM logs WHERE rowid = 3) WHERE rowid = 2", 0),
        ("INSERT INTO logs SELECT * FROM logs WHERE rowid = 3", 1),
    ],
)
def test_rows_that_no_table_would_take_come_along(path: Path, sql: str, lost: int) -> None:
    count = len(former_ids(path))
    change(path, WITHOUT_RULES)
    change(path, sql)
    engine = opened(path)
    assert engine.store.rows("PRAGMA user_version") == [(VERSION,)]
    checked = engine.doctor(repair=True)
    assert checked.problems
    assert checked.ok
    total = count + 1 - lost if sql.startswith("INSERT") else count
    assert engine.store.rows("SELECT COUNT(*) FROM logs") == [(total,)]
    assert missing(engine.store, "index") == []
    engine.close()


def test_a_view_of_somebodys_stays(path: Path) -> None:
    change(path, "CREATE VIEW mine AS SELECT local_date, value FROM logs")
    engine = opened(path)
    assert engine.store.rows("SELECT COUNT(*) FROM mine") == engine.store.rows(
        "SELECT COUNT(*) FROM logs"
    )
    engine.close()


def test_the_file_gets_smaller(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(
            "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
            " INSERT INTO logs SELECT printf('%08x-0000-4000-8000-%012x', i, i), l.enrolment_id,"
            " l.activity_at, l.timezone, l.local_date, l.value, '', NULL, l.recorded_at, NULL, NULL"
            " FROM n JOIN logs l ON l.rowid = 1"
        )
    before = path.stat().st_size
    opened(path).close()
    with closing(Store(path)) as store:
        assert store.rows("PRAGMA freelist_count") == [(0,)]
    assert path.stat().st_size < 0.7 * before


def test_a_log_takes_at_most_120_bytes(tmp_path: Path) -> None:
    zone = "America/Argentina/Buenos_Aires"
    sizes = []
    for count in (0, 5000):
        path = tmp_path / f"{count}.db"
        engine = open_engine(path, clock=Hand(released.START))
        logs = [
            {
                "activity_type": "brought",
                "activity_at": f"2026-01-01T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}Z",
                "timezone": zone,
            }
            for n in range(count)
        ]
        streaks = [{"activity_type": "brought", "name": "Brought"}]
        engine.import_document({"streaks": streaks, "logs": logs}, foreign=True)
        engine.close()
        change(path, "PRAGMA foreign_keys = ON; DELETE FROM changes; VACUUM")
        sizes.append(path.stat().st_size)
    assert (sizes[1] - sizes[0]) / 5000 <= 120
