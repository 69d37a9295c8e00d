"""A database of an older version, first opened by a command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.conftest import Unbroken
from snapshots import released

SQL = released.SCHEMAS / "1.sql"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The database of an older version."""
    path = tmp_path / "u.db"
    released.load(SQL.read_text(encoding="utf-8"), path)
    return path


def told(path: Path) -> str:
    """What is said of the upgrade."""
    former = path.parent / "backups" / "u-before-upgrade-1-2026-03-11T100000Z.db"
    assert former.is_file()
    return f"{path} was upgraded for this version of Unbroken; as it was it lies in {former}.\n"


@pytest.mark.parametrize("line", ["status", "history", "log gym", "undo", "config", "export"])
def test_the_first_command_says_so_once(unbroken: Unbroken, path: Path, line: str) -> None:
    ran = unbroken(*line.split())
    assert (ran.code, ran.err) == (0, told(path))
    assert unbroken("status").err == ""


def test_json_is_the_answer_alone(unbroken: Unbroken, path: Path) -> None:
    ran = unbroken("status", "--json")
    assert isinstance(json.loads(ran.out), list)
    assert ran.err == told(path)


def test_a_refusal_comes_behind(unbroken: Unbroken, path: Path) -> None:
    ran = unbroken("log", "nothing of the kind", "--json")
    assert (ran.code, ran.out) == (1, "")
    first, error, rest = ran.err.split("\n")
    assert f"{first}\n" == told(path)
    assert json.loads(error)["error"]["code"] == "unknown_streak"
    assert rest == ""


def test_what_opens_no_database_upgrades_none(unbroken: Unbroken, path: Path) -> None:
    before = path.read_bytes()
    assert unbroken("--help").code == 0
    assert unbroken("log").code == 2
    assert path.read_bytes() == before


def test_without_room_for_the_copy_it_is_left_alone(unbroken: Unbroken, path: Path) -> None:
    path.with_name("backups").write_text("no folder")
    before = path.read_bytes()
    ran = unbroken("status")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.count("\n") == 1
    assert ran.err.endswith("could not be made before; free its place and try again.\n")
    assert path.read_bytes() == before
