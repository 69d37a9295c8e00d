"""The file of preferences: reading it, writing it, and taking over what a database had."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from unbroken.core.errors import ErrorCode, NotFound, Refusal
from unbroken.engine.api import Engine
from unbroken.engine.preferences import (
    PREFERENCES,
    Preferences,
    load,
    load_or_take_over,
    preferences_path,
    save,
)

BEFORE = {
    "theme": "unbroken-light",
    "order": "own",
    "view": "due",
    "folded": ["=Done", "Body"],
    "declined_zone": "Asia/Tokyo",
}
"""What a database of a version before has."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "preferences.toml"


def with_rows(engine: Engine, rows: dict[str, Any]) -> Engine:
    """The engine, with rows of settings in its database as a version before wrote them."""
    with closing(sqlite3.connect(str(engine.database))) as connection, connection:
        texts = [
            (key, each if isinstance(each, str) else json.dumps(each[0]))
            for key, each in rows.items()
        ]
        connection.executemany("INSERT INTO settings VALUES (?, ?)", texts)
    return engine


def old(engine: Engine) -> Engine:
    return with_rows(engine, {key: [value] for key, value in BEFORE.items()})


def rows_of(engine: Engine) -> dict[str, str]:
    with closing(sqlite3.connect(str(engine.database))) as connection:
        return dict(connection.execute("SELECT key, value FROM settings"))


def test_where_it_lies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("UNBROKEN_PREFERENCES", raising=False)
    assert preferences_path().name == "preferences.toml"
    monkeypatch.setenv("UNBROKEN_PREFERENCES", str(tmp_path))
    assert preferences_path() == tmp_path


def test_what_is_saved_is_loaded(path: Path) -> None:
    assert load(path) is None
    save(path, {"theme": " nord ", "order": "name", "folded": "Body\n\n=Done\nBody"})
    save(path, {"view": "due", "declined_zone": "Asia/Tokyo"})
    found = load(path)
    assert found is not None and found.warning == ""
    chosen = Preferences("nord", "name", "due", ("=Done", "Body"), "Asia/Tokyo")
    assert found.preferences == chosen
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    save(path, dict.fromkeys(PREFERENCES, ""))
    found = load(path)
    assert found is not None and found.preferences == Preferences()


def test_what_will_not_do_is_not_written(path: Path) -> None:
    with pytest.raises(Refusal, match=r"That is one of risk, own or name\."):
        save(path, {"theme": "nord", "order": "none"})
    assert not path.exists()


def test_what_is_not_known_stays(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('later = [1, 2]\norder = "none"\n[more]\nsince = 2026-03-01\n')
    save(path, {"theme": "nord"})
    assert path.read_text() == (
        'later = [\n    1,\n    2,\n]\norder = "none"\ntheme = "nord"\n\n'
        "[more]\nsince = 2026-03-01\n"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"theme = ", "Invalid value"),
        (b'theme = "\xff"', "cannot be read."),
        (b'order = "none"', "order: that is one of risk, own or name."),
        (b"theme = 3", "theme: write it as text."),
        (b'folded = "Body"', "folded: write it as a list of texts."),
        (b"folded = [1]", "folded: write it as a list of texts."),
    ],
)
def test_a_fault_is_told_and_the_default_holds(path: Path, text: bytes, told: str) -> None:
    path.parent.mkdir()
    path.write_bytes(text + b'\nview = "due"\n')
    found = load(path)
    assert found is not None
    assert found.preferences in (Preferences(), Preferences(view="due"))
    assert found.warning.startswith(f"Preferences that cannot be read are as at first. {path}")
    assert told in found.warning


def test_a_damaged_file_is_left_as_it_is(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("theme = ")
    with pytest.raises(Refusal, match="Invalid value") as refused:
        save(path, {"theme": "nord"})
    assert refused.value.code == ErrorCode.BAD_FILE
    assert path.read_text() == "theme = "


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file" / "preferences.toml", tmp_path, Path(os.devnull)):
        with pytest.raises(Refusal) as refused:
            save(path, {"theme": "nord"})
        assert refused.value.code == ErrorCode.BAD_FILE
        assert str(path) in refused.value.message


def test_a_link_stays_one(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    path.symlink_to(tmp_path / "kept.toml")
    for theme in ("nord", "dracula"):
        save(path, {"theme": theme})
        assert path.is_symlink()
        assert theme in (tmp_path / "kept.toml").read_text()


def test_what_the_database_had_is_taken_over_once(
    opened: Callable[..., Engine], path: Path
) -> None:
    engine = old(opened())
    before = rows_of(engine)
    taken = load_or_take_over(path, engine)
    assert taken.preferences.values() == {**BEFORE, "recent": []}
    assert load(path) == taken
    assert rows_of(engine) == before
    save(path, {"theme": ""})
    assert load_or_take_over(path, engine).preferences.theme == "unbroken-dark"
    path.write_text("")
    assert load_or_take_over(path, engine).preferences == Preferences()


def test_where_nothing_was_chosen_no_file_is_made(engine: Engine, path: Path) -> None:
    with_rows(engine, {"symbols": ["ascii"]})
    assert load_or_take_over(path, engine).preferences == Preferences()
    assert not path.exists()


def test_what_cannot_be_taken_over_is_left_behind(engine: Engine, path: Path) -> None:
    with_rows(engine, {"theme": "no JSON", "order": ["none"], "folded": [3], "view": ["due"]})
    assert load_or_take_over(path, engine).preferences == Preferences(view="due")
    assert path.read_text() == 'view = "due"\n'


def test_where_no_file_can_be_written_the_database_answers(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    taken = load_or_take_over(tmp_path / "file" / "preferences.toml", old(engine))
    assert taken.preferences.values() == {**BEFORE, "recent": []}
    assert taken.warning == ""


def test_the_engine_has_none_of_them(engine: Engine) -> None:
    keys = ["activity_types", "backups", "grace_period_days", "strict", "symbols"]
    assert list(old(engine).settings()) == keys
    before = rows_of(engine)
    for key in PREFERENCES:
        with pytest.raises(NotFound, match=f"There is no setting “{key}”"):
            engine.configure(key, "")
    assert rows_of(engine) == before
