"""import, export, backup and doctor."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from unbroken.cli.commands.import_file import _Progress

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("read")


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


def test_import_of_another_tracker(unbroken: Unbroken, answered: Answered, tmp_path: Path) -> None:
    file = tmp_path / "beaver.json"
    record = {"day": "2026-03-02", "done": True}
    file.write_text(json.dumps({"habits": [{"name": "Swim", "records": [record]}]}))
    tried = answered("import", str(file), "--dry-run")
    assert list(tried) == [
        *("format", "dry_run", "owners", "streaks", "enrolments", "logs", "skips", "unchanged"),
        *("first_day", "last_day", "rules", "effects", "notes"),
    ]
    assert (tried["format"], tried["dry_run"], tried["logs"]) == ("beaver", True, 1)
    assert tried["rules"] == [{"name": "Swim", "rule": "At least once a day."}]
    assert unbroken("import", str(file), "--dry-run").out.startswith(
        "Would import 1 streak, 1 log (format beaver), from 2026-03-02 to 2026-03-02.\n"
    )
    assert len(answered("status")) == 1
    assert unbroken("import", str(file), "--from", "beaver").code == 0
    assert len(answered("status")) == 2
    assert answered("undo")["label"].startswith("import")


@pytest.mark.parametrize(
    ("name", "content", "argv"),
    [
        ("no.json", None, ()),
        ("x.json", '{"format": "unbroken", "version": 1, "logs": [', ()),
        ("x.json", '{"format": "unbroken", "version": 1, "owners": 3}', ()),
        ("x.txt", "hello", ()),
        ("x.txt", "hello", ("--from", "abacus")),
    ],
)
def test_what_import_refuses(
    unbroken: Unbroken, tmp_path: Path, name: str, content: str | None, argv: tuple[str, ...]
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    ran = unbroken("import", str(tmp_path / name), *argv)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1


def test_the_own_database_is_not_imported(unbroken: Unbroken, tmp_path: Path) -> None:
    (tmp_path / "link.db").hardlink_to(tmp_path / "u.db")
    for name in ("u.db", "link.db"):
        ran = unbroken("import", str(tmp_path / name), "--json")
        assert ran.code == 1
        assert '"own_database"' in ran.err


def test_a_long_import_shows_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    for seen, steps, told in (
        (False, [(100, 5000)], ""),
        (True, [(1, 100)], ""),
        (
            True,
            [(100, 5000), (101, 5000), (5000, 5000)],
            "\rImporting: 2 %\rImporting: 100 %\r\x1b[K",
        ),
    ):
        progress = _Progress(seen=seen)
        for done, total in steps:
            progress(done, total)
        progress.clear()
        assert capsys.readouterr().err == told


def test_backup(unbroken: Unbroken, answered: Answered, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    assert unbroken("backup", str(file)).out == f"Backup written to {file}.\n"
    assert answered("status", "--db", str(file)) == answered("status")
    assert unbroken("backup", str(file)).code == 1
    assert Path(answered("backup")["path"]).is_file()


def test_doctor(unbroken: Unbroken, answered: Answered) -> None:
    assert unbroken("doctor").out.endswith(
        "All is well: stored progress equals progress judged anew.\n"
    )
    checked = answered("doctor")
    assert checked["ok"] is True
    assert (checked["owners"], checked["streaks"], checked["logs"]) == (1, 1, 2)
    assert answered("doctor", "--repair")["repaired"] == 0


def test_doctor_finds_and_repairs(unbroken: Unbroken, tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(tmp_path / "u.db")) as connection, connection:
        connection.execute("UPDATE enrolments SET longest = 99")
    ran = unbroken("doctor")
    assert ran.code == 1
    assert "Found 1 problem:" in ran.out
    ran = unbroken("doctor", "--repair")
    assert ran.code == 0
    assert "Repaired 1 of them." in ran.out
    assert unbroken("doctor").code == 0


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


def spans(text: str) -> list[tuple[str, str, str]]:
    """(title, first day, day after) of every event."""
    fields = [line.partition(":") for line in text.split("\r\n")]
    starts, ends, titles = (
        [value for name, _, value in fields if name.startswith(wanted)]
        for wanted in ("DTSTART", "DTEND", "SUMMARY")
    )
    return list(zip(titles, starts, ends, strict=True))


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


def beaver(path: Path, *habits: tuple[str, list[int]]) -> str:
    """A file of another tracker, with days of March."""
    listed = [
        {"name": name, "records": [{"day": f"2026-03-{day:02}", "done": True} for day in days]}
        for name, days in habits
    ]
    path.write_text(json.dumps({"habits": listed}))
    return str(path)


def test_what_an_import_does_to_streaks_that_are_there(
    unbroken: Unbroken, answered: Answered, tmp_path: Path
) -> None:
    assert unbroken("add", "Swim", "--starts-on", "2026-03-01").code == 0
    assert unbroken("log", "swim", "--at", "2026-03-09").code == 0
    file = beaver(tmp_path / "b.json", ("Swim", [7, 8, 10]), ("Row", [10]))
    tried = answered("import", file, "--merge", "--dry-run")
    before = {"current_streak": 0, "longest_streak": 1, "progress": 1, "status": "broken"}
    after = {"current_streak": 4, "longest_streak": 4, "progress": 4, "status": "in_progress"}
    effect = {"activity_type": "swim", "name": "Swim", "owner": "me", "logs": 3}
    assert tried["effects"] == [{**effect, "before": before, "after": after}]
    assert tried["rules"] == [{"name": "Row", "rule": "At least once a day."}]
    told = "  Swim: 3 more logs; in a row 0, then 4; longest 1, then 4; attempt 1 broken, then 4."
    lines = unbroken("import", file, "--merge", "--dry-run").out.splitlines()
    assert lines[-2:] == ["What it would do to streaks that were there:", told]
    assert unbroken("status", "swim", "--json").out.count('"current_streak": 0') == 1
    lines = unbroken("import", file, "--merge").out.splitlines()
    assert lines[-3:-1] == ["What it did to streaks that were there:", told]
    assert answered("status", "swim")[0]["current_streak"] == 4


def test_logs_that_change_no_number(unbroken: Unbroken, tmp_path: Path) -> None:
    assert unbroken("add", "Swim", "--starts-on", "2026-03-01").code == 0
    assert unbroken("log", "swim", "--at", "2026-03-10 08:00").code == 0
    file = beaver(tmp_path / "b.json", ("Swim", [10]))
    out = unbroken("import", file, "--merge").out
    assert "  Swim: 1 more log; its numbers stay as they are.\n" in out


def test_a_second_run_names_no_days(unbroken: Unbroken, answered: Answered, tmp_path: Path) -> None:
    file = beaver(tmp_path / "b.json", ("Row", [9, 10]))
    assert unbroken("import", file).code == 0
    assert unbroken("import", file).out.splitlines() == [
        "Imported 0 streaks, 0 logs (format beaver).",
        "3 rows were there already.",
    ]
    again = answered("import", file)
    assert (again["first_day"], again["rules"], again["effects"]) == (None, [], [])


def test_an_import_that_is_interrupted(tmp_path: Path, unbroken: Unbroken) -> None:
    file = beaver(tmp_path / "b.json", ("Row", [9, 10]))
    before = unbroken("export").out
    code = (
        "import os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from unbroken.cli import main\n"
        "from unbroken.cli.commands import import_file\n"
        "real = import_file._Progress.__call__\n"
        "def interrupted(self, done, total):\n"
        "    real(self, done, total)\n"
        "    if (done, total) == STEP:\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "import_file._Progress.__call__ = interrupted\n"
        "main.run()\n"
    )

    def run(step: tuple[int, int]) -> subprocess.CompletedProcess[str]:
        """Interrupted by a real signal at one of the import's steps."""
        return subprocess.run(
            [sys.executable, "-c", f"STEP = {step}\n{code}", "import", file],
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    for step in ((0, 1), (4, 4)):
        done = run(step)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == "The import was stopped; nothing was imported.\n"
        assert unbroken("export").out == before
    kept = run((1, 1))
    assert (kept.returncode, kept.stderr) == (0, "")
    assert "Imported 1 streak, 2 logs" in kept.stdout
    assert '"activity_type": "row"' in unbroken("export").out


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


def test_another_name_is_given_once(unbroken: Unbroken, answered: Answered, tmp_path: Path) -> None:
    assert unbroken("add", "Swim").code == 0
    file = beaver(tmp_path / "b.json", ("Swim", [9, 10]))
    for name in ("Swim", "swim", " SWIM ", "Read"):
        ran = unbroken("import", file, "--as", name)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == f"There is a streak “{name.strip()}” already; choose another name.\n"
    assert len(answered("status")) == 2
    assert unbroken("import", file, "--as", "Lake").code == 0
    names = [each["name"] for each in answered("status")]
    assert sorted(names) == ["Lake", "Read", "Swim"]
    before = unbroken("export").out
    for argv in (("--as", "Lake"), ("--as", "Pond"), ()):
        assert unbroken("import", file, *argv).out.splitlines() == [
            "Imported 0 streaks, 0 logs (format beaver).",
            "3 rows were there already.",
        ]
    assert unbroken("export").out == before
    assert unbroken("import", beaver(tmp_path / "c.json", ("Row", [9])), "--as", "X").code == 1


def test_what_comes_new_in_a_renamed_streak_joins_it(
    unbroken: Unbroken, answered: Answered, tmp_path: Path
) -> None:
    assert unbroken("add", "Swim").code == 0
    again = ("import", str(tmp_path / "b.json"), "--as", "Lake")
    beaver(tmp_path / "b.json", ("Swim", [9]))
    assert unbroken(*again).code == 0
    beaver(tmp_path / "b.json", ("Swim", [9, 10]))
    assert answered(*again)["logs"] == 1
    assert [each["total_count"] for each in answered("status", "lake")] == [2]
    assert [each["total_count"] for each in answered("status", "swim")] == [0]


@pytest.mark.parametrize(
    ("action", "back", "said"),
    [("pause", "resume", "paused"), ("archive", "restore", "archived")],
)
def test_no_logs_join_a_streak_that_rests(
    unbroken: Unbroken, answered: Answered, tmp_path: Path, action: str, back: str, said: str
) -> None:
    assert unbroken("add", "Swim", "--starts-on", "2026-03-01").code == 0
    assert unbroken(action, "swim").code == 0
    file = beaver(tmp_path / "b.json", ("Swim", [9, 10]))
    before = unbroken("export").out
    for more in ((), ("--dry-run",)):
        ran = unbroken("import", file, "--merge", *more)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == (
            f"Swim is {said} and takes no logs; {back} it first"
            " or import with --as NAME to bring it in under another name.\n"
        )
    both = beaver(tmp_path / "c.json", ("Swim", [9]), ("Read", [9]))
    assert unbroken("import", both, "--merge").err.endswith(f"; {back} it first.\n")
    assert unbroken("export").out == before
    assert unbroken(back, "swim").code == 0
    assert answered("import", file, "--merge")["logs"] == 2
    assert unbroken(action, "swim").code == 0
    assert answered("import", file, "--merge")["logs"] == 0


@pytest.mark.parametrize("name", ["other.db", "other"])
def test_a_database_is_restored_not_imported(
    unbroken: Unbroken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    assert unbroken("backup", str(tmp_path / name)).code == 0
    monkeypatch.chdir(tmp_path)
    ran = unbroken("import", name)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        f"“{name}” is a database of Unbroken; `unbroken restore ./{name}`"
        " puts it in the place of the one in use.\n"
    )
    assert unbroken("restore", f"./{name}", "--yes").code == 0


def test_what_is_not_there_is_said_before_anybody_is_asked(
    unbroken: Unbroken, tmp_path: Path
) -> None:
    for missing in ("./nope.db", str(tmp_path / "nope.db")):
        for more in ((), ("--yes",)):
            ran = unbroken("restore", missing, *more)
            assert (ran.code, ran.out) == (1, "")
            assert ran.err == f"There is no file {missing}; name the path of a copy.\n"
    (tmp_path / "bad.db").write_text("no database")
    assert unbroken("restore", str(tmp_path / "bad.db")).code == 1
    assert unbroken("backup", str(tmp_path / "copy.db")).code == 0
    assert unbroken("restore", str(tmp_path / "copy.db")).code == 2
    ran = unbroken("remove", "Nope")
    assert ran.code == 1
    assert ran.err.startswith("There is no streak “Nope”")


def test_what_going_back_to_a_copy_does_is_asked(
    unbroken: Unbroken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = str(tmp_path / "copy.db")

    def asked() -> str:
        monkeypatch.setattr("unbroken.cli.output.is_terminal", lambda stream: True)
        monkeypatch.setattr("sys.stdin", StringIO("n\n"))
        ran = unbroken("restore", copy)
        assert (ran.code, ran.out) == (1, "Nothing was changed.\n")
        return str(ran.err).removesuffix(" [y/N] ")

    assert unbroken("skip", "read", "2026-03-01").code == 0
    assert unbroken("backup", copy).code == 0
    same = "The copy has 2 logs, the database 2. Nothing would be lost."
    assert asked() == f"{same} Restore it?"
    assert unbroken("edit", "read", "--grace", "1", "--yes").code == 0
    assert asked() == f"{same} The rules of 1 streak would change back. Restore it?"
    for argv in (("add", "Run"), ("log", "run"), ("unskip", "read", "2026-03-01")):
        assert unbroken(*argv).code == 0
    assert unbroken("owner", "edit", "me", "--day-start", "3").code == 0
    assert asked() == (
        "The copy has 2 logs, the database 3. 1 log and 1 streak would be lost."
        " 1 skip would come back. The rules of 1 streak would change back."
        " 1 owner would change back. Restore it?"
    )
    assert unbroken("restore", copy, "--yes").code == 0
    assert asked() == f"{same} Restore it?"
