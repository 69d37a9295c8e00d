"""Databases of every version that was released, opened by this one."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest

from effort import thorough
from snapshots import released
from stored_ids import text_of
from unbroken.core.errors import ErrorCode, Refusal, StoreError
from unbroken.engine.api import Engine, open_engine
from unbroken.engine.clock import fixed_clock
from unbroken.store.backup import is_whole
from unbroken.store.connection import Store
from unbroken.store.migrations import LADDER
from unbroken.store.schema import VERSION

CLOCK = fixed_clock(released.START)
OLD = [released.SCHEMAS / "1.sql"]
"""The one that holds every kind of change; that of the last version is in `test_upgrade_of_3`."""
FOLDER = "backups"

_JUDGED = (
    "SELECT enrolment_id, opened_on, current_progress_value, streak_progress_status,"
    " streak_started_at, streak_completed_at, streak_broken_at, last_task_contribution_at,"
    " last_task_completed_at, unique_identifier FROM progress_records ORDER BY 1, 2, 5",
    "SELECT p.enrolment_id, p.opened_on, w.milestone_id, w.reward_issued_at FROM reward_logs w"
    " JOIN progress_records p ON p.id = w.progress_id ORDER BY 1, 2, 3",
    "SELECT e.id, e.total_count, e.cursor_day, e.total, e.reached, e.chain, e.longest,"
    " e.chain_missed, e.attempt_missed, e.last_day, p.opened_on FROM enrolments e"
    " LEFT JOIN progress_records p ON p.id = e.record_id ORDER BY 1",
)
_MADE = ("owners", "timezones", "streaks", "targets", "milestones", "logs", "skips", "settings")

_OLD = {
    "streaks": "id, activity_type, name, description, unit, color, group_name, aggregation_method,"
    " aggregation_period, every, goal, aggregation_target_value, completion_target_value,"
    " grace_periods, schedule, starts_on, strict, status, archived_at, position",
    "owners": "id, name, position, day_start, week_start, grace_period_days",
    "logs": "id, enrolment_id, activity_at, timezone, local_date, value, note, unique_identifier,"
    " recorded_at",
}
"""The columns of the first version, of tables that have got more."""


@pytest.fixture(autouse=True)
def new_files() -> None:
    """Every new file is made as the program makes it."""


def facts(path: Path) -> list[Any]:
    """All that a file holds, apart from the ids of what is judged."""
    with closing(sqlite3.connect(path)) as connection:
        queries = [
            *_JUDGED,
            *(f"SELECT {_OLD.get(each, '*')} FROM {each} ORDER BY 1" for each in _MADE),
        ]
        queries.append("SELECT id, owner_id, made_at, label, undone FROM changes ORDER BY 1")
        found = [connection.execute(sql).fetchall() for sql in queries]
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'zones'").fetchone():
            zones = dict(connection.execute("SELECT id, name FROM zones"))
            place = len(_JUDGED) + _MADE.index("logs")
            found[place] = [
                (text_of(key), enrolment, at, zones[zone], *rest)
                for key, enrolment, at, zone, *rest in found[place]
            ]
        return found


def opened(path: Path) -> Engine:
    return open_engine(path, clock=CLOCK)


def derive_ids(path: Path) -> None:
    """Takes the second step of the ladder, once more if it was taken."""
    with closing(sqlite3.connect(path)) as connection:
        LADDER[1].take(connection)
        connection.commit()


def copies(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{FOLDER}/*.db"))


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql)


@pytest.fixture(params=OLD, ids=lambda file: f"schema {file.stem}")
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file as a released version has left it."""
    path = tmp_path / "mine.db"
    released.load(request.param.read_text(encoding="utf-8"), path)
    return path


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_every_released_schema_is_kept() -> None:
    files = sorted(released.SCHEMAS.glob("*.sql"))
    assert [int(file.stem) for file in files] == [
        1,
        3,
        4,
        5,
    ]  # nobody was given a file of the second
    assert [step.version for step in LADDER] == list(range(1, VERSION + 1))
    assert all(step.name for step in LADDER)
    for file in files:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.executescript(file.read_text(encoding="utf-8"))
            assert connection.execute("PRAGMA user_version").fetchone() == (int(file.stem),)


def test_it_is_judged_the_same_and_the_doctor_is_content(path: Path) -> None:
    before = facts(path)
    engine = opened(path)
    checked = engine.doctor()
    assert (checked.problems, checked.schema_version) == ((), VERSION)
    engine.close()
    assert facts(path) == before
    again = opened(path)
    assert again.former_file is None
    again.close()
    assert len(copies(path)) == 1


def test_every_change_turns_back_and_forth(path: Path) -> None:
    """What each turn comes to is held by the snapshots of the released file."""
    engine = opened(path)
    turned = []
    for turn in (engine.redo, engine.undo, engine.redo):
        with pytest.raises(Refusal) as caught:
            while True:
                turned.append(turn().label)
        assert caught.value.code in (ErrorCode.NOTHING_TO_UNDO, ErrorCode.NOTHING_TO_REDO)
        assert engine.doctor().problems == ()
    assert len(turned) > 70
    engine.close()


def test_the_file_is_copied_first(path: Path, tmp_path: Path) -> None:
    old, before = version_of(path), facts(path)
    engine = opened(path)
    [copy] = copies(path)
    assert engine.former_file == copy
    assert copy.name == f"mine-before-upgrade-{old}-2026-03-11T100000Z.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert is_whole(copy, copy)
    assert copy.with_name(f"{copy.name}.sha256").is_file()
    assert (version_of(copy), facts(copy)) == (old, before)
    engine.log("gym")
    engine.restore_copy(copy)
    assert (version_of(path), facts(path)) == (VERSION, before)
    assert version_of(copy) == old
    assert not list(tmp_path.glob(".*"))


def test_a_name_that_is_taken_is_not_used(path: Path) -> None:
    saved = path.read_bytes()
    opened(path).close()
    path.write_bytes(saved)
    opened(path).close()
    names = [copy.stem.removeprefix("mine-before-upgrade-1-") for copy in copies(path)]
    assert names == ["2026-03-11T100000Z-2", "2026-03-11T100000Z"]


def test_without_a_copy_nothing_is_upgraded(path: Path) -> None:
    path.with_name(FOLDER).write_text("no folder")
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        opened(path)
    assert caught.value.code == ErrorCode.NO_ACCESS
    assert str(path) in caught.value.message
    assert caught.value.message.endswith("could not be made before; free its place and try again.")
    assert path.read_bytes() == before


def test_programs_that_open_it_at_once_upgrade_it_once(path: Path) -> None:
    def start(_: int) -> Path | None:
        engine = open_engine(path, clock=CLOCK, timeout=30)
        try:
            assert engine.owners()
            return engine.former_file
        finally:
            engine.close()

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(start, range(4)))
    assert [each for each in told if each is not None] == copies(path)


class Interrupted(BaseException):
    """What no code expects."""


class Watched(sqlite3.Connection):
    """A connection that is interrupted at its statement with a number, counted from 0."""

    left: int

    def count(self) -> None:
        Watched.left -= 1
        if Watched.left == -1:
            raise Interrupted

    def execute(self, *how: Any) -> sqlite3.Cursor:
        self.count()
        return super().execute(*how)

    def executemany(self, *how: Any) -> sqlite3.Cursor:
        self.count()
        return super().executemany(*how)


def test_what_is_interrupted_at_any_statement_is_old_and_can_go_on(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = path.read_bytes()
    opened(path).close()
    new = released.dump(path)
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Watched))
    # bringing it to the disk is no part of what is tried here
    pragmas = ("foreign_keys = ON", "synchronous = OFF")
    monkeypatch.setattr("unbroken.store.connection._PRAGMAS", pragmas)
    monkeypatch.setattr("unbroken.store.backup.sync", lambda path: None)
    monkeypatch.setattr("unbroken.store.atomic_files.sync", lambda path: None)
    at, interrupted = 0, True
    while interrupted:
        path.write_bytes(saved)
        Watched.left = at
        try:
            opened(path).close()
            interrupted = False
        except Interrupted:
            Watched.left = 1_000_000
            assert path.read_bytes() == saved or released.dump(path) == new, at
            assert not path.with_name("mine.db-journal").exists()
            if at % 10 == 0:
                opened(path).close()
                assert released.dump(path) == new, at
        at += 1 if thorough() or at < 30 else 9  # behind are the parts of the journal, all alike
    assert at > 60


KILLED = """
import os, signal, sqlite3, sys
from datetime import datetime
from pathlib import Path
left = int(sys.argv[2])
real = sqlite3.connect

def tick(statement):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)

def connect(*how, **more):
    connection = real(*how, **more)
    connection.set_trace_callback(tick)
    connection.execute("PRAGMA cache_size = 2")  # so that it writes before it is done
    return connection

sqlite3.connect = connect
from effort import thorough
from unbroken import open_engine
from unbroken.engine.clock import fixed_clock
moment = datetime.fromisoformat("2026-03-11T10:00:00+00:00")
open_engine(Path(sys.argv[1]), clock=fixed_clock(moment)).close()
print(left)
"""


def run_until(path: Path, statement: int) -> subprocess.CompletedProcess[str]:
    """Opens a file in a program of its own, which is killed at a statement."""
    return subprocess.run(
        [sys.executable, "-c", KILLED, str(path), str(statement)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_what_is_killed_is_old_or_new_and_can_go_on(path: Path) -> None:
    saved, before = path.read_bytes(), facts(path)
    old = version_of(path)
    whole = run_until(path, 1_000_000)
    assert whole.returncode == 0, whole.stderr
    new, statements = released.dump(path), 1_000_000 - int(whole.stdout)
    hot = 0
    for statement in range(10, statements, statements // (30 if thorough() else 3)):
        path.write_bytes(saved)
        assert run_until(path, statement).returncode == -signal.SIGKILL
        hot += path.with_name("mine.db-journal").exists()
        assert version_of(path) in (old, VERSION)
        assert facts(path) == before
        engine = opened(path)
        assert engine.doctor().problems == ()
        engine.close()
        assert released.dump(path) == new
    assert hot, "none was killed while it wrote"


def test_ids_follow_from_what_they_are_of(path: Path) -> None:
    engine = opened(path)
    namespace = UUID("6f0b8f6a-54b1-5c7e-9f5e-3c1d8a7be0d2")
    rows = engine.store.rows("SELECT id, unique_identifier, opened_on FROM progress_records")
    ids = {(whose, day): key for key, whose, day in rows}
    [run] = [record for record in engine.progress("run") if record.streak_broken_at is None]
    first_day = "2026-02-01"  # monthly, and opened on the 28th
    assert run.id == str(uuid5(namespace, f"{run.unique_identifier}:{first_day}"))
    assert ids[run.unique_identifier, "2026-02-28"] == run.id
    for reward in engine.rewards():
        wanted = uuid5(namespace, f"{reward.progress_id}:{reward.milestone_id}")
        assert reward.id == str(wanted)
    engine.close()


def dropped(path: Path) -> list[Any]:
    """What the journal remembers of records that are no more."""
    with closing(sqlite3.connect(path)) as connection:
        parts = connection.execute("SELECT data FROM change_parts").fetchall()
    return [
        each for (data,) in parts for each in json.loads(zlib.decompress(data)).get("retired", [])
    ]


def test_the_journal_forgets_the_ids_of_dropped_records(path: Path) -> None:
    assert len(dropped(path)) == 5
    opened(path).close()
    assert dropped(path) == []


def test_two_records_can_trade_their_ids(path: Path) -> None:
    derive_ids(path)
    new = released.dump(path)
    change(
        path,
        """
        CREATE TABLE pair AS SELECT MIN(id) AS one, MAX(id) AS two FROM progress_records
            WHERE id IN (SELECT progress_id FROM reward_logs);
        UPDATE reward_logs SET id = id || 'x';
        UPDATE progress_records SET id = 'held' WHERE id = (SELECT one FROM pair);
        UPDATE progress_records SET id = (SELECT one FROM pair) WHERE id = (SELECT two FROM pair);
        UPDATE progress_records SET id = (SELECT two FROM pair) WHERE id = 'held';
        UPDATE enrolments SET record_id = CASE record_id WHEN (SELECT one FROM pair)
            THEN (SELECT two FROM pair) ELSE (SELECT one FROM pair) END
            WHERE record_id IN (SELECT one FROM pair UNION SELECT two FROM pair);
        UPDATE reward_logs SET progress_id = CASE progress_id WHEN (SELECT one FROM pair)
            THEN (SELECT two FROM pair) ELSE (SELECT one FROM pair) END;
        DROP TABLE pair;
        """,
    )
    derive_ids(path)
    assert sorted(released.dump(path).splitlines()) == sorted(new.splitlines())
    engine = opened(path)
    assert engine.doctor().problems == ()
    engine.close()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE progress_records SET opened_on = 'x' WHERE streak_started_at % 2 = 0",
        "UPDATE progress_records SET opened_on = '2026-03-02'",
        "UPDATE streaks SET schedule = 'xx' WHERE activity_type = 'guitar'",
        "UPDATE streaks SET every = 4611686018427387904",
        "UPDATE progress_records SET enrolment_id = 99 WHERE opened_on > '2026-03-01'",
        "UPDATE change_parts SET data = X'00ff' WHERE id % 2 = 0",
        f"UPDATE change_parts SET data = X'{zlib.compress(b'[1]').hex()}'",
    ],
)
def test_what_cannot_be_read_is_carried_along(path: Path, sql: str) -> None:
    """The doctor tells of it, and mends it, as ever."""
    change(path, sql)
    engine = opened(path)
    checked = engine.doctor(repair=True)
    assert checked.schema_version == VERSION
    assert checked.problems
    assert checked.ok
    assert engine.doctor().problems == ()
    engine.close()


def test_damage_elsewhere_keeps_nothing_from_the_doctor(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        [(page,)] = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'changes_of_owner'"
        ).fetchall()
        [(size,)] = connection.execute("PRAGMA page_size").fetchall()
    data = bytearray(path.read_bytes())
    data[page * size - 12 : page * size] = bytes(12)
    path.write_bytes(bytes(data))
    engine = opened(path)
    checked = engine.doctor()
    assert not checked.ok
    assert any("changes_of_owner" in text for text in checked.problems)
    assert checked.schema_version == VERSION
    assert engine.former_file is not None
    assert engine.former_file.read_bytes()[100:] == bytes(data[100:])  # but for counters
    engine.close()


def test_a_store_says_that_it_has_to_be_upgraded(path: Path) -> None:
    store = Store(path)
    assert store.is_outdated is (version_of(path) < VERSION)
    with store.upgrading() as version:
        assert version == 1
    assert not store.is_outdated
    with store.upgrading() as version:
        assert version is None
    store.close()


def test_the_schema_is_the_one_of_a_new_file(path: Path, tmp_path: Path) -> None:
    opened(path).close()
    opened(tmp_path / "new.db").close()

    def schema(file: Path) -> list[tuple[str, str]]:
        with closing(sqlite3.connect(file)) as connection:
            query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
            return connection.execute(query).fetchall()

    assert schema(path) == schema(tmp_path / "new.db")


def _answers(engine: Engine) -> dict[str, Callable[[], object]]:
    return {"status": engine.status, "history": engine.history, "why": lambda: engine.why("read")}


@pytest.mark.parametrize("asked", ["status", "history", "why"])
def test_what_only_reads_upgrades_it_too(path: Path, asked: str) -> None:
    engine = opened(path)
    assert _answers(engine)[asked]()
    engine.close()
    assert version_of(path) == VERSION
