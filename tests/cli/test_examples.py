"""The examples in the help: every command has some, and all of them work."""

from __future__ import annotations

import json
import shlex
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from cli.conftest import Prepared, Typed, Unbroken
from unbroken.cli.examples import EXAMPLES, OVERVIEW
from unbroken.cli.help_text import GROUPS
from unbroken.cli.registry import COMMANDS

SETUP = (
    "add Walk --starts-on 2026-02-01",
    "add Gym --period weekly --target 3 --starts-on 2026-02-01",
    "add Yoga",
    "pause yoga",
    "add Piano",
    "archive piano",
    "owner add Ben",
    "log walk --owner Ben",
    "skip walk 2026-03-02..2026-03-06",
    "skip --all 2026-03-07..2026-03-08",
    "backup copy.db",
    "start walk --at -30m",
    "log walk",
    "undo",
)
"""What stands in the database before each example, besides the streak `read`."""

LINES = sorted({line for those in (*EXAMPLES.values(), OVERVIEW) for line, _ in those})


@pytest.fixture
def one_of_each(
    unbroken: Unbroken,
    read: None,
    prepared: Prepared,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A database with one streak of each kind, in a folder with files to read."""
    monkeypatch.chdir(tmp_path)

    def prepare() -> None:
        for line in SETUP:
            assert unbroken(*shlex.split(line)).code == 0, line
        (tmp_path / "Shared").mkdir()
        (tmp_path / "long.csv").write_text("day,habit\n01/02/2026,Vitamins\n")
        with closing(sqlite3.connect("loop.db")) as connection:
            connection.executescript(LOOP)

    prepared("one of each", prepare)


LOOP = """
PRAGMA user_version = 24;
CREATE TABLE Habits (Id INTEGER PRIMARY KEY, Archived INTEGER, Color INTEGER, Description TEXT,
  Freq_Den INTEGER, Freq_Num INTEGER, Name TEXT, Position INTEGER, Question TEXT, Type INTEGER,
  Target_Type INTEGER, Target_Value REAL, Unit TEXT, Uuid TEXT, Highlight INTEGER);
CREATE TABLE Repetitions (Id INTEGER PRIMARY KEY, Habit INTEGER, Timestamp INTEGER, Value INTEGER,
  Notes TEXT);
INSERT INTO Habits VALUES (1, 0, 8, '', 1, 1, 'Tea', 0, '', 0, 0, 0, '', 'u', 0);
INSERT INTO Repetitions VALUES (1, 1, 1767312000000, 2, '');
"""
"""A backup of Loop Habit Tracker."""


@pytest.mark.parametrize("line", LINES)
@pytest.mark.usefixtures("one_of_each")
def test_an_example_works(line: str, unbroken: Unbroken, monkeypatch: pytest.MonkeyPatch) -> None:
    def leave(seconds: float) -> None:
        raise KeyboardInterrupt

    def open_app(*arguments: object, **options: object) -> int:
        assert options["demo"]
        return 0

    monkeypatch.setattr("unbroken.cli.output.is_terminal", lambda stream: True)
    monkeypatch.setattr("unbroken.cli.watch.time.sleep", leave)
    monkeypatch.setattr("unbroken.tui.run.run_app", open_app)
    monkeypatch.setattr(sys, "stdin", Typed("y\n" * 9))
    argv = shlex.split(line)
    if argv[0] == "add":  # a name that is taken would be refused
        unbroken("remove", argv[1], "--yes")
    ran = unbroken(*argv)
    expected = 11 if "--check" in argv else 0
    assert ran.code == expected, ran.err
    if "--json" in argv:
        assert json.loads(ran.out)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_examples_of_its_own(command: str, unbroken: Unbroken) -> None:
    assert 2 <= len(EXAMPLES[command]) <= 3
    said = unbroken(*command.split(), "--help").out.partition("\nexamples:\n")[2]
    for line, does in EXAMPLES[command]:
        words: Sequence[str] = shlex.split(line)
        assert words[: len(command.split())] == command.split()
        assert f"  unbroken {line}" in said
        assert does in said
    assert all(len(each) <= 96 for each in said.splitlines())


def test_every_command_is_in_one_group() -> None:
    names = [name for those in GROUPS.values() for name in those]
    assert sorted(names) == sorted(name for name in COMMANDS if " " not in name)


def test_the_overview_has_groups_and_examples(unbroken: Unbroken) -> None:
    said = unbroken("--help").out
    assert [line[:-1] for line in said.splitlines() if line.endswith(":")] == [
        *GROUPS,
        "options, before or after the command",
        "examples",
    ]
    assert all(len(line) <= 80 for line in said.splitlines())
