"""due."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]


@pytest.mark.usefixtures("read")
def test_due(unbroken: Unbroken, answered: Answered) -> None:
    unbroken("log", "read", "14")
    unbroken("add", "Walk")
    assert [each["name"] for each in answered("due")] == ["Read", "Walk"]
    assert answered("due", "--short") == answered("due")
    assert unbroken("due", "--short").out == "2 left · Read 14/20 min\n"
    assert "Walk" in unbroken("due").out
    unbroken("log", "read", "6")
    unbroken("log", "walk")
    assert unbroken("due", "--short").out == "all done\n"
    assert unbroken("due").out == "All done.\n"


@pytest.mark.usefixtures("read")
def test_formats_for_bars(
    unbroken: Unbroken, answered: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNBROKEN_NOW", "2026-03-11T20:00:00Z")
    unbroken("log", "read", "14")
    unbroken("add", "A <b>&#H", "--period", "weekly")
    line = "1 left · 1 now · Read 14/20 min"
    assert unbroken("due", "--format", "plain").out == unbroken("due", "--short").out
    assert unbroken("due", "--format", "plain").out == f"{line}\n"
    assert json.loads(unbroken("due", "--format", "json").out) == answered("due")
    assert json.loads(unbroken("due", "--format", "waybar").out) == {
        "text": line,
        "tooltip": "Read 14/20 min · 4 h\nA &lt;b&gt;&amp;#H 0/1 · 4 days",
        "alt": "now",
        "class": "now",
        "percentage": 0,
    }
    assert unbroken("due", "--format", "tmux").out == (
        "#[fg=yellow]1 left · 1 now#[default] · Read 14/20 min\n"
    )
    unbroken("log", "read", "6")
    assert unbroken("due", "--format", "tmux").out == "1 left · A <b>&##H 0/1\n"
    assert json.loads(unbroken("due", "--format", "waybar").out)["percentage"] == 50
    unbroken("log", "a")
    assert unbroken("due", "--format", "tmux").out == "#[fg=green]all done#[default]\n"
    assert json.loads(unbroken("due", "--format", "waybar").out)["class"] == "done"


@pytest.mark.usefixtures("read")
def test_the_exit_code_says_whether_something_is_due(unbroken: Unbroken) -> None:
    assert unbroken("due", "--check") == (11, "", "")
    assert unbroken("due", "--check", "--short") == (11, "1 left · Read 0/20 min\n", "")
    unbroken("log", "read", "20")
    unbroken("add", "Walk")
    assert unbroken("due", "--check") == (10, "", "")
    unbroken("log", "walk")
    assert unbroken("due", "--check") == (0, "", "")
    assert unbroken("due", "--check", "--json") == (0, "[]\n", "")
    assert unbroken("due", "--check", "--owner", "Nobody").code == 1


def test_a_limit_that_is_used_up_stands_below_what_is_due(
    unbroken: Unbroken, answered: Answered
) -> None:
    """It asks for nothing; text and JSON have the same streaks."""
    unbroken("add", "Coffee", "--at-most", "--target", "1")
    unbroken("log", "coffee")
    assert unbroken("due").out == "All done.\nCoffee: 1 of at most 1 today, no room for more.\n"
    unbroken("add", "Walk")
    assert unbroken("due").out.splitlines()[-1].startswith("Coffee: 1 of at most 1")
    told = {each["name"]: (each["due"], each["at_risk"]) for each in answered("due")}
    assert told == {"Walk": (True, False), "Coffee": (False, True)}
    assert unbroken("due", "--check").code == 10
    unbroken("log", "coffee")
    assert unbroken("due").out.splitlines()[-1] == "Coffee: 2 today, more than 1: over the limit."


@pytest.mark.parametrize("more", ["--json", "--short", "--format nothing"])
def test_one_format_is_named(unbroken: Unbroken, more: str) -> None:
    assert unbroken("due", "--format", "tmux", *more.split()).code == 2
