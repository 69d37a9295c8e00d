"""The file: made privately, opened with care, written in one piece."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from unbroken.core.errors import Clash, ErrorCode, StoreError, Unreadable
from unbroken.core.local_days import Day, day_of
from unbroken.store.backup import copy_to
from unbroken.store.connection import MEMORY, Store
from unbroken.store.integrity import missing
from unbroken.store.log_entries import DaySpan, load_entries_in
from unbroken.store.models import TABLES, Setting
from unbroken.store.schema import APPLICATION_ID, VERSION
from unbroken.store.stored_values import Known, check_instants, judged_day, stored_day


@pytest.fixture(autouse=True)
def new_files() -> None:
    """Every new file is made as the program makes it."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "made" / "unbroken.db"


def code_of(path: Path) -> str:
    with pytest.raises(StoreError) as caught:
        Store(path, timeout=0.05)
    assert str(path) in caught.value.message
    assert caught.value.message.endswith(".")
    return caught.value.code


def test_a_new_file_is_readable_by_its_owner_alone(path: Path) -> None:
    Store(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_file_says_whose_it_is_and_is_kept_safe(path: Path) -> None:
    store = Store(path)
    assert store.rows("PRAGMA application_id") == [(APPLICATION_ID,)]
    assert store.rows("PRAGMA user_version") == [(VERSION,)]
    assert store.rows("PRAGMA synchronous") == [(3,)]
    assert store.rows("PRAGMA journal_mode") == [("delete",)]
    assert store.rows("PRAGMA foreign_keys") == [(1,)]
    store.close()


def test_the_tables_are_those_of_the_models(path: Path) -> None:
    store = Store(path)
    for model in TABLES:
        table = model._meta.table_name
        [(sql,)] = store.rows("SELECT sql FROM sqlite_master WHERE name = ?", (table,))
        assert sql.endswith("STRICT")
        columns = {
            name: (kind, bool(required) and not key)
            for _, name, kind, required, _, key in store.rows(f"PRAGMA table_info({table})")
        }
        fields = {field.column_name: field for field in model._meta.sorted_fields}
        assert set(columns) == set(fields)
        for name, (kind, required) in columns.items():
            field = fields[name]
            if not field.primary_key:
                assert required is not field.null, (table, name)
            expected = {each: each for each in ("TEXT", "BLOB", "ANY")}
            assert kind == expected.get(field.field_type, "INTEGER"), (table, name)
    store.close()


def test_only_one_record_is_in_progress(path: Path) -> None:
    store = Store(path)
    store.rows("PRAGMA foreign_keys = 0")
    insert = (
        "INSERT INTO progress_records (id, enrolment_id, unique_identifier, opened_on,"
        " current_progress_value, streak_progress_status, streak_started_at)"
        " VALUES (?, 1, 's:o', '2026-01-01', 0, ?, 0)"
    )
    store.rows(insert, ("a", "in_progress"))
    store.rows(insert, ("b", "broken"))
    with pytest.raises(Clash):
        store.rows(insert, ("c", "in_progress"))
    store.close()


def test_what_is_not_a_database_is_refused_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("Dear diary, this is a long text and no database at all. " * 20)
    before = path.read_bytes()
    assert code_of(path) == ErrorCode.NOT_A_DATABASE
    assert path.read_bytes() == before


def test_another_programs_database_is_refused(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t (a)")
    other.close()
    assert code_of(path) == ErrorCode.NOT_A_DATABASE


def test_a_file_that_holds_nothing_becomes_a_database(path: Path) -> None:
    """A first start that was interrupted has nothing to protect."""
    path.parent.mkdir()
    path.touch()
    Store(path).close()
    Store(path).close()
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t (a)")
        other.execute("DROP TABLE t")
    other.close()
    store = Store(path)
    assert store.rows("PRAGMA user_version") == [(VERSION,)]
    store.close()


def test_a_dangling_link_leads_to_a_private_file(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    path.symlink_to(tmp_path / "elsewhere" / "own.db")
    Store(path).close()
    assert stat.S_IMODE((tmp_path / "elsewhere" / "own.db").stat().st_mode) == 0o600


def test_a_first_start_that_is_under_way_is_waited_for(path: Path) -> None:
    """Of two programs that find the same empty file, one fills it and both use it."""
    path.parent.mkdir()
    path.touch()
    begun = sqlite3.connect(path, isolation_level=None)
    begun.execute("BEGIN IMMEDIATE")
    assert code_of(path) == ErrorCode.LOCKED
    begun.execute("ROLLBACK")
    begun.close()
    Store(path).close()


@pytest.mark.parametrize("version", [0, -1])
def test_a_schema_that_never_was_is_damage(path: Path, version: int) -> None:
    store = Store(path)
    store.rows(f"PRAGMA user_version = {version}")
    store.close()
    assert code_of(path) == ErrorCode.DAMAGED


def test_a_pipe_is_no_file(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    assert code_of(path) == ErrorCode.NO_ACCESS


def test_a_file_of_a_newer_version_is_refused(path: Path) -> None:
    store = Store(path)
    store.rows(f"PRAGMA user_version = {VERSION + 1}")
    store.close()
    assert code_of(path) == ErrorCode.NEWER_VERSION


def test_a_damaged_file_is_refused(path: Path) -> None:
    Store(path).close()
    data = bytearray(path.read_bytes())
    data[100:4096] = b"\xff" * 3996
    path.write_bytes(bytes(data))
    assert code_of(path) in (ErrorCode.DAMAGED, ErrorCode.NOT_A_DATABASE)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert code_of(tmp_path) == ErrorCode.NO_ACCESS


def test_a_lock_is_waited_for_and_then_said(path: Path) -> None:
    one, other = Store(path), Store(path, timeout=0.05)
    with one.writing(), pytest.raises(StoreError) as caught, other.writing():
        raise AssertionError("the lock should not have been given")
    assert caught.value.code == ErrorCode.LOCKED
    with other.writing():
        pass
    one.close()
    other.close()


def test_a_failed_write_leaves_nothing_and_the_first_error(path: Path) -> None:
    store = Store(path)
    with pytest.raises(ZeroDivisionError), store.writing():
        store.run(Setting.insert(key="a", value="1"))
        raise ZeroDivisionError
    with pytest.raises(ZeroDivisionError), store.writing():
        store.run(Setting.insert(key="a", value="1"))
        store.rows("ROLLBACK")
        raise ZeroDivisionError
    with store.writing(discard=True):
        store.run(Setting.insert(key="a", value="1"))
    assert store.rows("SELECT * FROM settings") == []
    store.close()


Step = int | tuple[list["Step"], bool]
"""A row to write; or steps inside a part of the transaction, and whether that part is kept."""
STEPS = st.recursive(
    st.integers(0, 99),
    lambda inner: st.tuples(st.lists(inner, max_size=4), st.booleans()),
    max_leaves=12,
)


@settings(max_examples=examples(1600))
@given(st.lists(STEPS, max_size=6))
def test_a_part_that_fails_takes_back_what_is_in_it_alone(steps: list[Step]) -> None:
    """Also where parts begin before anything was written, and nest in one another."""
    store = Store(MEMORY)

    def write(steps: list[Step]) -> set[int]:
        kept: set[int] = set()
        for step in steps:
            if isinstance(step, int):
                store.rows("INSERT OR REPLACE INTO settings VALUES (?, '1')", (str(step),))
                kept.add(step)
                continue
            inner, is_kept = step
            with suppress(ZeroDivisionError), store.writing():
                written = write(inner)
                if not is_kept:
                    raise ZeroDivisionError
                kept |= written
        return kept

    with store.writing():
        kept = write(steps)
    assert {int(key) for (key,) in store.rows("SELECT key FROM settings")} == kept
    store.close()


def test_data_version_tells_of_another_programs_change(path: Path) -> None:
    one, other = Store(path), Store(path)
    before = one.data_version
    with one.writing():
        one.run(Setting.insert(key="a", value="1"))
    assert one.data_version == before
    with other.writing():
        other.run(Setting.insert(key="b", value="1"))
    assert one.data_version != before
    one.close()
    other.close()


def test_two_first_starts_at_once_make_one_database(path: Path) -> None:
    errors: list[StoreError] = []

    def start() -> None:
        try:
            Store(path).close()
        except StoreError as error:
            errors.append(error)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_a_copy_is_whole_private_and_never_over_a_file(path: Path, tmp_path: Path) -> None:
    store = Store(path)
    with store.writing():
        store.run(Setting.insert(key="a", value="1"))
    target = tmp_path / "copies" / "copy.db"
    copy_to(store, target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    names = sorted(each.name for each in target.parent.iterdir())
    assert names == ["copy.db", "copy.db.sha256"]
    copy = Store(target)
    assert copy.rows("SELECT key, value FROM settings") == [("a", "1")]
    copy.close()
    before = target.read_bytes()
    with pytest.raises(StoreError):
        copy_to(store, target)
    assert target.read_bytes() == before
    store.close()


NO_DATES = ["", "garbage", "2026-02-31", "2026-3-01", "20260301", "0001-01-01", "9999-12-31"]
FAR = ["1000-01-01", "1968-01-01", "2102-02-01", "9000-01-01"]


@pytest.mark.parametrize(
    ("read", "text"),
    [
        *((stored_day, each) for each in NO_DATES + FAR),
        *((judged_day, each) for each in NO_DATES),
    ],
)
def test_what_is_no_date_is_damage(read: Callable[[str], Day], text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(text)
    assert caught.value.code == ErrorCode.DAMAGED
    assert caught.value.what == f"“{text}” is no date"


def test_dates_and_instants_are_read_to_the_ends_of_what_is_recorded() -> None:
    for text in ("1969-12-31", "2026-02-28", "2101-01-01"):
        assert stored_day(text) == judged_day(text) == day_of(text)
    for text in FAR:  # where a period of a thousand years begins or ends
        assert judged_day(text) == day_of(text)
    check_instants(None, -86_400_000_000, 0, 4_133_980_800_000_000)
    for at in (-(2**63), 2**63 - 1):
        with pytest.raises(Unreadable):
            check_instants(0, at)


def test_what_is_referred_to_and_gone_is_damage() -> None:
    known = Known({"a": 1})
    assert (known["a"], known.get("b"), "b" in known) == (1, None, False)
    with pytest.raises(Unreadable):
        known["b"]


@pytest.mark.parametrize(
    ("sql", "query", "what"),
    [
        ("DROP TABLE settings", "SELECT * FROM settings", "it has no table settings"),
        ("DROP TABLE settings", "DELETE FROM settings", "it has no table settings"),
        (
            "ALTER TABLE streaks DROP COLUMN color",
            "SELECT color FROM streaks",
            "it has no column color",
        ),
    ],
)
def test_a_table_that_is_gone_is_damage(path: Path, sql: str, query: str, what: str) -> None:
    store = Store(path)
    store.rows(sql)
    with pytest.raises(Unreadable) as caught:
        store.rows(query)
    assert caught.value.what == what
    store.close()


def test_a_copy_in_memory_is_another_database(path: Path) -> None:
    store = Store(path)
    store.insert("settings", {"key": "a", "value": "1"})
    copy = store.in_memory()
    copy.rows("DELETE FROM settings")
    assert store.rows("SELECT key FROM settings") == [("a",)]
    assert missing(copy, "table") == missing(copy, "index") == []
    copy.close()
    store.close()


def test_a_copy_in_memory_does_not_wait_for_ever(path: Path) -> None:
    store, other = Store(path, timeout=0.05), Store(path)
    other.rows("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError) as caught:
        store.in_memory()
    assert caught.value.code == ErrorCode.LOCKED
    store.close()
    other.close()


def test_the_file_says_what_it_lacks(path: Path) -> None:
    store = Store(path)
    store.rows("DROP TABLE reward_logs")
    store.rows("DROP INDEX logs_once")
    assert missing(store, "table") == ["reward_logs"]
    assert set(missing(store, "index")) == {
        "logs_once",
        "reward_logs_once",
        "reward_logs_of_milestone",
    }
    store.close()


@pytest.mark.parametrize("name", ["file:x.db", "file:y?mode=memory", "file:///z", "a b?c#d.db"])
def test_a_name_is_a_path_and_no_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    store = Store(name)
    store.rows("INSERT INTO settings VALUES ('theme', '1')")
    store.close()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [str(path.relative_to(tmp_path)) for path in files] == [str(Path(name))]
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600
    again = Store(name)
    assert again.rows("SELECT value FROM settings") == [("1",)]
    again.close()


def test_a_log_that_was_not_asked_for_is_damage(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(path)
    row = (2, 0, "2026-03-10", 1000, 0)  # as of an index that names another row
    monkeypatch.setattr(store, "rows", lambda *_: [row])
    with pytest.raises(Unreadable):
        load_entries_in(store, [DaySpan(1, day_of("2026-03-01"), day_of("2026-03-31"))])
    assert list(
        load_entries_in(store, [DaySpan(2, day_of("2026-03-01"), day_of("2026-03-31"))])
    ) == [2]
    store.close()
