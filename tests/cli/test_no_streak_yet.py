"""What the commands that list something say while there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]


def test_nothing_yet(unbroken: Unbroken, answered: Answered) -> None:
    assert unbroken("status").out.startswith("No streak yet; make the first one")
    assert unbroken("due").out.startswith("No streak yet")
    assert unbroken("due", "--short").out == "no streak yet\n"
    assert unbroken("history").out.startswith("Nothing was logged there")
    assert unbroken("progress").out.startswith("No attempt yet")
    assert unbroken("rewards").out.startswith("No reward yet")
    assert "all streaks" in unbroken("calendar").out
    for command in ("status", "due", "history", "progress", "rewards"):
        assert answered(command) == []
