"""A file of a released version: what it says, and all its changes taken back and done again.

Entries of the journal lie in people's databases for years and name tables and columns, so they
must be understood by every later version, whatever its modules are called.
"""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest

from snapshots import released
from snapshots.driving import Driver, ids_in
from snapshots.golden import check_golden, numbered_ids
from unbroken import open_engine

SQL = released.SCHEMAS / "1.sql"
NOW = released.START + timedelta(hours=1)
CLOCK = ("--now", NOW.isoformat())
WHOLE = ("progress --all-owners --json", "doctor")
"""What is looked at where all is taken back, and where all is done again."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file as the released version has left it, opened once since."""
    path = tmp_path / "u.db"
    released.load(SQL.read_text(encoding="utf-8"), path)
    open_engine(path, clock=lambda: NOW).close()
    return path


@pytest.fixture
def driver(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Driver:
    """Runs command lines on that file."""
    driver = Driver(tmp_path, monkeypatch)
    driver.known = ids_in(path)
    return driver


def state(driver: Driver) -> str:
    """Short hashes of everything that is kept, and of what is judged from it."""
    hashes: list[str] = []
    for line in ("export", "status --json"):
        ran = driver.run(*line.split(), *CLOCK)
        assert ran.code == 0, ran.err
        steady = numbered_ids(ran.out, driver.known)
        hashes.append(hashlib.sha256(steady.encode()).hexdigest()[:16])
    return " ".join(hashes)


def turned(driver: Driver, verb: str) -> list[tuple[str, str]]:
    """Each change that can be taken back or done again, and how all stands after it."""
    done: list[tuple[str, str]] = []
    while (ran := driver.run(verb, "--json", *CLOCK)).code == 0:
        done.append((json.loads(ran.out)["label"], state(driver)))
    assert json.loads(ran.err)["error"]["code"] == f"nothing_to_{verb}"
    return done


def test_what_it_says(driver: Driver) -> None:
    said = [
        driver.told([*command.split(), *CLOCK])
        for command in (
            *("status --json", "status", "owner list --json", "progress --json", "doctor"),
            *("rewards --json", "history --from 2026-03-08", "config", "undo --json", "undo"),
        )
    ]
    check_golden("released/said.txt", "".join(said))


def test_its_export(driver: Driver) -> None:
    ran = driver.run("export", *CLOCK)
    assert (ran.code, ran.err) == (0, "")
    check_golden("released/export.json", ran.out)


def test_every_change_taken_back_and_done_again(driver: Driver) -> None:
    begun = state(driver)
    first = turned(driver, "redo")
    undone = turned(driver, "undo")
    assert len(undone) > 30
    told = [driver.told([*line.split(), *CLOCK]) for line in WHOLE]
    redone = turned(driver, "redo")
    told += [driver.told([*line.split(), *CLOCK]) for line in WHOLE]
    assert [label for label, _ in redone] == [label for label, _ in reversed(undone)]
    assert redone[-len(first) :] == first
    lines = [f"as it was: {begun}"]
    for verb, steps in (("redo", first), ("undo", undone), ("redo", redone)):
        lines += [f"{verb} {label}: {hashes}" for label, hashes in steps]
    check_golden("released/turned.txt", "\n".join(lines) + "\n\n" + "".join(told))
