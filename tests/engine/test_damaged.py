"""Rows that cannot be read: said in one sentence, listed by the doctor, never a traceback."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from hand_clock import Hand
from stored_ids import sql_of
from unbroken.core.errors import ErrorCode, StoreError, Unreadable
from unbroken.core.instants import instant_of
from unbroken.engine.api import Engine
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.doctor import doctor
from unbroken.engine.logs import history
from unbroken.engine.salvage.salvaged_rows import salvaged
from unbroken.store.connection import Store
from unbroken.store.raw_tables import rows_of


def edit(path: Path, sql: str) -> None:
    """Changes the file behind the engine's back, as another program can."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(sql)


@pytest.fixture
def path(engine: Engine, clock: Hand) -> Path:
    """A streak with a log and a skip, in a file."""
    engine.add("Read", starts_on="2026-02-01", milestones=[(1, "One")])
    engine.log("read")
    engine.skip("read", clock().date())
    assert engine.database is not None
    return engine.database


UNREADABLE = {
    "UPDATE logs SET local_date = '2026-02-31'": "Read of me, log {log}: “2026-02-31” is no date",
    "UPDATE logs SET local_date = '9999-12-31'": "Read of me, log {log}: “9999-12-31” is no date",
    "UPDATE logs SET activity_at = 9000000000000000000": (
        "Read of me, log {log}: 9000000000000000000 is no instant"
    ),
    "UPDATE zones SET name = 'Mars/X'": (
        "Read of me, log {log}: “Mars/X” is no time zone known here"
    ),
    "UPDATE timezones SET timezone = 'Foo/Bar'": (
        "me: “Foo/Bar” is no time zone known here; give the right one with"
        ' `unbroken owner edit "me" --always --tz ZONE`'
    ),
    "UPDATE timezones SET timezone = '../x'": (
        "me: “../x” is no time zone known here; give the right one with"
        ' `unbroken owner edit "me" --always --tz ZONE`'
    ),
    "UPDATE timezones SET effective_from = 9000000000000000000": (
        "me: 9000000000000000000 is no instant"
    ),
    "DELETE FROM timezones": "me: the travel log of me is empty",
    "UPDATE streaks SET schedule = 'xx'": "Read: “xx” is no schedule",
    "UPDATE streaks SET schedule = '7'": "Read: “7” is no schedule",
    "UPDATE streaks SET starts_on = 'x'": "Read: “x” is no date",
    "UPDATE streaks SET starts_on = '0026-01-01'": "Read: “0026-01-01” is no date",
    "UPDATE streaks SET every = 4611686018427387904": (
        "Read: 4611686018427387904 is no number of periods"
    ),
    "INSERT INTO targets (streak_id, from_day, aggregation_target_value)"
    " SELECT id, 'x', 1 FROM streaks": "Read: “x” is no date",
    "UPDATE enrolments SET cursor_day = 'x'": "Read of me: “x” is no date",
    "UPDATE progress_records SET opened_on = 'x'": "Read of me: “x” is no date",
    "UPDATE progress_records SET streak_started_at = 9000000000000000000": (
        "Read of me: 9000000000000000000 is no instant"
    ),
    "UPDATE skips SET last_day = 'x'": "Read of me: “x” is no date",
    "INSERT INTO settings VALUES ('symbols', 'x')": "the setting symbols: “x” is no value",
    "DELETE FROM enrolments": ("the table logs refers to a row of enrolments that is not there"),
    "DROP TABLE reward_logs": "the file has no table reward_logs",
    "DROP INDEX logs_once": "the file has no index logs_once",
    "ALTER TABLE skips RENAME reason TO reasom": "the table skips is defined otherwise",
    "ALTER TABLE logs RENAME note TO notf": "the table logs is defined otherwise",
    "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, '0, 1', '0, 3')"
    " WHERE name = 'changes'": "the table changes is defined otherwise",
    "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = CAST(sql AS BLOB)"
    " WHERE name = 'skips'": "the table skips is defined otherwise",
    "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, 'nce(', 'Nce(')"
    " WHERE name = 'sqlite_sequence'": "the table sqlite_sequence is defined otherwise",
}


@pytest.mark.parametrize("sql", UNREADABLE)
def test_the_doctor_lists_what_cannot_be_read_and_mends_it(
    engine: Engine, path: Path, sql: str
) -> None:
    [log] = engine.history()
    edit(path, sql)
    damaged = path.read_bytes()
    checked = engine.doctor()
    assert not checked.ok
    assert checked.problems[0] == UNREADABLE[sql].format(log=log.id)
    assert (checked.repaired, checked.copy, checked.set_aside) == (0, None, None)
    assert path.read_bytes() == damaged
    mended = engine.doctor(repair=True)
    assert mended.ok
    assert mended.problems == checked.problems
    assert mended.repaired == len(checked.problems)
    assert mended.copy is not None
    assert Path(mended.copy).read_bytes() == damaged
    assert engine.doctor().problems == ()
    assert [each.id for each in engine.history()] == [log.id]
    assert (
        engine.log("read" if engine.streaks()[0].name == "Read" else "recovered").total_count == 2
    )


def test_the_doctor_goes_on_behind_what_cannot_be_read(engine: Engine, path: Path) -> None:
    engine.add("Run")
    engine.log("run")
    edit(
        path,
        "UPDATE streaks SET schedule = 'xx' WHERE name = 'Read';"
        "UPDATE progress_records SET current_progress_value = 99",
    )
    assert engine.doctor().problems == ("Read: “xx” is no schedule",)
    assert engine.doctor(repair=True).ok
    assert engine.doctor().ok
    assert [each.current_streak for each in engine.status()] == [1, 1]


def test_a_log_in_an_unknown_zone_is_judged_all_the_same(engine: Engine, path: Path) -> None:
    edit(path, "UPDATE zones SET name = 'Mars/X'; UPDATE enrolments SET longest = 99")
    assert len(engine.doctor(repair=True).problems) == 2
    assert engine.status()[0].longest_streak == 1
    assert engine.history()[0].timezone == "UTC"


def test_a_log_in_an_unknown_zone_is_in_nothings_way(engine: Engine, path: Path) -> None:
    edit(path, "UPDATE zones SET name = 'Mars/X'")
    assert engine.history()[0].timezone == "Mars/X"
    assert engine.export_document()["logs"][0]["timezone"] == "Mars/X"
    assert not engine.store.passed_over


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("local_date = 'x'", "“x” is no date"),
        ("local_date = '9000-01-01'", "“9000-01-01” is no date"),
        ("activity_at = 9000000000000000000", "9000000000000000000 is no instant"),
    ],
)
def test_one_log_that_cannot_be_read_is_named_and_the_rest_goes_on(
    engine: Engine, path: Path, sql: str, what: str
) -> None:
    [log] = engine.history()
    other = engine.log("read", note="kept").log
    edit(path, f"UPDATE logs SET {sql} WHERE id = {sql_of(log.id)}")
    assert engine.history() == [other]
    assert list(engine.store.passed_over) == [f"the log {log.id}: {what}"]
    engine.store.passed_over.clear()
    assert [each["note"] for each in engine.export_document()["logs"]] == ["kept"]
    assert list(engine.store.passed_over) == [f"the log {log.id}: {what}"]


def edit_past_the_indices(path: Path, sql: str) -> None:
    """Changes logs, and leaves their indices as they were."""
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA writable_schema = ON")
        hidden = file.execute("SELECT * FROM sqlite_master WHERE name LIKE 'logs_%'").fetchall()
        file.execute("DELETE FROM sqlite_master WHERE name LIKE 'logs_%'")
        file.commit()
    with closing(sqlite3.connect(path)) as file:
        file.execute(sql)
        file.execute("PRAGMA writable_schema = ON")
        file.executemany("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", hidden)
        file.commit()


def test_a_log_that_only_an_index_gives_to_a_streak_is_told(engine: Engine, path: Path) -> None:
    [log] = engine.history()
    engine.log("read", note="kept")
    edit_past_the_indices(path, f"UPDATE logs SET enrolment_id = 99 WHERE id = {sql_of(log.id)}")
    engine.store.reopen()
    assert [each["note"] for each in engine.export_document()["logs"]] == ["kept"]
    assert list(engine.store.passed_over) == ["1 of the logs belong to no streak or to nobody"]
    assert any("index" in each for each in engine.doctor().problems)


def test_a_skip_of_a_streak_that_is_gone_is_none_of_all_streaks(engine: Engine, path: Path) -> None:
    edit(path, "DELETE FROM streaks")
    for ask in (engine.skips, engine.export_document):
        with pytest.raises(StoreError) as caught:
            ask()
        assert caught.value.code == ErrorCode.DAMAGED


ASKED: dict[str, tuple[str, Callable[[Engine], object]]] = {
    "rules": (
        "UPDATE logs SET local_date = 'x'",
        lambda engine: engine.edit("read", goal="at_most"),
    ),
    "status": ("UPDATE streaks SET schedule = 'x'", lambda engine: engine.status()),
    "no streak": ("DELETE FROM streaks", lambda engine: engine.status()),
    "no owner": ("DELETE FROM owners", lambda engine: engine.progress(all_owners=True)),
    "no zone": ("DELETE FROM timezones", lambda engine: engine.status()),
    "log": ("UPDATE timezones SET timezone = 'Foo/Bar'", lambda engine: engine.log("read")),
    "owner": ("UPDATE timezones SET timezone = 'Foo/Bar'", lambda engine: engine.owner()),
    "why": ("UPDATE timezones SET timezone = 'Foo/Bar'", lambda engine: engine.why("read")),
    "export, enrolment": (
        "UPDATE enrolments SET enrolled_at = 9000000000000000000",
        lambda engine: engine.export_document(),
    ),
    "export, zone": (
        "UPDATE timezones SET effective_from = 9000000000000000000",
        lambda engine: engine.export_document(),
    ),
    "export, owner": (
        "PRAGMA foreign_keys = OFF; UPDATE enrolments SET owner_id = 'x'",
        lambda engine: engine.export_document(),
    ),
    "windows": ("UPDATE streaks SET every = 999999999999", lambda engine: engine.status()),
    "journal, time": (
        "UPDATE changes SET made_at = 9000000000000000000",
        lambda engine: engine.undo(),
    ),
    "journal, change": ("UPDATE change_parts SET data = X'00ff'", lambda engine: engine.undo()),
    "rewards": ("DROP TABLE reward_logs", lambda engine: engine.rewards()),
    "rewards, milestone": (
        "PRAGMA foreign_keys = OFF; UPDATE milestones SET streak_id = 'x'",
        lambda engine: engine.rewards(),
    ),
    "rewards, time": (
        "UPDATE reward_logs SET reward_issued_at = -4611686018427387904",
        lambda engine: engine.rewards(),
    ),
    "export, skip": ("UPDATE skips SET last_day = '{}'", lambda engine: engine.export_document()),
    "export, first day": (
        "UPDATE skips SET first_day = ''",
        lambda engine: engine.export_document(),
    ),
    **{
        f"log, {column}": (
            f"UPDATE enrolments SET {column} = 9223372036854775807",
            lambda engine: engine.log("read"),
        )
        for column in (
            *("total_count", "total", "chain", "longest", "chain_missed", "attempt_missed"),
        )
    },
    "log, below nothing": (
        "UPDATE enrolments SET chain = -1",
        lambda engine: engine.log("read"),
    ),
    "log, attempt": (
        "UPDATE progress_records SET current_progress_value = 9223372036854775807",
        lambda engine: engine.log("read"),
    ),
}


@pytest.mark.parametrize("asked", ASKED)
def test_what_cannot_be_read_is_told_in_a_sentence(engine: Engine, path: Path, asked: str) -> None:
    sql, question = ASKED[asked]
    edit(path, sql)
    with pytest.raises(StoreError) as caught:
        question(engine)
    assert caught.value.code == ErrorCode.DAMAGED
    assert caught.value.message.startswith("The database is damaged: ")
    assert caught.value.message.endswith("`.")


def test_an_unknown_zone_is_mended_as_the_message_says(engine: Engine, path: Path) -> None:
    edit(path, "UPDATE timezones SET timezone = 'Foo/Bar'")
    engine.edit_owner("me", tz="Europe/Berlin", always=True)
    assert engine.doctor().ok
    assert engine.owner().timezones[0].timezone == "Europe/Berlin"


def test_somebody_elses_unknown_zone_is_in_nobodys_way(engine: Engine, path: Path) -> None:
    engine.add_owner("Ada")
    edit(
        path,
        "UPDATE timezones SET timezone = 'Foo/Bar'"
        " WHERE owner_id = (SELECT id FROM owners WHERE name = 'Ada')",
    )
    assert engine.log("read").total_count == 2
    assert len(engine.doctor().problems) == 1


def test_the_doctor_writes_nothing_and_needs_no_lock(engine: Engine, path: Path) -> None:
    edit(path, "UPDATE enrolments SET longest = 99")
    engine.store.rows("PRAGMA query_only = ON")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        checked = engine.doctor()
    assert checked.problems == ("Read of me: its stored progress was wrong",)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE enrolments SET chain = 9223372036854775807, total = -1",
        "UPDATE progress_records SET current_progress_value = 9223372036854775807",
        "UPDATE reward_logs SET reward_issued_at = -4611686018427387904",
    ],
)
def test_numbers_that_nothing_comes_to_are_mended(engine: Engine, path: Path, sql: str) -> None:
    before = engine.status(), engine.rewards()
    edit(path, sql)
    assert engine.doctor().problems == ("Read of me: its stored progress was wrong",)
    assert engine.doctor(repair=True).ok
    assert (engine.status(), engine.rewards()) == before


def test_a_milestone_of_no_streak_is_named(engine: Engine, path: Path) -> None:
    edit(path, "PRAGMA foreign_keys = OFF; UPDATE milestones SET streak_id = 'x'")
    problem = "the table milestones refers to a row of streaks that is not there"
    assert problem in engine.doctor().problems
    assert engine.doctor(repair=True).ok
    assert engine.rewards() == []


def test_a_repaired_reference_is_no_problem_of_its_own(engine: Engine, path: Path) -> None:
    edit(path, "UPDATE enrolments SET record_id = 'nobody'")
    assert engine.doctor(repair=True).ok
    assert engine.doctor().ok


def test_a_record_of_nobody_is_taken_up_again(engine: Engine, path: Path) -> None:
    """Its id says whose it is."""
    edit(path, "PRAGMA foreign_keys = OFF; UPDATE progress_records SET enrolment_id = 99")
    assert engine.doctor().problems
    engine.delete_log(engine.log("read").log.id)
    assert engine.doctor().problems == ()


def test_text_that_is_no_text_blocks_nothing(engine: Engine, path: Path) -> None:
    [log] = engine.history()
    edit(path, "UPDATE logs SET note = CAST(X'61ff62' AS TEXT)")
    assert engine.history()[0].note == "a\ufffdb"
    assert engine.export_document()["logs"][0]["note"] == "a\ufffdb"
    checked = engine.doctor(repair=True)
    assert checked.problems == (f"Read of me, log {log.id}: the note is not UTF-8",)
    assert checked.ok
    assert engine.doctor().ok
    assert engine.history()[0].note == "a\ufffdb"
    [line] = Path(checked.set_aside or "").read_text(encoding="utf-8").splitlines()
    aside = json.loads(line)
    assert (aside["table"], aside["kept"]) == ("logs", True)
    assert aside["row"]["note"] == {"hex": "61ff62"}


def test_control_characters_are_cleaned(engine: Engine, path: Path) -> None:
    [log] = engine.history()
    edit(path, "UPDATE logs SET note = char(27) || '[31m'")
    assert engine.doctor().problems == (
        f"Read of me, log {log.id}: the note has control characters in it",
    )
    assert engine.doctor(repair=True).ok
    assert engine.history()[0].note == "\ufffd[31m"


def test_an_amount_that_the_streak_could_not_have_is_told(engine: Engine, path: Path) -> None:
    [log] = engine.history()
    edit(path, "UPDATE logs SET value = 9192")
    checked = engine.doctor()
    assert checked.ok  # a streak that was a sum before can have it
    assert checked.notes == (
        "Read of me: 1 log with an amount that is no number of times (9.192); each counts as one",
    )
    edit(path, "UPDATE logs SET value = 9000000000000000")
    assert engine.doctor().problems == (f"Read of me, log {log.id}: 9000000000000 is no amount",)
    assert engine.doctor(repair=True).ok
    assert engine.history()[0].value == 1


def test_a_trigger_that_is_not_ours_is_named_and_dropped(engine: Engine, path: Path) -> None:
    edit(path, "CREATE TRIGGER gone AFTER INSERT ON logs BEGIN DELETE FROM logs; END")
    assert engine.doctor().problems == ("the file has a trigger that is not Unbroken's: gone",)
    with pytest.raises(Unreadable, match="its trigger gone is not Unbroken's, and may change what"):
        engine.log("read")
    assert engine.status()[0].total_count == 1
    assert engine.doctor(repair=True).ok
    assert engine.log("read").total_count == 2


def test_rows_that_have_lost_their_numbers_get_them_again(engine: Engine, path: Path) -> None:
    before = engine.status()
    edit(
        path,
        "PRAGMA writable_schema = ON;"
        "UPDATE sqlite_master"
        " SET sql = replace(sql, 'INTEGER PRIMARY KEY AUTOINCREMENT', 'INTEGER')"
        " WHERE name = 'enrolments';"
        "PRAGMA schema_version = 1000",
    )
    assert "the table enrolments is defined otherwise" in engine.doctor().problems
    assert engine.doctor(repair=True).set_aside is None
    assert engine.status() == before


def test_a_row_that_is_there_twice_counts_once(engine: Engine) -> None:
    """Two pages of a table can lead to one leaf."""
    engine.add("Read")
    engine.log("read")
    rows = rows_of(engine.store)
    rows |= {name: rows[name] * 2 for name in ("timezones", "logs")}
    made = salvaged(rows, instant_of(engine.clock()))
    assert len(made.tables["logs"]) == len(made.tables["timezones"]) == 1
    assert [each.kept for each in made.findings] == [False, False]


def test_a_reference_that_nearly_meets_is_mended(engine: Engine, path: Path) -> None:
    owner = engine.owner().id
    other = ("0" if owner[0] != "0" else "1") + owner[1:]
    edit(path, f"PRAGMA foreign_keys = OFF; UPDATE owners SET id = '{other}'")
    with closing(Store(path)) as store:
        context = Context(store, engine.clock)
        assert doctor(context, Caller(True, other), repair=True).ok
        assert history(context, Caller(True, other))[0].activity_type == "read"


def test_a_change_that_cannot_be_read_leaves_the_journal(engine: Engine, path: Path) -> None:
    edit(path, "UPDATE change_parts SET data = X'00ff' WHERE id = (SELECT MAX(id) FROM changes)")
    assert engine.doctor().problems == (
        "the journal: a change cannot be read, and so not be taken back (2 times)",
    )
    assert engine.doctor(repair=True).ok
    assert engine.undo().label == "log Read"


def test_a_copy_that_was_changed_is_told_and_put_aside(engine: Engine, path: Path) -> None:
    copy = engine.backup()
    assert engine.doctor().ok
    copy.write_bytes(copy.read_bytes()[:-1] + b"x")
    problem = f"the copy {copy} is damaged: it is not as it was written, or cannot be read"
    assert engine.doctor().problems == (problem,)
    assert engine.doctor(repair=True).ok
    assert copy.with_name(f"{copy.name}.damaged").exists()
    assert engine.doctor().ok


@pytest.mark.parametrize("broken", [[1], [1, 3], [0, 2, 3], [1, 5], [4, 5], [0, 5], range(6)])
def test_rows_that_are_broken_in_themselves_are_read_column_by_column(
    engine: Engine, broken: Sequence[int]
) -> None:
    engine.add("Read")
    logs = [engine.log("read", note=f"page {number}").log for number in range(6)]
    assert engine.database is not None
    damaged = bytearray(engine.database.read_bytes())
    for number in broken:
        # eleven columns and their length stand before the id, the seventh of them the note's
        octets = re.escape(UUID(logs[number].id).bytes)
        at = re.search(rb"\x0c\x2c.{10}" + octets, damaged, re.DOTALL)
        assert at is not None
        damaged[at.start() + 7] = 0x7F  # a note that goes on behind the end of the row
    engine.database.write_bytes(damaged)
    caller = Caller(True, engine.owner().id)
    with closing(Store(engine.database)) as store:
        context = Context(store, engine.clock)
        assert doctor(context, caller, repair=True).ok
        assert {log.id for log in history(context, caller)} == {log.id for log in logs}


def test_what_is_whole_is_not_held_in_full(
    engine: Engine, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither its logs nor its journal, nor a copy of it; what is damaged is looked at in full."""
    assert engine.database == path
    for call in ("raw_rows", "in_memory"):
        real = getattr(Store, call)

        def told(store: Store, *table: str, call: str = call, real: Any = real) -> Any:
            asked.append((call, *table))
            return real(store, *table)

        monkeypatch.setattr(Store, call, told)
    asked: list[tuple[str, ...]] = []
    assert engine.doctor().ok
    assert not {("in_memory",), ("raw_rows", "logs"), ("raw_rows", "change_parts")} & {*asked}
    edit(path, "UPDATE logs SET note = char(27)")
    [problem] = engine.doctor().problems
    assert problem.endswith("the note has control characters in it")
    assert {("in_memory",), ("raw_rows", "logs"), ("raw_rows", "change_parts")} <= {*asked}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE enrolments SET total_count = 2",
        "UPDATE enrolments SET longest = 7",
        "UPDATE progress_records SET current_progress_value = 9",
        "UPDATE progress_records SET id = 'x'; UPDATE enrolments SET record_id = 'x'",
        "DELETE FROM reward_logs",
        "UPDATE reward_logs SET reward_issued_at = 5",
        "DELETE FROM logs",
    ],
)
def test_every_wrong_judgement_is_seen(engine: Engine, path: Path, sql: str) -> None:
    edit(path, f"PRAGMA foreign_keys = OFF; {sql}")
    assert "Read of me: its stored progress was wrong" in engine.doctor().problems
    assert engine.doctor(repair=True).ok
