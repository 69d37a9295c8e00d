"""config."""

from __future__ import annotations

from collections.abc import Callable
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
