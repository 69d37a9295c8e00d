"""Whose streaks a command is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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
