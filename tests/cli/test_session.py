"""Whose streaks a command is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from unbroken.cli import session as sessions
from unbroken.cli.session import Session

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]


def test_the_owner_of_the_environment(
    unbroken: Unbroken, answered: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    unbroken("owner", "add", "Ann")
    unbroken("add", "Walk")
    monkeypatch.setenv("UNBROKEN_OWNER", "ann")
    assert answered("status") == []
    assert "You are in no streak yet" in unbroken("status").out
    assert "such as walk." in unbroken("status").out
    assert unbroken("log", "walk").code == 0
    assert len(answered("status", "--owner", "me")) == 1


def test_a_person_is_told_of_a_database_that_is_new(
    unbroken: Unbroken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unbroken.cli.output.is_terminal", lambda stream: True)
    monkeypatch.setattr("unbroken.cli.output._size", lambda stream: (400, 24))
    mistyped = tmp_path / "mistyped.db"
    assert unbroken("--db", str(mistyped), "status").err == (
        f"There was no {mistyped}; it is a new database now.\n"
    )
    assert unbroken("--db", str(mistyped), "status").err == ""


def test_a_file_that_is_released_is_left_to_no_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would go on beside its parent, through all of the command that is left."""
    monkeypatch.delenv("UNBROKEN_NOW", raising=False)
    children = iter(range(9))
    monkeypatch.setattr(sessions, "_is_left_to_a_child", lambda: next(children) >= 0)
    options = SimpleNamespace(db=str(tmp_path / "u.db"), owner=None, now=None, json=False)
    session = Session(options, is_process=True)
    session.engine.add("Read")
    session.release()
    assert [each.name for each in session.engine.streaks()] == ["Read"]
    session.engine.add("Walk")
    session.close()
    assert next(children) == 1


def test_no_command_ends_before_its_end() -> None:
    folder = Path(sessions.__file__).parent
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.rglob("*.py")}
    assert [name for name, text in texts.items() if "session.close()" in text] == ["main.py"]
