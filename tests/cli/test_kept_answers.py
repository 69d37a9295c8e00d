"""Answers that are kept beside the database: lines for prompts, and tables."""

from __future__ import annotations

import os
import subprocess
import sys
import termios
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from cli.conftest import Unbroken
from effort import thorough
from unbroken import kept_answers, start
from unbroken.kept_answers import TABLES

MOMENT = datetime(2026, 3, 11, 10, tzinfo=UTC)
Clock = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets a clock that is the machine's, as far as the program can tell."""
    monkeypatch.delenv("UNBROKEN_NOW")

    def move(moment: datetime) -> None:
        monkeypatch.setattr("unbroken.engine.clock.system_clock", lambda: moment)
        monkeypatch.setattr(time, "time", moment.timestamp)

    move(MOMENT)
    return move


@pytest.fixture
def kept(clock: Clock, unbroken: Unbroken, tmp_path: Path) -> Path:
    """The file of a line that was kept."""
    unbroken("add", "Read")
    unbroken("add", "Walk")
    unbroken("due", "--short")
    return tmp_path / "u.db-due-plain"


def test_a_line_is_kept_and_read(kept: Path, unbroken: Unbroken) -> None:
    line = "2 left · Read 0/1"
    assert kept.read_text(encoding="utf-8").split("\n")[1] == line
    assert kept.stat().st_mode & 0o777 == 0o600
    assert unbroken("due", "--short").out == f"{line}\n"
    assert kept_answers.read_kept(["due", "--short"]) == (line, 0)
    assert kept_answers.read_kept(["due", "--format", "plain", "--check"]) == (line, 10)
    assert kept_answers.read_kept(["due", f"--db={os.environ['UNBROKEN_DB']}", "--format=plain"])
    unbroken("due", "--format", "tmux")
    assert kept_answers.read_kept(["due", "--format=tmux"]) == (line, 0)
    assert kept_answers.read_kept(["--db", os.environ["UNBROKEN_DB"], "due", "--format=tmux"])
    assert kept_answers.read_kept(["--owner", "due", "--format=tmux"]) is None


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    "asked",
    [
        "",
        "--check",
        "--json",
        "--short --json",
        "--short --format plain",
        "--format waybar",
        "--format json",
        "--short --owner me",
        "--short --now 2026-03-11T10:00:00Z",
        "--short more",
        "--short --help",
    ],
)
def test_what_was_asked_otherwise_is_not_answered_by_it(asked: str) -> None:
    assert kept_answers.read_kept(["due", "--short"])
    assert kept_answers.read_kept(["due", *asked.split()]) is None


@pytest.mark.usefixtures("kept")
def test_it_is_true_for_a_time(clock: Clock) -> None:
    for moment, holds in (
        (MOMENT + timedelta(hours=13, minutes=59), True),
        (MOMENT + timedelta(hours=14), False),
        (MOMENT - timedelta(seconds=1), False),
    ):
        clock(moment)
        assert bool(kept_answers.read_kept(["due", "--short"])) is holds


def test_a_change_ends_it(kept: Path, unbroken: Unbroken, tmp_path: Path) -> None:
    journal = tmp_path / "u.db-journal"
    journal.touch()
    assert kept_answers.read_kept(["due", "--short"]) is None
    journal.unlink()
    assert kept_answers.read_kept(["due", "--short"])
    unbroken("log", "read")
    assert kept_answers.read_kept(["due", "--short"]) is None
    assert unbroken("due", "--short").out == "1 left · Walk 0/1\n"
    assert kept_answers.read_kept(["due", "--short"]) == ("1 left · Walk 0/1", 0)
    database = tmp_path / "u.db"
    whole = database.read_bytes()
    database.unlink()
    assert kept_answers.read_kept(["due", "--short"]) is None
    database.write_bytes(whole)
    assert kept_answers.read_kept(["due", "--short"]) is None


@pytest.mark.parametrize("text", ["", "\n", "9999999999\nx", "a\nb\nc\nd\n", "9\n" * 9, "\udc80"])
def test_a_file_that_says_something_else_is_passed_over(
    kept: Path, unbroken: Unbroken, text: str
) -> None:
    kept.write_text(text, encoding="utf-8", errors="surrogateescape")
    assert kept_answers.read_kept(["due", "--short"]) is None
    assert unbroken("due", "--short").out == "2 left · Read 0/1\n"
    assert kept_answers.read_kept(["due", "--short"])


@pytest.mark.usefixtures("clock")
def test_where_none_can_be_kept_it_is_answered_all_the_same(
    unbroken: Unbroken, tmp_path: Path
) -> None:
    (tmp_path / "u.db-due-plain").mkdir()
    unbroken("add", "Read")
    assert unbroken("due", "--short").out == "1 left · Read 0/1\n"
    assert [each.name for each in tmp_path.glob(".*")] == []


def test_a_clock_that_is_set_keeps_nothing(unbroken: Unbroken, tmp_path: Path) -> None:
    unbroken("add", "Read")
    unbroken("due", "--short")
    assert not list(tmp_path.glob("*-due-*"))


BETWEEN = MOMENT + timedelta(minutes=20)
"""Between two full hours, at which the time that is left is told in other words."""
KEPT = (["due", "--short"], ["due"], ["status"])
"""Each kind of answer that is kept."""
NIGHT = range(48, 76)
"""Quarter hours since `MOMENT`, of a day: from before midnight to after the start of a late day."""
ODD = (
    ("America/Havana", "2026-11-01"),
    ("America/Santiago", "2026-04-05"),
    ("America/Santiago", "2026-09-06"),
    ("Asia/Beirut", "2026-03-29"),
)
"""Zones, and days at whose midnight their clocks skip an hour or show one twice."""


def test_an_answer_is_what_would_be_said_until_it_ends(clock: Clock, unbroken: Unbroken) -> None:
    """Four days of an owner who has a late day and skips: asked at every quarter hour.

    In the run of every day only in the nights, in which days and periods end.
    """
    unbroken("owner", "edit", "me", "--day-start", "3")
    for name, *rules in (
        ("Read",),
        ("Run", "--schedule", "mon,thu"),
        ("Swim", "--period", "weekly", "--target", "3"),
        ("Sweets", "--at-most", "--target", "2"),
    ):
        assert unbroken("add", name, *rules).code == 0
    clock(MOMENT - timedelta(days=1))
    assert unbroken("log", "read").code == 0
    clock(MOMENT)
    assert unbroken("log", "read").code == 0
    assert unbroken("skip", "run", "2026-03-12").code == 0
    for _ in range(2):
        assert unbroken("log", "sweets").code == 0
    seen = Counter[str]()
    quarters = [each for each in range(4 * 96) if thorough() or each % 96 in NIGHT]
    for quarter in quarters:
        moment = MOMENT + timedelta(minutes=15 * quarter + quarter % 7, seconds=quarter % 53)
        clock(moment)
        for asked in KEPT:
            before = kept_answers.read_kept(asked)
            said = unbroken(*asked).out
            if before is not None:
                assert said == f"{before[0]}\n", (asked, moment)
                seen[" ".join(asked)] += 1
    share = len(quarters) / (4 * 96)
    assert seen["due --short"] > 340 * share
    assert 200 * share < seen["due"] < len(quarters)
    assert 200 * share < seen["status"] < len(quarters)


@pytest.mark.parametrize(
    ("zone", "day"),
    product(sorted({zone for zone, _ in ODD}), [day for _, day in ODD]) if thorough() else ODD,
)
def test_an_answer_holds_over_a_midnight_that_clocks_skip_or_repeat(
    clock: Clock, unbroken: Unbroken, zone: str, day: str
) -> None:
    noon = datetime.fromisoformat(f"{day}T12:00:00Z") - timedelta(days=1)
    clock(noon)
    unbroken("owner", "edit", "me", "--tz", zone, "--day-start", "4")
    unbroken("add", "Read")
    for step in range(100):
        clock(noon + timedelta(minutes=15 * step, seconds=step % 7))
        before = kept_answers.read_kept(["status"])
        said = unbroken("status").out
        assert before is None or said == f"{before[0]}\n", step


def test_a_table_is_of_the_terminal_that_it_was_made_for(
    clock: Clock, unbroken: Unbroken, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock(BETWEEN)
    unbroken("add", "Read")
    unbroken("status")
    unbroken("due")
    assert kept_answers.read_kept(["status"])
    assert kept_answers.read_kept(["due"])
    for asked in (["status", "--json"], ["status", "read"], ["status", "--order", "name"]):
        assert kept_answers.read_kept(asked) is None
    master, slave = os.openpty()
    with os.fdopen(slave, "w", encoding="utf-8") as screen:
        monkeypatch.setattr(sys, "stdout", screen)
        key = os.environ["UNBROKEN_DB"], None, TABLES["status"]
        seen = {kept_answers.key_of(*key)}
        for lines, columns, colour in ((40, 140, ""), (40, 80, ""), (40, 80, "1")):
            termios.tcsetwinsize(master, (lines, columns))
            monkeypatch.setenv("NO_COLOR", colour)
            assert kept_answers.read_kept(["status"]) is None
            seen.add(kept_answers.key_of(*key))
    os.close(master)
    assert len(seen) == 4


def test_a_timer_that_runs_keeps_no_table(clock: Clock, unbroken: Unbroken) -> None:
    clock(BETWEEN)
    unbroken("add", "Read", "--unit", "min", "--target", "20")
    unbroken("start", "read")
    unbroken("status")
    unbroken("due")
    assert kept_answers.read_kept(["status"]) is None
    assert kept_answers.read_kept(["due"]) is None


@pytest.mark.parametrize("asked", [["status", "read"], ["status", "--order", "name"]])
def test_a_table_of_something_else_is_not_kept(
    clock: Clock, unbroken: Unbroken, asked: list[str]
) -> None:
    clock(BETWEEN)
    unbroken("add", "Read")
    unbroken(*asked)
    assert kept_answers.read_kept(["status"]) is None


def test_it_is_answered_before_anything_is_loaded(kept: Path) -> None:
    code = (
        f"import os, sys, time; time.time = lambda: {MOMENT.timestamp()!r}\n"
        "before = set(sys.modules)\n"
        "os._exit = lambda code: print(code, sorted(set(sys.modules) - before)) or sys.exit(code)\n"
        "from unbroken.start import run; run()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "due", "--short"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        timeout=60,
        check=True,
    )
    names = ["unbroken", "unbroken.kept_answers", "unbroken.start", "unbroken.version"]
    assert done.stdout == f"2 left · Read 0/1\n0 {names}\n"


def test_a_long_answer_is_written_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, written = "Ä" * 1000, os.write
    monkeypatch.setattr(os, "write", lambda place, octets: written(place, octets[:77]))
    with (tmp_path / "out").open("w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert start._is_written(whole)
    assert (tmp_path / "out").read_text(encoding="utf-8") == f"{whole}\n"


def test_what_cannot_be_written_is_left_to_the_whole_program(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert not start._is_written("x")
    monkeypatch.setattr(sys, "stdout", None)
    assert not start._is_written("x")
