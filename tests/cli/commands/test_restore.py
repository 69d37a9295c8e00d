"""restore of a whole database from a copy."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

Unbroken = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("read")


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
        monkeypatch.setattr("unbroken.cli.output._size", lambda stream: (200, 24))
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


DAMAGE = {
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "something else": lambda path: path.write_bytes(b"Dear diary, " * 900),
    "emptied": lambda path: path.write_bytes(b""),
    "newer": lambda path: _stamp(path, 99),
    "impossible": lambda path: _stamp(path, -1),
}


def _stamp(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")


@pytest.mark.parametrize("how", sorted(DAMAGE))
def test_a_copy_takes_the_place_of_what_cannot_be_used(
    unbroken: Unbroken, tmp_path: Path, how: str
) -> None:
    unbroken("log", "read")
    before = unbroken("export").out
    copy = str(tmp_path / "copy.db")
    assert unbroken("backup", copy).code == 0
    [path] = tmp_path.glob("u*.db")
    DAMAGE[how](path)
    damaged = path.read_bytes()
    path.with_name(path.name + "-journal").write_bytes(b"left over")
    ran = unbroken("restore", copy, "--yes")
    assert (ran.code, ran.err) == (0, "")
    assert unbroken("export").out == before
    assert unbroken("doctor").code == 0
    assert not path.with_name(path.name + "-journal").exists()
    if how != "emptied":
        [kept] = (tmp_path / "backups").glob("*-replaced-*.db")
        assert kept.read_bytes() == damaged


def test_a_damaged_copy_replaces_nothing(unbroken: Unbroken, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    unbroken("backup", str(copy))
    copy.write_bytes(copy.read_bytes()[:5000])
    [path] = tmp_path.glob("u*.db")
    path.write_bytes(b"Dear diary, " * 900)
    ran = unbroken("restore", str(copy), "--yes")
    assert ran.code == 1 and "choose another" in ran.err
    assert path.read_bytes() == b"Dear diary, " * 900
