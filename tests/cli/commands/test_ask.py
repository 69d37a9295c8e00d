"""ask."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import NOW, Ran, Typed, Unbroken
from unbroken import open_engine
from unbroken.engine.clock import fixed_clock
from unbroken.engine.when import read_instant

Ask = Callable[..., Ran]


@pytest.fixture
def ask(unbroken: Unbroken, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Runs `ask` with lines that come by a pipe."""

    def run(lines: str, *argv: str) -> Ran:
        monkeypatch.setattr(
            sys, "stdin", io.StringIO("".join(f"{each}\n" for each in lines.split()))
        )
        return unbroken("ask", *argv)

    return run


def last(ran: Ran) -> str:
    """The line about what was done."""
    assert (ran.code, ran.err) == (0, "")
    return ran.out.splitlines()[-1]


@pytest.mark.usefixtures("read")
def test_a_walk(ask: Ask, unbroken: Unbroken) -> None:
    unbroken("add", "Walk")
    unbroken("add", "Sugar", "--at-most", "--target", "0")
    unbroken("add", "Gym", "--period", "weekly", "--target", "3")
    unbroken("log", "read", "14")
    assert ask("y s n").out == (
        "Wednesday 11 March · 3 streaks are open\n"
        "y done · n not done · s skip the day · u undo · q quit · or an amount\n"
        "\n"
        "Read: 14 / 20 min, y logs 6 min? y\n"
        "Read: 3 in a row (extended). 20 of 20 min today, done.\n"
        "Walk: not yet? s\n"
        "Skipped: Walk, Wed 2026-03-11.\n"
        "Gym: 0 of 3 this week? n\n"
        "\n"
        "1 logged · 1 skipped · 1 left\n"
    )
    assert last(ask("")) == "0 logged · 1 left"
    assert last(ask("y")) == "1 logged · 1 left"


@pytest.mark.usefixtures("read")
def test_amounts_and_what_is_not_understood(ask: Ask, unbroken: Unbroken) -> None:
    unbroken("add", "Walk")
    ran = ask("what 0 7.5 2 Y")
    assert "Answer y, n, s, u, q or an amount.\nRead: 0 / 20 min" in ran.out
    assert "y logs 20 min? 0\nThe amount must be more than zero." in ran.out
    assert "7.5 of 20 min today, 12.5 min to go." in ran.out
    assert "Walk has no amounts; answer y for one more.\nWalk: not yet? Y\n" in ran.out
    assert last(ran) == "2 logged · 1 left"


@pytest.mark.usefixtures("read")
def test_undo_asks_again(ask: Ask, unbroken: Unbroken) -> None:
    unbroken("add", "Walk")
    unbroken("add", "Yoga")
    ran = ask("u y u n s u u q")
    assert "Nothing has been answered yet.\nRead: 0 / 20 min" in ran.out
    assert (
        ran.out.count("Took back: log Read, 20 min today.\nRead: 0 / 20 min, y logs 20 min?") == 1
    )
    assert "Took back: skip Walk, today.\nWalk: not yet? u\nRead: 0 / 20 min" in ran.out
    assert last(ran) == "0 logged · 3 left"
    assert unbroken("history", "--from", "today").out.startswith("Nothing was logged there")


@pytest.mark.usefixtures("read")
def test_undo_leaves_alone_what_another_program_did(
    ask: Ask, unbroken: Unbroken, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    unbroken("add", "Walk")

    class Interrupting(io.StringIO):
        def readline(self, *size: Any) -> Any:
            line = super().readline()
            if line == "u\n":
                other = open_engine(tmp_path / "u.db", clock=fixed_clock(read_instant(NOW)))
                other.log("walk")
                other.close()
            return line

    monkeypatch.setattr(sys, "stdin", Interrupting("y\nu\nq\n"))
    ran = unbroken("ask")
    assert "Another program has changed something; `unbroken undo` is about that." in ran.out
    assert last(ran) == "1 logged · all done"


def test_what_is_wanted_twice_a_day_is_asked_twice(ask: Ask, unbroken: Unbroken) -> None:
    unbroken("add", "Meditate", "--target", "2")
    unbroken("add", "Gym", "--period", "weekly", "--target", "2")
    ran = ask("y y y y")
    assert "Meditate: 0 of 2 today? y\n" in ran.out
    assert "Meditate: 1 of 2 today? y\n" in ran.out
    assert ran.out.count("Gym:") == 2  # the question and what became of it
    assert last(ran) == "2 logged · 1 left"


def test_a_skipped_day_of_a_week_is_not_the_week(ask: Ask, unbroken: Unbroken) -> None:
    unbroken("add", "Gym", "--period", "weekly", "--target", "2")
    ran = ask("s")
    assert "Skipped: Gym, Wed 2026-03-11.\nThe week still asks" in ran.out
    assert last(ran) == "0 logged · 1 skipped · 1 left"


@pytest.mark.usefixtures("read")
@pytest.mark.parametrize("argv", [("--yesterday",), ("--at", "yesterday"), ("--at", "2026-03-10")])
def test_about_yesterday(ask: Ask, unbroken: Unbroken, argv: tuple[str, ...]) -> None:
    for name, more in (("Walk", ()), ("Swim", ("--strict",)), ("Yoga", ("--schedule", "mon"))):
        unbroken("add", name, "--starts-on", "2026-03-01", *more)
    ran = ask("y", *argv)
    assert ran.out.splitlines()[0] == "Tuesday 10 March · 1 streak is open"
    assert (
        "Walk: not yet? y\nWalk: 1 in a row (started). Counted for Tuesday 10 March 2026" in ran.out
    )
    assert last(ran) == "1 logged · all done"
    assert "Tue 2026-03-10  12:00  Walk" in unbroken("history", "walk").out
    assert ask("", *argv).out == "Nothing is open on Tuesday 10 March.\n"


@pytest.mark.usefixtures("read")
def test_an_earlier_week_is_not_called_this_one(ask: Ask, unbroken: Unbroken) -> None:
    unbroken("add", "Gym", "--period", "weekly", "--target", "3", "--starts-on", "2026-01-01")
    assert "Gym: 0 of 3? q\n" in ask("n q", "--at", "2026-03-05").out


def test_nothing_to_ask(ask: Ask, unbroken: Unbroken) -> None:
    assert ask("").out == "No streak yet; make the first one, for example `unbroken add Read`.\n"
    unbroken("add", "Walk")
    unbroken("log", "walk")
    assert ask("").out == "All done.\n"


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("--json",), 2),
        (("--yesterday", "--at", "mon"), 2),
        (("--at", "tomorrow"), 1),
        (("--at", "someday"), 1),
    ],
)
def test_what_is_refused(ask: Ask, argv: tuple[str, ...], code: int) -> None:
    ran = ask("y", *argv)
    assert (ran.code, ran.out) == (code, "")


@pytest.mark.usefixtures("read")
def test_interrupted_it_says_what_was_done(
    unbroken: Unbroken, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Leaving(Typed):
        def readline(self, *size: Any) -> Any:
            line = super().readline()
            if not line:
                raise KeyboardInterrupt
            return line

    unbroken("add", "Walk")
    monkeypatch.setattr(sys, "stdin", Leaving("y\n"))
    ran = unbroken("ask")
    assert (ran.code, ran.err) == (130, "")
    assert ran.out.endswith("Walk: not yet? \n\n1 logged · 1 left\n")


def test_a_day_that_counts_once_is_not_asked_about_twice(ask: Ask, unbroken: Unbroken) -> None:
    for name in ("Gym", "Swim"):
        rules = ("--method", "days", "--period", "weekly", "--target", "2")
        assert unbroken("add", name, *rules, "--starts-on", "2026-03-01").code == 0
    unbroken("log", "gym")
    ran = ask("y y")
    assert "1 streak is open" in ran.out
    assert "Gym:" not in ran.out
    assert last(ran) == "1 logged · all done"
    assert ask("").out == "All done.\n"
    assert ask("q", "--yesterday").out.startswith("Tuesday 10 March · 2 streaks are open\n")


@pytest.mark.usefixtures("read")
def test_the_last_answer_can_be_taken_back_on_a_terminal(
    unbroken: Unbroken, monkeypatch: pytest.MonkeyPatch
) -> None:
    unbroken("add", "Walk")
    asked = "Walk: not yet? "
    end = "All asked; u takes the last answer back, enter ends: "
    for lines, said, summary in (
        ("n\ny\nu\nn\nu\ns\n\n", 3, "0 logged · 1 skipped · 1 left\n"),
        ("n\ny\n", 1, "1 logged · 1 left\n"),
    ):
        monkeypatch.setattr(sys, "stdin", Typed(lines))
        ran = unbroken("ask")
        assert (ran.code, ran.err) == (0, "")
        assert [ran.out.count(asked), ran.out.count(end)] == [said, said]
        assert ran.out.endswith(f"\n{summary}")
        assert ("Took back: log Walk, today." in ran.out) is (said == 3)
        unbroken("unskip", "walk", "today")
