"""Import and export in words, and what a path could go on with."""

from __future__ import annotations

from pathlib import Path

import pytest

from unbroken.core.exchange_results import ImportReport
from unbroken.core.reports import Imported
from unbroken.tui.model.exchange_words import MOST_LINES, plan_content, taken_text
from unbroken.tui.model.folder_entries import MOST, entries, path_of, shown


def test_a_plan_without_end_is_cut() -> None:
    rules = tuple((f"Habit {number}", "Rule.") for number in range(1000))
    imported = Imported(0, 1000, 1000, 0, 0, 0, None, None, rules, (), False)
    lines = str(plan_content(ImportReport("beaver", imported, ()))).splitlines()
    assert len(lines) == MOST_LINES + 2
    assert lines[-1] == "and 600 more lines"


def test_names_that_are_taken() -> None:
    assert taken_text(("a",), merge=True) == "“a” is there: the logs join it, its rules stay."
    assert taken_text(("a",), merge=False).startswith("“a” is there: this one comes in beside it")
    several = taken_text(("a", "b", "c", "d", "e"), merge=True)
    assert several.startswith("“a”, “b”, “c” and 2 more are there:")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home folder, which is the working directory too."""
    for name in ("Box/inner/x", "apple", "Ärger", ".secret", "bad\x1b[2J"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("", ["../", "Box/", "apple", "Ärger"]),
        ("A", ["apple"]),
        ("bo", ["Box/"]),
        (".", [".secret"]),
        ("Box/", ["", "Box/inner/"]),
        ("Box/inner/", ["Box/", "Box/inner/x"]),
        ("Box/inner/y", []),
        ("~/ap", ["~/apple"]),
        ("../", ["../../"]),
        ("nothing/at/all", []),
        ("x\0/y", []),
    ],
)
def test_entries(home: Path, text: str, paths: list[str]) -> None:
    found = [entry.path for entry in entries(text)]
    assert (found[:1] if text == "../" else found) == paths


def test_above_home_and_root(home: Path) -> None:
    assert entries("~/")[0].path == f"{home.parent}/"
    assert "../" not in {entry.name for entry in entries("/")}
    assert entries("/")[0].is_folder


def test_not_more_than_can_be_read(home: Path) -> None:
    (home / "many").mkdir()
    for number in range(MOST + 5):
        (home / "many" / str(number)).touch()
    assert len(entries("many/")) == MOST + 1


def test_paths(home: Path) -> None:
    assert path_of(" ~/x y ") == home / "x y"
    assert shown(home / "x") == "~/x"
    assert shown(Path("/elsewhere/x")) == "/elsewhere/x"
