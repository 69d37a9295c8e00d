"""The daily copy, which the day's first change makes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.conftest import Unbroken
from unbroken.store.backup import alone_in

COPY = "u-daily-2026-03-11.db"


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that is the machine's, as far as the program can tell."""
    monkeypatch.delenv("UNBROKEN_NOW")
    moment = datetime(2026, 3, 11, 10, tzinfo=UTC)
    monkeypatch.setattr("unbroken.engine.clock.system_clock", lambda: moment)


def made(folder: Path) -> list[str]:
    """The names of the copies."""
    return sorted(path.name for path in folder.glob("backups/*.db"))


@pytest.mark.usefixtures("running")
def test_the_first_change_of_a_day_makes_a_copy(unbroken: Unbroken, tmp_path: Path) -> None:
    assert unbroken("status").code == 0
    assert unbroken("add", "Read").err == ""
    assert made(tmp_path) == [COPY]
    before = (tmp_path / "backups" / COPY).read_bytes()
    unbroken("log", "read")
    assert (tmp_path / "backups" / COPY).read_bytes() == before


@pytest.mark.usefixtures("running")
def test_nothing_is_copied_where_that_is_turned_off(unbroken: Unbroken, tmp_path: Path) -> None:
    unbroken("config", "backups", "off")
    unbroken("add", "Read")
    assert made(tmp_path) == []


def test_nothing_is_copied_by_a_clock_that_is_set(unbroken: Unbroken, tmp_path: Path) -> None:
    unbroken("add", "Read")
    assert made(tmp_path) == []


@pytest.mark.usefixtures("running")
def test_a_copy_that_cannot_be_made_is_told_and_loses_nothing(
    unbroken: Unbroken, tmp_path: Path
) -> None:
    (tmp_path / "backups").write_text("in the way")
    ran = unbroken("add", "Read")
    assert ran.code == 0 and ran.out.startswith("Made Read")
    assert "config backups off" in ran.err and ran.err.count("\n") == 1
    assert "Read" in unbroken("status").out


@pytest.mark.usefixtures("running")
def test_databases_of_one_folder_have_copies_of_their_own(
    unbroken: Unbroken, tmp_path: Path
) -> None:
    for name in ("a", "b[1]", "unbroken"):
        unbroken("--db", str(tmp_path / f"{name}.db"), "add", "Read")
    day = "2026-03-11.db"
    assert made(tmp_path) == [f"a-daily-{day}", f"b[1]-daily-{day}", f"daily-{day}"]


@pytest.mark.usefixtures("running")
def test_the_copies_of_a_linked_database_lie_beside_the_file(
    unbroken: Unbroken, tmp_path: Path
) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link.db").symlink_to(tmp_path / "real" / "own.db")
    unbroken("--db", str(tmp_path / "link.db"), "add", "Read")
    assert made(tmp_path / "real") == ["own-daily-2026-03-11.db"]
    assert not (tmp_path / "backups").exists()


@pytest.mark.usefixtures("running")
def test_what_was_broken_off_is_swept_after_a_day(unbroken: Unbroken, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for name, age in (("old", 90_000), ("new", 60)):
        left = folder / f".{name}.db.1.partial"
        left.write_text("half")
        then = time.time() - age
        os.utime(left, (then, then))
    beside = [".u.db.restoring", ".u.db.1-2.partial", ".u.db.1-2.partial-journal"]
    for name in (*beside, ".other.db.1-2.partial"):
        (tmp_path / name).write_text("half")
        os.utime(tmp_path / name, (time.time() - 90_000,) * 2)
    unbroken("add", "Read")
    assert [path.name for path in folder.glob(".*.partial")] == [".new.db.1.partial"]
    assert [path.name for path in tmp_path.glob(".*")] == [".other.db.1-2.partial"]


_WAITS = """
import os, sys
from datetime import UTC, datetime
from unbroken.engine import backups, clock
clock.system_clock = clock.fixed_clock(datetime(2026, 3, 11, 10, tzinfo=UTC))
real = backups.daily_backup

def daily_backup(*arguments):
    os.read(int(os.environ["GATE"]), 1)
    return real(*arguments)

backups.daily_backup = daily_backup
from unbroken.start import run
run()
"""
"""A program whose copy waits until a gate is opened."""


@pytest.mark.usefixtures("running")
def test_nobody_waits_for_the_copy(tmp_path: Path) -> None:
    gate, opener = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-c", _WAITS, "add", "Read"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=[gate],
        env={**os.environ, "GATE": str(gate), "PYTHONUTF8": "1"},
    ) as program:
        os.close(gate)
        assert program.stdout and program.stderr
        assert program.stdout.read().startswith(b"Made Read")
        assert program.wait(60) == 0
        assert made(tmp_path) == []
        os.close(opener)
        assert program.stderr.read() == b""
    assert made(tmp_path) == [COPY]


@pytest.mark.usefixtures("running")
def test_two_at_once_make_one_copy(unbroken: Unbroken, tmp_path: Path) -> None:
    with alone_in(tmp_path / "backups") as is_alone:
        assert is_alone
        assert unbroken("add", "Read").err == ""
        assert made(tmp_path) == []
    unbroken("log", "read")
    assert made(tmp_path) == [COPY]
