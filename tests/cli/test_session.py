"""Whose streaks a command is about."""

from __future__ import annotations

from collections.abc import Callable
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
    assert unbroken("add", "Swim").err == (
        "Only the first owner of this database may make a streak; you act as ann now.\n"
    )
    assert unbroken("log", "walk").code == 0
    assert len(answered("status", "--owner", "me")) == 1
