"""Flipped bits in a small database: what a fault of the disk does to a file, made again by a seed.

Whatever is flipped, no command may end in a traceback, and a repair that says it worked must leave
a database that works, with every log in it, or set aside, that could still be read.
"""

from __future__ import annotations

import io
import json
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from stored_ids import text_of
from unbroken.cli.main import main

NOW = "2026-03-11T10:00:00Z"
LINES = (
    *("status", "status read", "due", "history", "calendar", "rewards", "progress", "why read"),
    *("owner", "config", "export", "export --format csv", "export --format ics", "doctor"),
)
"""What is asked of the damaged file; nothing of it writes."""
CODES = (0, 1, 2, 3)


class Ran(NamedTuple):
    """What a command line did."""

    code: int
    out: str
    err: str


class Outcome(NamedTuple):
    """What became of one damaged file."""

    kinds: tuple[int, ...]
    """The exit codes of what was asked."""
    repaired: bool
    faults: tuple[str, ...]
    """What must not be; nothing, where all is well."""


def run(database: Path, line: str, *more: str) -> Ran:
    """Runs a command line in this process. What it raises is a fault of the program."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(["--db", str(database), "--now", NOW, *line.split(), *more])
    return Ran(code, out.getvalue(), err.getvalue())


def make_database(path: Path) -> None:
    """A database with something in each table: two owners, four streaks, a few hundred logs.

    Its ids are the same each time, so that a seed damages the same.
    """
    lines = (
        "owner edit me --name Ann --tz Europe/Berlin --always",
        "owner add Ben --tz Asia/Tokyo",
        "add Read --method sum --target 20 --unit min --starts-on 2026-01-01 --milestone 2=Two",
        "add Run --starts-on 2026-01-01 --length 7",
        "add Sweets --at-most --target 2 --starts-on 2026-01-01",
        "add Gym --period weekly --target 2 --starts-on 2026-01-01 --group Body",
        "skip run 2026-02-02..2026-02-05 --reason ill",
        "config backups off",
        "edit run --target 2 --yes",
    )
    with patch("os.urandom", random.Random(0).randbytes):
        for line in lines:
            assert run(path, line).code == 0, line
        for number in range(60):
            day = f"2026-{1 + number // 28:02}-{1 + number % 28:02}"
            assert run(
                path, f"log read {20 + number % 7} --at {day}", "--note", f"page {number}, long"
            )
            if number % 3:
                assert run(path, f"log run --at {day} --id r{number}").code == 0
            if number % 5 == 0:
                assert run(path, f"log gym --at {day} --owner Ben").code == 0


def flipped(content: bytes, seed: int) -> bytes:
    """A file with bits flipped: one, a few, a run of octets, or a page that is blank."""
    chance = random.Random(seed)
    damaged = bytearray(content)
    kind = chance.randrange(10)
    if kind < 6:
        for _ in range(1 if kind < 3 else chance.randint(2, 12)):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    elif kind < 8:
        at, length = chance.randrange(len(damaged)), chance.randint(2, 200)
        damaged[at : at + length] = chance.randbytes(len(damaged[at : at + length]))
    elif kind < 9:
        at = chance.randrange(len(damaged) // 4096) * 4096
        damaged[at : at + 4096] = bytes(4096)
    else:
        del damaged[chance.randrange(1, len(damaged)) :]
    return bytes(damaged)


def try_flips(content: bytes, seed: int, folder: Path) -> Outcome:
    """Flips bits of a database by a seed, asks it everything, and has it repaired."""
    folder.mkdir()
    path = folder / "t.db"
    path.write_bytes(flipped(content, seed))
    faults: list[str] = []
    kinds = []
    for line in LINES:
        with _told(faults, f"seed {seed}: {line}"):
            ran = run(path, line)
            kinds.append(ran.code)
            faults += _faults_of(ran, f"seed {seed}: {line}")
    readable = readable_logs(path, folder / "look.db")
    repaired = False
    with _told(faults, f"seed {seed}: doctor --repair"):
        ran = run(path, "doctor --repair --json")
        faults += _faults_of(ran, f"seed {seed}: doctor --repair")
        repaired = ran.code == 0
        if repaired:
            faults += _faults_behind(path, json.loads(ran.out), readable, seed)
    shutil.rmtree(folder)
    return Outcome(tuple(kinds), repaired, tuple(faults))


def readable_logs(path: Path, look: Path) -> set[str]:
    """The ids of the logs that SQLite itself still reads of a file, in order of their row ids."""
    shutil.copyfile(path, look)
    found: set[str] = set()
    try:
        with closing(sqlite3.connect(look)) as connection:
            for (key,) in connection.execute("SELECT id FROM logs NOT INDEXED ORDER BY rowid"):
                if isinstance(key, bytes) and len(key) == 16:
                    found.add(text_of(key))
    except (sqlite3.Error, UnicodeDecodeError):
        pass  # what was read until then counts
    look.unlink()
    return found


def _faults_behind(path: Path, checked: dict[str, object], logs: set[str], seed: int) -> list[str]:
    """What is wrong with a file of which the doctor says that it was repaired."""
    faults = []
    aside = checked["set_aside"]
    known = Path(str(aside)).read_text() if aside else ""
    with closing(sqlite3.connect(path)) as connection:
        there = {text_of(key) for (key,) in connection.execute("SELECT id FROM logs")}
    lost = [key for key in logs - there if json.dumps(key)[1:-1] not in known]
    if lost:
        faults.append(f"seed {seed}: {len(lost)} of {len(logs)} logs are lost by the repair")
    again = run(path, "doctor --json")
    if again.code != 0:
        faults.append(f"seed {seed}: the doctor is not content after its repair: {again.out}")
    for line in (*LINES, "log run", "undo"):
        ran = run(path, line)
        faults += _faults_of(ran, f"seed {seed}: {line}, repaired")
        if ran.code == 3:
            faults.append(f"seed {seed}: {line}, repaired: {ran.err}")
    return faults


def _faults_of(ran: Ran, what: str) -> Iterator[str]:
    if ran.code not in CODES:
        yield f"{what}: exit {ran.code}"
    if ran.code == 3 and ran.err.count("\n") != 1:
        yield f"{what}: no sentence but {ran.err!r}"
    said = ran.out + ran.err
    if any(char in said for char in "\x1b\x07\x08\x9b\x9d\u202e") or "Traceback" in said:
        yield f"{what}: what it said steers the terminal"


@contextmanager
def _told(faults: list[str], what: str) -> Iterator[None]:
    """What a block raises, whatever it is, is a fault that is told with what brought it about."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        import traceback

        place = traceback.extract_tb(error.__traceback__)[-1]
        faults.append(f"{what}: {type(error).__name__}: {error} at {place.filename}:{place.lineno}")
