"""config."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]


def test_config(unbroken: Unbroken, answered: Answered) -> None:
    settings = answered("config")
    assert settings["symbols"] == "unicode"
    assert settings["activity_types"] == []
    assert answered("config", "symbols", "ascii")["symbols"] == "ascii"
    assert unbroken("config", "symbols").out.startswith("symbols  ascii  ")
    assert "theme" in unbroken("config").out
    assert answered("config", "activity_types", "b,a") == settings | {
        "symbols": "ascii",
        "activity_types": ["a", "b"],
    }
    assert answered("config", "symbols", "")["symbols"] == "unicode"
    for argv in (("colour",), ("colour", "x"), ("symbols", "braille")):
        assert unbroken("config", *argv).code == 1


def test_strict_is_what_new_streaks_are(unbroken: Unbroken, answered: Answered) -> None:
    assert answered("config")["strict"] is False
    assert answered("add", "Early")["strict"] is False
    assert answered("config", "strict", "on")["strict"] is True
    late = answered("add", "Late")
    assert late["strict"] is True
    assert "late logs do not count" in late["rule"]
    assert unbroken("undo").out.startswith("Took back: add Late")
    assert unbroken("undo").out.startswith("Took back: set strict")
    assert answered("config")["strict"] is False
    assert unbroken("config", "strict", "perhaps").code == 1


def test_how_the_app_looks_is_kept_on_the_machine(
    unbroken: Unbroken, answered: Answered, tmp_path: Path
) -> None:
    file = tmp_path / "preferences.toml"
    settings = answered("config")
    assert not file.exists()
    assert unbroken("add", "Read").code == 0
    shown = unbroken("config", "theme", "nord").out
    assert shown == "theme  nord  the app's theme\n"
    assert file.read_text() == 'theme = "nord"\n'
    folded = answered("config", "folded", "=Done\nBody")
    assert folded == settings | {"theme": "nord", "folded": ["=Done", "Body"]}
    assert list(folded) == list(settings)
    assert answered("--db", str(tmp_path / "other.db"), "config") == folded
    assert unbroken("config", "folded").out.startswith("folded  =Done,Body  ")
    assert unbroken("undo").out.startswith("Took back: add Read")
    assert answered("config") == folded
    refused = unbroken("config", "order", "none")
    assert (refused.code, refused.err) == (1, "That is one of risk, own or name.\n")
    unbroken("owner", "add", "Ben")
    refused = unbroken("config", "theme", "dracula", "--owner", "Ben")
    assert refused == (1, "", "Only the first owner of this database may change settings.\n")
    assert answered("config", "--owner", "Ben") == folded


def test_a_theme_that_there_is_none_of_is_refused(unbroken: Unbroken, tmp_path: Path) -> None:
    file = tmp_path / "preferences.toml"
    assert unbroken("add", "Read").code == 0
    refused = unbroken("config", "theme", "nonsense")
    assert (refused.code, refused.out, file.exists()) == (1, "", False)
    assert refused.err.startswith(
        "There is no theme “nonsense”; there are unbroken-dark, unbroken-light, ansi-dark, "
    )
    assert refused.err.endswith(f" and a file of your own in {tmp_path / 'themes'} is one too.\n")
    assert "“gruvbx” (did you mean gruvbox?); there" in unbroken("config", "theme", "gruvbx").err
    assert unbroken("config", "theme", "../preferences").code == 1
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "forest.toml").write_text("")
    assert unbroken("config", "theme", "forest").out.startswith("theme  forest  ")
    assert ", forest, ansi-dark, " in unbroken("config", "theme", "woods").err
    assert unbroken("config", "theme", "").out.startswith("theme  unbroken-dark  ")


def test_what_a_database_had_of_the_look_is_taken_over(
    unbroken: Unbroken, answered: Answered, tmp_path: Path
) -> None:
    settings = answered("config")
    with closing(sqlite3.connect(tmp_path / "u.db")) as connection, connection:
        rows = [("theme", '"nord"'), ("folded", '["Body"]')]
        connection.executemany("INSERT INTO settings VALUES (?, ?)", rows)
    file = tmp_path / "preferences.toml"
    assert answered("config", "order", "own")["theme"] == "nord"
    assert file.read_text() == 'theme = "nord"\nfolded = [\n    "Body",\n]\norder = "own"\n'
    file.write_text("")
    assert answered("config") == settings


def test_a_damaged_file_of_preferences_is_told(unbroken: Unbroken, tmp_path: Path) -> None:
    plain = unbroken("config", "--json").out
    file = tmp_path / "preferences.toml"
    file.write_text("theme")
    ran = unbroken("config", "--json")
    assert (ran.code, ran.out) == (0, plain)
    assert ran.err.startswith(f"Preferences that cannot be read are as at first. {file}: ")
    refused = unbroken("config", "theme", "nord")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(f"{file}: ")
    assert file.read_text() == "theme"
