"""Loop's database."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from unbroken.exchange import registry
from unbroken.exchange.contract import CivilInstants, ExchangeError, Plan
from unbroken.exchange.importers import loop_db

Read = Callable[[Path], Plan]

HABITS = """CREATE TABLE Habits (id integer primary key, archived integer, color integer,
    description text, freq_den integer, freq_num integer, highlight integer, name text,
    position integer, reminder_hour integer, reminder_min integer, reminder_days integer,
    type integer, target_type integer, target_value real, unit text, question text, uuid text)"""
REPETITIONS = """CREATE TABLE Repetitions (id integer primary key, habit integer,
    timestamp integer, value integer, notes text)"""


def stamp(day: str) -> int:
    return (date.fromisoformat(day) - date(1970, 1, 1)).days * 86_400_000


def habit(connection: sqlite3.Connection, **columns: Any) -> None:
    columns = {"freq_num": 1, "freq_den": 1, "type": 0, "archived": 0, "color": 8, **columns}
    names = ", ".join(columns)
    marks = ", ".join("?" * len(columns))
    connection.execute(f"INSERT INTO Habits ({names}) VALUES ({marks})", [*columns.values()])


def entry(
    connection: sqlite3.Connection, number: int, day: str, value: Any, note: str = ""
) -> None:
    connection.execute(
        "INSERT INTO Repetitions (habit, timestamp, value, notes) VALUES (?, ?, ?, ?)",
        (number, stamp(day), value, note),
    )


def make(path: Path, *fill: Callable[[sqlite3.Connection], None], version: int = 25) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(HABITS)
        connection.execute(REPETITIONS)
        for step in fill:
            step(connection)
        connection.execute(f"PRAGMA user_version = {version}")
        connection.commit()
    return path


def test_yes_no_marks(tmp_path: Path, importing: Read, untouched: Callable[[], None]) -> None:
    def fill(db: sqlite3.Connection) -> None:
        habit(db, id=7, name="Café", question="Drunk?", description="slowly", uuid="u1", position=1)
        for day, value, note in [
            ("2026-03-01", 0, "ill"),
            ("2026-03-02", 2, "good"),
            ("2026-03-03", 1, ""),
            ("2026-03-04", 3, "travel"),
            ("2026-03-05", -1, "hm"),
            ("2026-03-06", 2, ""),
        ]:
            entry(db, 7, day, value, note)

    path = make(tmp_path / "a ?#%.db", fill)
    untouched()
    plan = importing(path)
    (streak,) = plan.document["streaks"]
    assert streak == {
        "id": streak["id"],
        "activity_type": "cafe",
        "name": "Café",
        "description": "Drunk?\nslowly",
        "unit": None,
        "color": "#00897b",
        "group": None,
        "aggregation_method": "count",
        "aggregation_period": "daily",
        "every": 1,
        "goal": "at_least",
        "aggregation_target_value": 1,
        "completion_target_value": None,
        "grace_periods": 0,
        "schedule": None,
        "strict": False,
        "status": "live",
        "starts_on": "2026-03-01",
    }
    first, automatic, second = plan.document["logs"]
    assert automatic["local_date"] == "2026-03-03"
    assert first == {
        "id": first["id"],
        "activity_type": "cafe",
        "activity_at": "2026-03-02T12:00:00Z",
        "local_date": "2026-03-02",
        "value": 1,
        "note": "good",
        "unique_identifier": None,
    }
    assert second["local_date"] == "2026-03-06"
    (skip,) = plan.document["skips"]
    assert skip == {
        "id": skip["id"],
        "activity_type": "cafe",
        "first_day": "2026-03-04",
        "last_day": "2026-03-04",
        "reason": "travel",
    }
    assert [tuple(note) for note in plan.notes] == [
        ("Café", "2 notes were left out: they stand on days without a done mark."),
    ]


def test_amounts(tmp_path: Path, importing: Read) -> None:
    def fill(db: sqlite3.Connection) -> None:
        habit(db, id=1, name="Run", type=1, target_value=7.5, unit="km", freq_den=7, position=0)
        habit(db, id=2, name="Beer", type=1, target_value=0, target_type=1, freq_den=30, position=1)
        habit(db, id=3, name="Odd", type=1, target_value=-4, position=2)
        for number, day, value in [
            (1, "2026-03-01", 2500),
            (1, "2026-03-02", 3),
            (1, "2026-03-03", 0),
            (1, "2026-03-04", 2),
            (1, "2026-03-05", 2_000_000_000_000),
            (1, "2026-03-06", -5),
            (2, "2026-03-01", 0),
            (2, "2026-03-02", 1000),
        ]:
            entry(db, number, day, value)

    plan = importing(make(tmp_path / "loop.db", fill))
    run, beer, odd = plan.document["streaks"]
    keys = ("aggregation_method", "aggregation_period", "goal", "aggregation_target_value", "unit")
    assert [run[key] for key in keys] == ["sum", "weekly", "at_least", Decimal("7.5"), "km"]
    assert [beer[key] for key in keys] == ["sum", "monthly", "at_most", 0, None]
    assert odd["aggregation_target_value"] == 1
    assert beer["starts_on"] == "2026-03-01"
    assert "starts_on" not in odd
    assert [(log["local_date"][-2:], log["value"]) for log in plan.document["logs"]] == [
        ("01", Decimal("2.5")),
        ("04", Decimal("0.002")),
        ("02", 1),
    ]
    assert len(plan.document["skips"]) == 1
    assert [note.text for note in plan.notes] == [
        "2 habits counted over a rolling window of days; Unbroken counts fixed periods such as "
        "calendar weeks and months, so their streaks can differ.",
        "It is a limit: days without an entry count as kept in Unbroken.",
        "Its target is now 1: the file's own cannot be used.",
        "1 value was left out: it is above 1,000,000,000.",
        "1 value was left out: it is below zero.",
    ]


@pytest.mark.parametrize(
    ("times", "days", "expected"),
    [
        (1, 1, ("count", "daily", 1, 1)),
        (7, 7, ("count", "daily", 1, 1)),
        (3, 7, ("days", "weekly", 1, 3)),
        (1, 7, ("days", "weekly", 1, 1)),
        (10, 30, ("days", "monthly", 1, 10)),
        (10, 31, ("days", "monthly", 1, 10)),
        (1, 5, ("count", "daily", 5, 1)),
        (2, 3, ("days", "daily", 3, 2)),
        (1, 5000, ("count", "daily", 1000, 1)),
    ],
)
def test_frequencies(
    tmp_path: Path, importing: Read, times: int, days: int, expected: tuple[object, ...]
) -> None:
    path = make(
        tmp_path / "loop.db", lambda db: habit(db, id=1, name="x", freq_num=times, freq_den=days)
    )
    (streak,) = importing(path).document["streaks"]
    keys = ("aggregation_method", "aggregation_period", "every", "aggregation_target_value")
    assert tuple(streak[key] for key in keys) == expected


def test_ones_and_twos_are_yeses(tmp_path: Path, importing: Read) -> None:
    def fill(db: sqlite3.Connection) -> None:
        for number in (1, 2):
            habit(db, id=number, name=f"h{number}", position=number)
            entry(db, number, "2026-01-01", 1)
            entry(db, number, "2026-01-02", number)

    plan = importing(make(tmp_path / "loop.db", fill))
    assert [(log["activity_type"], log["local_date"]) for log in plan.document["logs"]] == [
        ("h1", "2026-01-01"),
        ("h1", "2026-01-02"),
        ("h2", "2026-01-01"),
        ("h2", "2026-01-02"),
    ]
    assert plan.notes == ()


def test_old_schemas_keep_the_first_entry_of_a_day(tmp_path: Path, importing: Read) -> None:
    def fill(db: sqlite3.Connection) -> None:
        habit(db, id=1, name="x")
        for value, note in ((2, "first"), (0, "second"), (3, "third")):
            entry(db, 1, "2026-01-01", value, note)

    def notes(version: int) -> list[tuple[str, str]]:
        plan = importing(make(tmp_path / f"{version}.db", fill, version=version))
        found.append([log["note"] for log in plan.document["logs"]])
        return [(note.subject, note.text) for note in plan.notes]

    found: list[list[str]] = []
    told = "2 entries were left out: their days have earlier ones, which Loop keeps too."
    assert notes(21) == [("x", told)]
    told = "2 days were recorded more than once; the last entry of each was kept."
    assert notes(22) == [("x", told)]
    assert found == [["first"], []]


def test_old_schema_has_no_values_and_argb_colors(tmp_path: Path, importing: Read) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE Habits (Id INTEGER PRIMARY KEY, name TEXT, color INTEGER)")
        db.execute("CREATE TABLE Repetitions (Id INTEGER PRIMARY KEY, habit INTEGER, timestamp)")
        db.execute("INSERT INTO Habits VALUES (0, 'Same', -16742021), (1, 'Same', 12)")
        db.execute("INSERT INTO Repetitions VALUES (1, 0, ?), (2, 1, ?)", [stamp("2016-01-01")] * 2)
        db.execute("PRAGMA user_version = 12")
        db.commit()
    plan = importing(path)
    assert [(s["activity_type"], s["color"]) for s in plan.document["streaks"]] == [
        ("same", "#00897b"),
        ("same-2", "#aaaaaa"),
    ]
    assert [log["value"] for log in plan.document["logs"]] == [1, 1]


def test_a_longer_file_keeps_the_ids(tmp_path: Path, importing: Read) -> None:
    def short(db: sqlite3.Connection) -> None:
        habit(db, id=1, name="x", uuid="u")
        entry(db, 1, "2026-01-01", 2)
        entry(db, 1, "2026-01-02", 3)

    def more(db: sqlite3.Connection) -> None:
        entry(db, 1, "2026-01-03", 2)
        db.execute("UPDATE Habits SET name = 'renamed'")

    first = importing(make(tmp_path / "1.db", short)).document
    second = importing(make(tmp_path / "2.db", short, more)).document
    assert first["streaks"][0]["id"] == second["streaks"][0]["id"]
    assert [log["id"] for log in first["logs"]] == [log["id"] for log in second["logs"]][:1]
    assert first["skips"][0]["id"] == second["skips"][0]["id"]


def test_wrong_types_and_strange_rows(tmp_path: Path, importing: Read) -> None:
    def fill(db: sqlite3.Connection) -> None:
        habit(db, id=1, name=None, freq_num="often", freq_den=b"\xff", color="red", type="zero")
        habit(db, id=2, name="a\x1b[2Jb\u202e\n" + "x" * 300, description="q\r\nw\t\x00e")
        db.execute("INSERT INTO Repetitions (habit, timestamp, value) VALUES (1, 'soon', 2)")
        db.execute("INSERT INTO Repetitions (habit, timestamp, value) VALUES (1, NULL, 2)")
        entry(db, 1, "2026-01-01", "yes")
        entry(db, 1, "2026-01-02", 99)
        entry(db, 1, "2030-01-01", 2)
        entry(db, 5, "2026-01-01", 2)
        entry(db, 2, "2026-01-01", 2)
        entry(db, 2, "2026-01-01", 2, "again\x07")
        db.execute("INSERT INTO Repetitions (habit, timestamp, value) VALUES (2, ?, 2)", (2**62,))

    plan = importing(make(tmp_path / "loop.db", fill))
    first, second = plan.document["streaks"]
    assert (first["name"], first["activity_type"], first["color"]) == ("Habit", "habit", None)
    assert second["name"].startswith("a\ufffd[2Jb\ufffd xxx")
    assert len(second["name"]) == 200
    assert second["description"] == "q\nw \ufffde"
    assert [log["note"] for log in plan.document["logs"]] == ["again\ufffd"]
    texts = [note.text for note in plan.notes]
    assert "5 entries were left out: their dates or values cannot be read." in texts
    assert "1 entry was left out: it belongs to no habit of the file." in texts
    assert "1 day was recorded twice; its last entry was kept." in texts
    assert "1 entry was left out: its date lies in the future or outside 1970-2100." in texts


def test_a_trigger_or_view_is_not_run(tmp_path: Path, importing: Read) -> None:
    def fill(db: sqlite3.Connection) -> None:
        habit(db, id=1, name="x")
        db.execute("CREATE VIEW v AS SELECT load_extension('x')")
        db.execute("CREATE TRIGGER t AFTER INSERT ON Habits BEGIN DELETE FROM Habits; END")

    assert len(importing(make(tmp_path / "loop.db", fill)).document["streaks"]) == 1


def test_a_view_in_the_place_of_a_table_is_refused(tmp_path: Path, moments: CivilInstants) -> None:
    path = tmp_path / "loop.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute(HABITS)
        db.execute(
            "CREATE VIEW Repetitions AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
            "FROM n) SELECT 1 AS habit, i AS timestamp FROM n"
        )
    assert registry.detect(path) is None
    with pytest.raises(ExchangeError, match=r"“loop\.db” is not a Loop Habit Tracker database\."):
        loop_db.read(path, moments)


def test_a_virtual_table_is_not_seen(tmp_path: Path) -> None:
    path = tmp_path / "loop.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute(REPETITIONS)
        db.execute("CREATE VIRTUAL TABLE Habits USING fts5(id, name)")
    assert registry.detect(path) is None


@pytest.mark.parametrize("cut", [20, 5000])
def test_a_damaged_file_is_refused(tmp_path: Path, moments: CivilInstants, cut: int) -> None:
    path = make(tmp_path / "loop.db", lambda db: habit(db, id=1, name="x"))
    path.write_bytes(path.read_bytes()[:cut] + b"\xff" * 9000)
    with pytest.raises(ExchangeError, match=r"“loop\.db” is damaged or not an SQLite database\."):
        loop_db.read(path, moments)


def test_a_schema_that_is_not_text_is_refused(tmp_path: Path, moments: CivilInstants) -> None:
    path = make(tmp_path / "loop.db", lambda db: habit(db, id=1, name="x"))
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b"TABLE Repetitions (id", b"TABLE \xd9epetitions )id"))
    with pytest.raises(ExchangeError, match=r"“loop\.db” is damaged"):
        loop_db.read(path, moments)


def test_a_wal_file_gets_no_files_beside_it(
    tmp_path: Path, importing: Read, untouched: Callable[[], None]
) -> None:
    def fill(db: sqlite3.Connection) -> None:
        habit(db, id=1, name="x")
        db.commit()
        assert db.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)

    path = make(tmp_path / "loop.db", fill)
    untouched()
    assert len(importing(path).document["streaks"]) == 1


def test_work_in_a_log_beside_the_file_is_read(tmp_path: Path, importing: Read) -> None:
    path = make(tmp_path / "live.db", lambda db: habit(db, id=1, name="x"))
    copy = tmp_path / "copied"
    copy.mkdir()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        entry(db, 1, "2026-01-01", 2)
        db.commit()
        for name in ("live.db", "live.db-wal"):
            (copy / name).write_bytes((tmp_path / name).read_bytes())
    assert len(importing(copy / "live.db").document["logs"]) == 1
    assert sorted(file.name for file in copy.iterdir()) == ["live.db", "live.db-wal"]


def test_a_read_only_folder(tmp_path: Path, importing: Read) -> None:
    folder = tmp_path / "fixed"
    folder.mkdir()
    path = make(folder / "loop.db", lambda db: habit(db, id=1, name="x"))
    path.chmod(0o400)
    folder.chmod(0o500)
    assert len(importing(path).document["streaks"]) == 1
    folder.chmod(0o700)


@pytest.mark.parametrize(
    ("columns", "reminders", "said"),
    [
        ({}, None, ""),
        ({"reminder_hour": 21, "reminder_min": 5, "reminder_days": 127}, ["21:05"], "taken over"),
        ({"reminder_hour": 6, "reminder_days": 31}, ["06:00"], "on some days of the week"),
        ({"reminder_hour": 6, "reminder_min": 0, "reminder_days": 0}, None, ""),
        ({"reminder_hour": 31, "reminder_min": 0}, None, "with --remind gives it one"),
        ({"reminder_hour": 6, "type": 1, "target_type": 1}, None, "a limit asks for nothing"),
    ],
)
def test_reminders(
    tmp_path: Path,
    importing: Read,
    columns: dict[str, int],
    reminders: list[str] | None,
    said: str,
) -> None:
    path = make(tmp_path / "x.db", lambda db: habit(db, id=1, name="Tea", **columns))
    plan = importing(path)
    assert plan.document["streaks"][0].get("reminders") == reminders
    about = [note.text for note in plan.notes if "reminder" in note.text]
    assert (said in about[-1]) if said else not about
