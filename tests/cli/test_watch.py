"""A dashboard that stays in the terminal."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.conftest import NOW, Unbroken
from unbroken import open_engine
from unbroken.engine.clock import fixed_clock
from unbroken.engine.when import read_instant

Happening = Callable[[], object]


@pytest.fixture
def watched(unbroken: Unbroken, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """The pictures that are drawn while things happen between two looks, the last one Ctrl-C."""

    def run(*happenings: Happening) -> list[str]:
        waiting = iter(happenings)

        def wait(seconds: float) -> None:
            happening = next(waiting, None)
            if happening is None:
                raise KeyboardInterrupt
            happening()

        monkeypatch.setattr("unbroken.cli.output.is_terminal", lambda stream: True)
        monkeypatch.setattr("unbroken.cli.output._size", lambda stream: (80, 24))
        monkeypatch.setattr("unbroken.cli.watch.time.sleep", wait)
        monkeypatch.setenv("NO_COLOR", "1")
        ran = unbroken("status", "--watch")
        assert (ran.code, ran.err) == (0, "")
        return ran.out.split("\x1b[H")[1:]

    return run


def log(path: Path) -> None:
    engine = open_engine(path, clock=fixed_clock(read_instant(NOW)))
    engine.log("read", 4)
    engine.close()


@pytest.mark.usefixtures("read")
def test_it_is_drawn_anew_when_the_database_has_changed(
    watched: Callable[..., list[str]], tmp_path: Path
) -> None:
    pictures = watched(lambda: None, lambda: log(tmp_path / "u.db"), lambda: None)
    assert ["0 / 20 min" in each for each in pictures] == [True, False]
    assert "4 / 20 min" in pictures[1]


@pytest.mark.usefixtures("read")
def test_it_is_drawn_anew_when_the_day_ends(
    watched: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    times: Iterator[str] = iter(["2026-03-11T23:59:58Z", "2026-03-11T23:59:59Z"])
    last = "2026-03-12T00:00:00Z"
    monkeypatch.setattr(
        "unbroken.cli.session.Session.clock",
        lambda session: lambda: read_instant(next(times, last)),
    )
    pictures = watched(lambda: None, lambda: None, lambda: None)
    assert [each.splitlines()[0].partition(" · ")[0] for each in pictures] == [
        *("Wednesday 11 March", "Thursday 12 March")
    ]


@pytest.mark.usefixtures("read")
def test_another_file_in_its_place_is_shown(
    watched: Callable[..., list[str]], unbroken: Unbroken, tmp_path: Path
) -> None:
    unbroken("--db", str(tmp_path / "other.db"), "add", "Walk")
    pictures = watched(lambda: os.replace(tmp_path / "other.db", tmp_path / "u.db"))
    assert ["Walk" in each for each in pictures] == [False, True]


@pytest.mark.usefixtures("read")
def test_colours_reach_the_terminal(
    watched: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unbroken.cli.output.is_colourful", lambda: True)
    (picture,) = watched()
    assert "\x1b[1mWednesday 11 March" in picture
    assert "\ufffd" not in picture and "?" not in picture


@pytest.mark.usefixtures("read")
def test_what_does_not_fit_is_counted(
    watched: Callable[..., list[str]], unbroken: Unbroken
) -> None:
    for number in range(30):
        unbroken("add", f"Streak {number}")
    (picture,) = watched()
    assert picture.count("\n") == 24  # the last one is that of the end
    assert "14 more lines" in picture


@pytest.mark.usefixtures("read")
def test_without_a_terminal_it_is_refused(unbroken: Unbroken) -> None:
    ran = unbroken("status", "--watch")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "--watch draws in a terminal; leave it out, or use one without --json.\n"
