"""A damaged database on the command line: one sentence, exit 3; the doctor says what."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from .conftest import Unbroken

Edit = Callable[[str], None]

pytestmark = pytest.mark.usefixtures("read")


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    """Changes the database file, as another program can."""

    def change(sql: str) -> None:
        with closing(sqlite3.connect(tmp_path / "u.db")) as connection, connection:
            connection.executescript(sql)

    return change


@pytest.mark.parametrize(
    ("sql", "command"),
    [
        ("UPDATE logs SET local_date = '2026-02-31'", "history"),
        ("UPDATE logs SET local_date = '2026-02-31'", "calendar"),
        ("UPDATE logs SET timezone = 'Mars/X'", "history"),
        ("UPDATE timezones SET timezone = 'Foo/Bar'", "status"),
        ("UPDATE timezones SET timezone = 'Foo/Bar'", "log read 5"),
        ("DELETE FROM timezones", "status"),
        ("UPDATE streaks SET schedule = 'xx'", "status"),
        ("DROP TABLE reward_logs", "rewards"),
    ],
)
def test_one_sentence_and_exit_3(unbroken: Unbroken, edit: Edit, sql: str, command: str) -> None:
    edit(sql)
    ran = unbroken(*command.split())
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("The database is damaged: ")
    assert ran.err.count("\n") == 1
    ran = unbroken("--json", *command.split())
    assert (ran.code, ran.out) == (3, "")
    error = json.loads(ran.err)["error"]
    assert error["code"] == "damaged"
    assert error["message"].startswith("The database is damaged: ")


@pytest.mark.parametrize("option", [[], ["--repair"]])
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE logs SET local_date = '2026-02-31'", "“2026-02-31” is no date"),
        ("UPDATE timezones SET timezone = 'Foo/Bar'", "me: “Foo/Bar” is no time zone known here"),
        ("DELETE FROM timezones", "me: the travel log of me is empty"),
        ("DELETE FROM owners", "enrolments refers to a row of owners that is not there"),
        ("UPDATE streaks SET schedule = 'xx'", "Read: “xx” is no schedule"),
        ("DROP TABLE reward_logs", "the file has no table reward_logs"),
    ],
)
def test_the_doctor_says_what(
    unbroken: Unbroken, edit: Edit, sql: str, said: str, option: list[str]
) -> None:
    edit(sql)
    ran = unbroken("doctor", *option)
    assert (ran.code, ran.err) == (1, "")
    assert said in ran.out


def test_a_copy_is_restored_as_the_message_says(
    unbroken: Unbroken, edit: Edit, tmp_path: Path
) -> None:
    copy = str(tmp_path / "copy.db")
    assert unbroken("backup", copy).code == 0
    edit("DELETE FROM timezones; UPDATE streaks SET schedule = 'xx'")
    assert unbroken("status").code == 3
    assert unbroken("restore", copy, "--yes").code == 0
    assert unbroken("doctor").code == 0
