"""How long the commands take over years of data, beside `python -c pass`, in alternating pairs.

Run it with: python -m benchmarks.commands (from the folder `tests`), or python
tests/benchmarks/commands.py. It makes its own databases in a temporary folder.
"""

from __future__ import annotations

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import unbroken
from benchmarks.big import big_document
from unbroken import open_engine

NOW = "2026-11-21T12:00:00Z"
ROUNDS = 25
BARE = [sys.executable, "-c", "pass"]
COMMANDS: dict[str, list[str]] = {
    "--version": ["--version"],
    "due --short": ["due", "--short"],
    "due --short, kept": ["due", "--short"],
    "status": ["status", "--now", NOW],
    "log": ["log", "habit-000", "--now", NOW],
    "undo of that log": ["undo", "--now", NOW],
    "log, half the years back": ["log", "habit-000", "--at", "BACK", "--now", NOW],
    "undo of that one": ["undo", "--now", NOW],
    "calendar of one": ["calendar", "habit-000", "--now", NOW],
}
"""They are run in this order: each `undo` takes back the log before it, and the second line for
prompts is the one that the first has kept.
"""
EXPORTS = ("json", "csv")
USED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{used.ru_utime:.1f} s CPU, at most {used.ru_maxrss / 1024:.0f} MB")
"""
"""Says what a command took, in a process that is small itself: a child begins as large as it."""


def compile_as_installed() -> None:
    """Writes the byte code that an installation has and a checkout may lack."""
    compileall.compile_dir(Path(unbroken.__file__).parent, quiet=1)


def make(folder: Path, years: int) -> Path:
    """A database of 100 streaks with a log a day; prints how long the import took."""
    path = folder / f"{years}-years.db"
    document = big_document(100, years)
    engine = open_engine(path, clock=lambda: datetime.fromisoformat(NOW).astimezone(UTC))
    start = time.process_time()
    done = engine.import_document(document, foreign=False)
    seconds = time.process_time() - start
    engine.close()
    print(f"import of {done.logs:,} logs: {seconds:.1f} s CPU, {path.stat().st_size / 1e6:.0f} MB")
    return path


def seconds(command: list[str], database: Path) -> float:
    """The wall time of one run."""
    start = time.perf_counter()
    subprocess.run(
        command,
        env=os.environ | {"UNBROKEN_DB": str(database)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - start


def print_ratios(years: int, database: Path) -> None:
    """Each command beside the bare interpreter that ran just before it."""
    back = f"{2026 - max(years // 2, 1)}-11-21 12:00"
    ratios: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, words in COMMANDS.items():
            line = [sys.executable, "-m", "unbroken"]
            line += [back if word == "BACK" else word for word in words]
            bare = seconds(BARE, database)
            ratios[name].append(seconds(line, database) / bare)
    print(f"{years:2} years, times `python -c pass`:")
    for name, found in ratios.items():
        print(f"    {name:26} {statistics.median(found):5.1f}   at best {min(found):5.1f}")


def print_exports(database: Path, folder: Path) -> None:
    """What each export takes."""
    for format in EXPORTS:
        target = str(folder / f"out.{format}")
        line = [sys.executable, "-m", "unbroken", "export", "--format", format, "-o", target]
        used = subprocess.run(
            [sys.executable, "-c", USED, *line],
            env=os.environ | {"UNBROKEN_DB": str(database)},
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
        )
        print(f"export {format}: {used.stdout.splitlines()[-1]}")


def main() -> None:
    """Measures in turns, so that a busy machine is unfair to all alike."""
    compile_as_installed()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for years in (1, 10):
            database = make(folder, years)
            print_ratios(years, database)
            print_exports(database, folder)


if __name__ == "__main__":
    main()
