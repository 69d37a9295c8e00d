"""import."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("read")


def beaver(path: Path, *habits: tuple[str, list[int]]) -> str:
    """A file of another tracker, with days of March."""
    listed = [
        {"name": name, "records": [{"day": f"2026-03-{day:02}", "done": True} for day in days]}
        for name, days in habits
    ]
    path.write_text(json.dumps({"habits": listed}))
    return str(path)


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


def test_the_order_of_dates_is_said(unbroken: Unbroken, answered: Answered, tmp_path: Path) -> None:
    file = tmp_path / "bull.csv"
    file.write_text("HabitName,CalendarDate,Value\nSwim,1/2/2021,1\n")
    tried = answered("import", str(file), "--dry-run")
    assert tried["first_day"] == "2021-01-02"
    assert "`--dates day-first`" in tried["notes"][0]["text"]
    told = answered("import", str(file), "--dry-run", "--dates", "day-first")
    assert (told["first_day"], len(told["notes"])) == ("2021-02-01", 1)
    assert unbroken("import", str(file), "--dates", "year-first").code == 2


def test_the_columns_of_a_table(unbroken: Unbroken, answered: Answered, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("Wann,Was,Wieviel\n2026-03-01,Swim,3\n")
    assert unbroken("import", str(file), "--dry-run").code == 1
    tried = answered("import", str(file), "--columns", "date=Wann,habit=Was,value=3", "--dry-run")
    assert (tried["format"], tried["logs"], tried["rules"][0]["name"]) == ("table", 1, "Swim")
    for columns in ("when=1", "date", "date=a\rb\n,x", ""):
        code = 1 if not columns else 2
        assert unbroken("import", str(file), "--columns", columns).code == code


def test_entries_without_amounts_join_amounts_as_one_each(
    unbroken: Unbroken, answered: Answered, tmp_path: Path
) -> None:
    unbroken("add", "Swim", "--method", "sum", "--unit", "km")
    unbroken("add", "Walk")
    file = beaver(tmp_path / "x.json", ("Swim", [2, 3]), ("Walk", [4]))
    tried = answered("import", file, "--merge", "--dry-run")
    said = "Each entry joins as 1 km: in the file they are not amounts."
    assert [each for each in tried["notes"] if "joins" in each["text"]] == [
        {"subject": "Swim", "text": said}
    ]


def test_what_belongs_to_somebody_new_says_so(unbroken: Unbroken, tmp_path: Path) -> None:
    other, file = str(tmp_path / "other.db"), str(tmp_path / "all.json")
    assert unbroken("--db", other, "add", "Tea").code == 0
    assert unbroken("--db", other, "log", "tea").code == 0
    assert unbroken("--db", other, "export", "-o", file).code == 0
    fresh = unbroken("--db", str(tmp_path / "fresh.db"), "import", file).out
    assert "belongs to" not in fresh, "its first owner was not used yet"
    third = str(tmp_path / "third.db")
    assert unbroken("--db", third, "add", "Read").code == 0
    said = unbroken("--db", third, "import", file).out
    assert "\nIt belongs to me 2, who is new here.\n" in said
    assert '\n`unbroken status --owner "me 2"` shows what they have.\n' in said
    assert "Tea" in unbroken("--db", third, "status", "--owner", "me 2").out
    tried = unbroken("--db", third, "undo").code
    told = unbroken("--db", third, "import", file, "--dry-run", "--json")
    [note] = json.loads(told.out)["notes"]
    assert (tried, note["text"]) == (
        0,
        "If “me 2” and “me” are one person: import it with `--person me`, and `--merge` where"
        " names are taken.",
    )


def test_what_another_machine_has_is_mine(
    unbroken: Unbroken, answered: Answered, tmp_path: Path
) -> None:
    other, file = str(tmp_path / "other.db"), str(tmp_path / "all.json")
    assert unbroken("--db", other, "add", "Read").code == 0
    assert unbroken("--db", other, "log", "read").code == 0
    assert unbroken("--db", other, "export", "-o", file).code == 0
    assert "--owner" not in unbroken("import", file, "--merge", "--dry-run").out
    said = unbroken("import", file, "--merge").out
    again = (
        "`unbroken undo`, then import it with `--person me`, and `--merge` where names are taken"
    )
    assert f"  If “me 2” and “me” are one person: {again}.\n" in said
    assert unbroken("undo").code == 0
    assert unbroken("import", file, "--person", "me").err.startswith("There is a streak “Read” al")
    joined = unbroken("import", file, "--merge", "--person", "me").out
    assert "What “me” has in the file is that of “me” here, whose settings stay.\n" in joined
    assert [each["total_count"] for each in answered("status")] == [3]
    assert len(answered("owner")) == 1
    assert answered("import", file, "--person", "me=m")["logs"] == 0
    twice = unbroken("import", file, "--person", "me", "--person", "m")
    assert (twice.code, twice.err.startswith("Each person of the file is one here")) == (2, True)
    foreign = unbroken("import", beaver(tmp_path / "b.json", ("Swim", [2])), "--person", "me")
    assert (foreign.code, foreign.err) == (
        *(1, "A file of the format beaver names no people; --owner says whose it is.\n"),
    )


@pytest.mark.parametrize(
    ("there", "here", "said"),
    [
        (
            ("--method", "sum", "--unit", "km"),
            (),
            "In the file it adds up km; here each entry counts as one, whatever its amount.",
        ),
        (
            ("--method", "sum"),
            ("--method", "days"),
            "In the file it adds up amounts; here each day counts as one, whatever its amount.",
        ),
        (
            ("--method", "days"),
            ("--method", "sum", "--unit", "km"),
            "In the file it adds nothing up; a log without an amount joins as 1 km.",
        ),
        (
            (),
            ("--method", "sum"),
            "In the file it adds nothing up; a log without an amount joins as 1.",
        ),
        (
            ("--method", "sum", "--unit", "min"),
            ("--method", "sum", "--unit", "h"),
            "Amounts in min join as they are: here they are h.",
        ),
        (("--method", "sum", "--unit", "KM"), ("--method", "sum", "--unit", "km"), None),
        (("--method", "sum", "--unit", "km"), ("--method", "sum"), None),
        (("--method", "days"), (), None),
    ],
)
def test_what_logs_are_that_join_another_measure(
    unbroken: Unbroken,
    answered: Answered,
    tmp_path: Path,
    there: tuple[str, ...],
    here: tuple[str, ...],
    said: str | None,
) -> None:
    other, file = str(tmp_path / "other.db"), str(tmp_path / "all.json")
    assert unbroken("--db", other, "add", "Swim", *there).code == 0
    assert unbroken("--db", other, "log", "swim", "5").code == 0
    assert unbroken("--db", other, "export", "-o", file).code == 0
    assert unbroken("add", "Swim", *here).code == 0
    argv = ("import", file, "--merge", "--person", "me")
    for more, new in ((("--dry-run",), True), ((), True), ((), False)):
        told = [each["text"] for each in answered(*argv, *more)["notes"] if each["subject"]]
        assert told == ([said] if said and new else [])


def test_amounts_of_another_tracker_join_a_count(
    unbroken: Unbroken, answered: Answered, tmp_path: Path
) -> None:
    unbroken("add", "Swim")
    file = tmp_path / "mine.csv"
    file.write_text("date,habit,value,unit\n2026-03-01,Swim,3,km\n2026-03-02,Swim,4,km\n")
    told = answered("import", str(file), "--merge")["notes"]
    said = "In the file it adds up km; here each entry counts as one, whatever its amount."
    assert {"subject": "Swim", "text": said} in told
