"""export."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("read")


def spans(text: str) -> list[tuple[str, str, str]]:
    """(title, first day, day after) of every event."""
    fields = [line.partition(":") for line in text.split("\r\n")]
    starts, ends, titles = (
        [value for name, _, value in fields if name.startswith(wanted)]
        for wanted in ("DTSTART", "DTEND", "SUMMARY")
    )
    return list(zip(titles, starts, ends, strict=True))


def test_there_and_back(unbroken: Unbroken, answered: Answered, tmp_path: Path) -> None:
    file, other = tmp_path / "all.json", str(tmp_path / "other.db")
    ran = unbroken("export", "-o", str(file))
    assert ran.out == f"Wrote {file}: 1 streak, 2 logs.\n"
    assert file.read_text() == unbroken("export").out
    assert answered("export") == json.loads(file.read_text())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(each.name for each in tmp_path.iterdir()) == ["all.json", "u.db"]
    ran = unbroken("--db", other, "import", str(file))
    assert ran.out.splitlines() == [
        "Imported 1 streak, 2 logs, 1 owner (format unbroken), from 2026-03-09 to 2026-03-10.",
        "  Read: At least 20 min a day.",
        "`unbroken undo` takes the import back.",
    ]
    assert unbroken("--db", other, "export").out == file.read_text()
    assert "were there already" in unbroken("--db", other, "import", str(file)).out


def test_the_layout_of_the_document(unbroken: Unbroken) -> None:
    lines = unbroken("export").out.splitlines()
    assert lines[:4] == ["{", ' "format": "unbroken",', ' "version": 1,', ' "owners": [']
    assert '   "value": 20.5,' in lines
    assert ' "skips": []' in lines


def test_export_spares_what_is_there(
    unbroken: Unbroken, answered: Answered, tmp_path: Path
) -> None:
    file = tmp_path / "all.csv"
    file.write_text("mine")
    export = ("export", "--format", "csv", "-o", str(file))
    assert unbroken(*export).err == f"{file} is there already; add --force to replace it.\n"
    assert file.read_text() == "mine"
    assert answered(*export, "--force") == {
        "file": str(file),
        "format": "csv",
        "streaks": 1,
        "logs": 2,
    }
    assert file.read_bytes().decode() == unbroken("export", "--format", "csv").out
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "u.db")
    for target in (tmp_path / "u.db", link, tmp_path, Path(os.devnull), tmp_path / "no" / "x"):
        assert unbroken("export", "--force", "-o", str(target)).code == 1
    assert answered("status")[0]["total_count"] == 2


def test_export_wrongly_used(unbroken: Unbroken) -> None:
    for argv in (("--format", "xml"), ("--format", "csv", "--json"), ("-o", ""), ("-o",)):
        assert unbroken("export", *argv).code == 2
    assert unbroken("export", "-o", "-").out.startswith("{")


@pytest.mark.parametrize("format_name", ["loop", "harsh"])
def test_export_as_a_folder(
    unbroken: Unbroken, answered: Answered, tmp_path: Path, format_name: str
) -> None:
    target, other = tmp_path / "out", str(tmp_path / "other.db")
    export = ("export", "--format", format_name, "-o", str(target))
    unbroken("edit", "read", "--grace", "1", "--yes")
    ran = unbroken(*export)
    assert (ran.code, ran.out) == (0, f"Wrote {target}: 1 streak, 2 days.\n")
    assert "Read: Its grace was left out: there is no such thing in that format." in ran.err
    assert stat.S_IMODE(target.stat().st_mode) == 0o700
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out", "u.db"]
    assert unbroken("--db", other, "import", str(target)).code == 0
    logs = answered("--db", other, "history", "read")
    assert [each["local_date"] for each in logs] == ["2026-03-10", "2026-03-09"]
    mine = target / "mine"
    mine.write_text("mine")
    ran = unbroken(*export)
    assert ran.err == f"{target} is not empty; add --force to replace files of the same name.\n"
    report = answered(*export, "--force")
    assert list(report) == ["file", "format", "streaks", "days", "notes"]
    assert (report["streaks"], report["days"]) == (1, 2)
    assert mine.read_text() == "mine"
    assert not list(tmp_path.glob(".*"))


def test_what_a_folder_export_refuses(unbroken: Unbroken, tmp_path: Path) -> None:
    export = ("export", "--format", "harsh", "--force")
    assert unbroken(*export).code == unbroken(*export, "-o", "-").code == 2
    file, full = tmp_path / "file", tmp_path / "full"
    file.write_text("mine")
    (full / "log").mkdir(parents=True)
    for target in (file, full, tmp_path / "no" / "x"):
        assert unbroken(*export, "-o", str(target)).code == 1
    assert [each.name for each in full.iterdir()] == ["log"]
    assert file.read_text() == "mine"
    empty = tmp_path / "empty"
    empty.mkdir()
    assert unbroken(*export[:3], "-o", str(empty)).code == 0
    assert sorted(each.name for each in empty.iterdir()) == ["habits", "log"]


def test_a_folder_export_spares_the_database(unbroken: Unbroken, tmp_path: Path) -> None:
    database = tmp_path / "data" / "log"
    database.parent.mkdir()
    assert unbroken("--db", str(database), "add", "Run").code == 0
    before = database.read_bytes()
    export = ("export", "--format", "harsh", "--force", "-o", str(database.parent))
    assert unbroken("--db", str(database), *export).code == 1
    assert database.read_bytes() == before
    assert [each.name for each in database.parent.iterdir()] == ["log"]


def test_export_as_a_calendar(unbroken: Unbroken, answered: Answered, tmp_path: Path) -> None:
    for argv in (
        ("add", "Gym", "--period", "weekly", "--target", "2", "--starts-on", "2026-02-23"),
        ("add", "Rent", "--period", "monthly", "--starts-on", "2021-01-15"),
        ("add", "Plants", "--every", "3", "--starts-on", "2026-03-01"),
        ("add", "Desk", "--schedule", "mon,tue", "--starts-on", "2026-03-02"),
        ("add", "Beer", "--at-most", "--period", "weekly", "--starts-on", "2026-03-02"),
        ("log", "gym", "--at", "2026-02-24"),
        ("log", "gym", "--at", "2026-03-01"),
        ("log", "gym", "--at", "2026-03-03"),
        ("log", "rent", "--at", "2021-01-31"),
        ("log", "rent", "--at", "2026-02-05"),
        ("log", "plants", "--at", "2026-03-05"),
        ("log", "desk", "--at", "2026-03-03"),
        ("log", "desk", "--at", "2026-03-04"),
    ):
        assert unbroken(*argv).code == 0, argv
    text = unbroken("export", "--format", "ics").out
    assert spans(text) == [
        ("Read", "20260309", "20260310"),
        ("Read", "20260310", "20260311"),
        ("Gym", "20260223", "20260302"),
        ("Rent", "20210101", "20210201"),
        ("Rent", "20260201", "20260301"),
        ("Plants", "20260304", "20260307"),
        ("Desk", "20260303", "20260304"),
    ]
    assert text.count("DTSTAMP:20260311T100000Z\r\n") == 7
    file = tmp_path / "met.ics"
    report = answered("export", "--format", "ics", "-o", str(file))
    assert report == {"file": str(file), "format": "ics", "events": 7}
    assert file.read_bytes().decode() == text
    assert unbroken("export", "--format", "ics", "--json").code == 2


def test_a_forced_folder_leaves_nothing_of_the_former_one(
    unbroken: Unbroken, tmp_path: Path
) -> None:
    target = tmp_path / "out"
    export = ("export", "--format", "loop", "-o", str(target))
    assert unbroken("add", "Swim").code == 0
    assert unbroken(*export).code == 0
    (target / "photo.png").write_text("mine")
    assert unbroken("remove", "read", "--yes").code == 0
    assert unbroken(*export, "--force").code == 0
    named = sorted(each.name for each in target.iterdir())
    assert named == ["001 Swim", "Habits.csv", "photo.png"]
    (target / "001 Swim" / "Scores.csv").write_text("mine")
    refused = unbroken(*export, "--force")
    assert refused.code == 1
    assert refused.err.startswith("“001 Swim” in “out” is not of Unbroken's making;")
    assert (target / "001 Swim" / "Scores.csv").read_text() == "mine"


def test_a_calendar_of_nothing(unbroken: Unbroken) -> None:
    assert unbroken("remove", "read", "--yes").code == 0
    text = unbroken("export", "--format", "ics").out
    assert "BEGIN:VTIMEZONE" in text
    assert "VEVENT" not in text


def test_what_a_folder_cannot_hold_is_said_once(unbroken: Unbroken, tmp_path: Path) -> None:
    for format_name in ("loop", "harsh"):
        ran = unbroken("export", "--format", format_name, "-o", str(tmp_path / format_name))
        assert ran.err.count("Times of day, time zones and ids were left out") == 1


def test_a_folder_export_into_the_working_directory(
    unbroken: Unbroken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "made"
    made.mkdir()
    (made / "mine").write_text("mine")
    monkeypatch.chdir(made)
    export = ("export", "--format", "harsh", "--force", "-o")
    assert unbroken(*export, ".").code == 0
    assert sorted(each.name for each in made.iterdir()) == ["habits", "log", "mine"]
    assert unbroken(*export, "/").code == 1


def test_export_for_loop(unbroken: Unbroken, answered: Answered, tmp_path: Path) -> None:
    unbroken("log", "read", "30")
    for more in ((), ("--json",)):
        ran = unbroken("export", "--format", "loop-db", *more)
        assert (ran.code, ran.out) == (2, "")
        assert "The format loop-db is a database; name it with -o FILE." in ran.err
    target = tmp_path / "loop.db"
    answer = answered("export", "--format", "loop-db", "-o", str(target))
    assert list(answer) == ["file", "format", "streaks", "days", "notes"]
    assert (answer["streaks"], answer["days"]) == (1, 3)
    assert target.read_bytes().startswith(b"SQLite format 3\0")
    assert target.stat().st_mode & 0o777 == 0o600
    assert unbroken("export", "--format", "loop-db", "-o", str(target)).code == 1
    ran = unbroken("export", "--format", "loop-db", "-o", str(target), "--force")
    assert ran.out == f"Wrote {target}: 1 streak, 3 days.\n"
    assert "Times of day, time zones and ids were left out" in ran.err
    assert answered("import", str(target), "--dry-run", "--merge")["format"] == "loop-db"
    own = unbroken("export", "--format", "loop-db", "-o", str(tmp_path / "u.db"), "--force")
    assert own.code == 1
    assert "is the database itself" in own.err
    ran = unbroken("export", "--format", "loop-db", "-o", str(tmp_path / "none" / "loop.db"))
    assert (ran.code, "cannot be written" in ran.err) == (1, True)
