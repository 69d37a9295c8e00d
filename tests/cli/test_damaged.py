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
            connection.execute("PRAGMA ignore_check_constraints = ON")
            connection.executescript(sql)

    return change


@pytest.mark.parametrize(
    ("sql", "command"),
    [
        ("UPDATE logs SET local_date = '2026-02-31'", "calendar"),
        ("UPDATE timezones SET timezone = 'Foo/Bar'", "status"),
        ("UPDATE timezones SET timezone = 'Foo/Bar'", "log read 5"),
        ("DELETE FROM timezones", "status"),
        ("UPDATE owners SET week_start = 9", "status"),
        ("UPDATE streaks SET schedule = 'xx'", "why read"),
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
def test_the_doctor_says_what(unbroken: Unbroken, edit: Edit, sql: str, said: str) -> None:
    edit(sql)
    ran = unbroken("doctor")
    assert (ran.code, ran.err) == (1, "")
    assert said in ran.out
    ran = unbroken("doctor", "--repair")
    assert (ran.code, ran.err) == (0, "")
    assert said in ran.out
    assert "As it was it is kept in " in ran.out
    assert unbroken("doctor").code == 0
    assert unbroken("status").code == 0


def test_what_is_left_out_is_named_and_the_rest_answered(unbroken: Unbroken, edit: Edit) -> None:
    edit("UPDATE logs SET local_date = 'x' WHERE local_date = '2026-03-09'")
    ran = unbroken("history")
    assert (ran.code, ran.out.count("Read")) == (3, 1)
    assert ran.err.startswith("Left out, since it cannot be read: the log ")
    assert ran.err.endswith("“x” is no date. `unbroken doctor --repair` mends what can be.\n")
    ran = unbroken("history", "--json")
    assert (ran.code, len(json.loads(ran.out))) == (3, 1)
    assert json.loads(ran.err)["error"]["code"] == "damaged"


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE streaks SET schedule = 'xx' WHERE name = 'Read'", "“xx” is no schedule"),
        ("UPDATE streaks SET starts_on = '9000-01-01' WHERE name = 'Read'", "“9000-01-01” is"),
        (
            "INSERT INTO targets (streak_id, from_day, aggregation_target_value)"
            " SELECT id, 'x', 1 FROM streaks WHERE name = 'Read'",
            "“x” is no date",
        ),
        ("UPDATE enrolments SET cursor_day = 'x' WHERE id = 1", "“x” is no date"),
        ("UPDATE enrolments SET chain = -5 WHERE id = 1", "-5 is no number of what was done"),
    ],
)
def test_the_other_streaks_are_shown_beside_one_that_cannot_be_read(
    unbroken: Unbroken, edit: Edit, sql: str, said: str
) -> None:
    unbroken("add", "Walk")
    unbroken("log", "walk")
    edit(sql)
    ran = unbroken("status")
    assert ran.code == 3
    assert ("Walk" in ran.out, "Read" in ran.out) == (True, False)
    assert ran.err.startswith(f"Left out, since it cannot be read: the streak Read: {said}")
    assert ran.err.endswith(". `unbroken doctor --repair` mends what can be.\n")
    ran = unbroken("status", "--json")
    assert [each["name"] for each in json.loads(ran.out)] == ["Walk"]
    assert unbroken("history").out.count("ead") == 2  # its logs can be read
    assert unbroken("doctor", "--repair").code == 0
    assert unbroken("status").code == 0


NO_SCHEDULE = ("UPDATE streaks SET schedule = 'xx' WHERE name = 'Read'", "“xx” is no schedule")
NO_NUMBER = ("UPDATE enrolments SET chain = -5 WHERE id = 1", "-5 is no number of what was done")
NO_DATE = ("UPDATE logs SET local_date = 'x' WHERE local_date = '2026-03-09'", "“x” is no date")


@pytest.mark.parametrize(
    ("line", "damage"),
    [
        *[("due", NO_SCHEDULE), ("due", NO_NUMBER), ("due --short", NO_NUMBER)],
        *[("stats", NO_SCHEDULE), ("stats", NO_DATE), ("stats --all-owners", NO_DATE)],
        *[("stats --json", NO_NUMBER), ("report", NO_SCHEDULE), ("report 2026", NO_DATE)],
    ],
)
def test_other_streaks_are_told_of_beside_one_that_cannot_be_read(
    unbroken: Unbroken, edit: Edit, line: str, damage: tuple[str, str]
) -> None:
    unbroken("add", "Walk", "--starts-on", "2026-03-05")
    edit(damage[0])
    ran = unbroken(*line.split())
    assert (ran.code, "Walk" in ran.out) == (3, True)
    assert ("Read" in ran.out) is (line == "report 2026")  # what it won can be read
    assert f"Left out, since it cannot be read: the streak Read: {damage[1]}. " in (
        json.loads(ran.err)["error"]["message"] if "--json" in line else ran.err
    )


@pytest.mark.parametrize("line", ["stats read", "report 2026 read"])
def test_a_streak_that_cannot_be_read_is_not_told_of_in_part(
    unbroken: Unbroken, edit: Edit, line: str
) -> None:
    unbroken("add", "Walk")
    edit(NO_DATE[0])
    ran = unbroken(*line.split())
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("The database is damaged: “x” is no date; mend it with ")
    assert unbroken(*line.replace("read", "walk").split()).code == 0


def test_that_there_is_no_streak_is_not_said_of_those_that_cannot_be_read(
    unbroken: Unbroken, edit: Edit
) -> None:
    edit("UPDATE streaks SET schedule = 'xx'")
    ran = unbroken("status")
    assert (ran.code, ran.out) == (3, "There may be streaks, but none that can be read.\n")
    assert "the streak Read: “xx” is no schedule" in ran.err


def test_a_damaged_owner_is_in_nobody_elses_way(unbroken: Unbroken, edit: Edit) -> None:
    unbroken("owner", "add", "Ben")
    edit("UPDATE owners SET week_start = 9 WHERE name = 'Ben'")
    for line in ("status", "log read 5", "due", "calendar", "export --format csv -o x.csv"):
        ran = unbroken(*line.split())
        assert "Ben" not in ran.err or line.startswith("export"), line
        assert (ran.code == 0) is (not line.startswith("export")), line
    ran = unbroken("owner")
    assert (ran.code, "me" in ran.out, "Ben" in ran.out) == (3, True, False)
    assert ran.err.startswith("Left out, since it cannot be read: the owner Ben: ")
    ran = unbroken("status", "--owner", "Ben")
    assert (ran.code, ran.out) == (3, "")


def test_a_copy_is_restored_as_the_message_says(
    unbroken: Unbroken, edit: Edit, tmp_path: Path
) -> None:
    copy = str(tmp_path / "copy.db")
    assert unbroken("backup", copy).code == 0
    edit("DELETE FROM timezones; UPDATE streaks SET schedule = 'xx'")
    assert unbroken("status").code == 3
    assert unbroken("restore", copy, "--yes").code == 0
    assert unbroken("doctor").code == 0


STEERING = "x\x1b]52;c;aGk=\x07\x9b31m\u202e\nnext"


@pytest.mark.parametrize(
    "line",
    [
        *("status", "status read", "history", "rewards", "owner", "config", "due", "calendar"),
        *("why read", "progress", "export --format csv", "export --format ics", "export", "doctor"),
        *("undo", "nonsense", "log rea --tz x", "history --all-owners", "status --owner nobody"),
        *("edit read --target 3 --yes", "log read 20", "skip read today", "remove read --yes"),
    ],
)
def test_what_is_stored_steers_no_terminal(unbroken: Unbroken, edit: Edit, line: str) -> None:
    text = STEERING.replace("'", "''")
    edit(
        f"UPDATE streaks SET name = '{text}', unit = '{text}', group_name = '{text}',"
        f" description = '{text}'; UPDATE owners SET name = '{text}';"
        f" UPDATE logs SET note = '{text}'; UPDATE milestones SET title = '{text}';"
        f" UPDATE changes SET label = '{text}';"
        f""" INSERT INTO settings VALUES ('symbols', '"unicode"')"""
    )
    for option in ((), ("--json",)):
        ran = unbroken(*line.split(), *option)
        assert not set(ran.out + ran.err) & set("\x1b\x07\x9b\u202e")


def page(number: int, octets: bytes) -> Callable[[bytes], bytes]:
    """Writes octets at the beginning of a page."""
    at = (number - 1) * 4096
    return lambda content: content[:at] + octets + content[at + len(octets) :]


def other_index(content: bytes) -> bytes:
    """Changes an entry of an index: the first one that was made stands at the end of its page."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(content)
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'logs_in_time'"
        [(number,)] = connection.execute(query)
    end = number * 4096
    return content[: end - 1] + bytes([content[end - 1] ^ 1]) + content[end:]


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "header": page(1, b"SQLite formaX"),
    "no header": page(1, bytes(100)),
    "first page": page(1, bytes(4096)),
    "version": lambda content: content[:60] + bytes(4) + content[64:],
    "an index": other_index,
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_file_that_cannot_be_opened_is_written_anew(
    unbroken: Unbroken, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "u.db"
    before = json.loads(unbroken("export").out)
    damaged = BROKEN[kind](path.read_bytes())
    path.write_bytes(damaged)
    found = unbroken("doctor", "--json")
    assert found.code == 1
    assert json.loads(found.out)["ok"] is False
    assert path.read_bytes() == damaged
    ran = unbroken("doctor", "--repair", "--json")
    assert (ran.code, ran.err) == (0, "")
    kept = Path(json.loads(ran.out)["copy"])
    assert kept.read_bytes() == damaged
    assert unbroken("doctor").code == 0
    after = json.loads(unbroken("export").out)
    assert [each["id"] for each in after["logs"]] == [each["id"] for each in before["logs"]]
    assert after["streaks"] == before["streaks"]


def test_what_cannot_be_read_at_all_names_the_newest_whole_copy(
    unbroken: Unbroken, tmp_path: Path
) -> None:
    assert unbroken("backup").code == 0
    [copy] = (tmp_path / "backups").glob("*.db")
    (tmp_path / "u.db").write_bytes((tmp_path / "u.db").read_bytes()[:100] + bytes(9000))
    for line in (("doctor",), ("doctor", "--repair")):
        ran = unbroken(*line)
        assert (ran.code, ran.out) == (3, "")
        assert f"restore its newest whole copy with `unbroken restore {copy}`." in ran.err
    assert unbroken("restore", str(copy), "--yes").code == 0
    assert unbroken("doctor").code == 0


def test_another_file_is_left_alone(unbroken: Unbroken, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Dear diary, " * 900)
    ran = unbroken("doctor", "--repair", "--db", str(path))
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.endswith("is not an Unbroken database; name another file with --db.\n")
    assert path.read_text().startswith("Dear diary")
    assert not (tmp_path / "backups").exists()
