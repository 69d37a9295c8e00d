"""How long the commands take over years of data, beside a bare Python that reads 100 rows.

Run it with: python -m benchmarks.commands (from the folder `tests`), or python
tests/benchmarks/commands.py. It makes its own databases in a temporary folder.
"""

from __future__ import annotations

import compileall
import os
import shutil
import sqlite3
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
BARE = (
    "import sqlite3, sys\n"
    "rows = sqlite3.connect(sys.argv[1]).execute('SELECT * FROM t LIMIT 100').fetchall()\n"
)


def compile_as_installed() -> None:
    """Writes the byte code that an installation has and a checkout may lack."""
    compileall.compile_dir(Path(unbroken.__file__).parent, quiet=1)


def make(folder: Path, years: int) -> Path:
    """A database of 100 streaks with a log a day; prints how long the import took."""
    path = folder / f"{years}-years.db"
    document = big_document(100, years)
    engine = open_engine(path, clock=lambda: datetime.fromisoformat(NOW).astimezone(UTC))
    start = time.perf_counter()
    done = engine.import_document(document, foreign=False)
    seconds = time.perf_counter() - start
    engine.close()
    print(f"import of {done.logs:,} logs: {seconds:.1f} s, {path.stat().st_size / 1e6:.0f} MB")
    return path


def milliseconds(command: list[str], database: Path, scratch: Path) -> float:
    """The wall time of one run, on a fresh copy where the command writes."""
    target = database
    if "log" in command:
        target = scratch / "copy.db"
        shutil.copyfile(database, target)
    environment = os.environ | {"UNBROKEN_DB": str(target), "UNBROKEN_NOW": NOW}
    start = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Measures in turns, so that a busy machine is unfair to all alike."""
    compile_as_installed()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small = folder / "bare.db"
        with sqlite3.connect(small) as connection:
            connection.execute("CREATE TABLE t (a, b, c)")
            rows = [(number, str(number), number * 2) for number in range(1000)]
            connection.executemany("INSERT INTO t VALUES (?, ?, ?)", rows)
        databases = {years: make(folder, years) for years in (1, 10)}
        unbroken = [sys.executable, "-m", "unbroken"]
        runs: dict[str, tuple[list[str], Path]] = {
            "bare Python, 100 rows": ([sys.executable, "-c", BARE, str(small)], small)
        }
        for years, database in databases.items():
            runs[f"status, {years} years"] = ([*unbroken, "status"], database)
            runs[f"log, {years} years"] = ([*unbroken, "log", "habit-000"], database)
            runs[f"due --short, {years} years"] = ([*unbroken, "due", "--short"], database)
        taken: dict[str, list[float]] = {run: [] for run in runs}
        for _ in range(ROUNDS):
            for run, (command, database) in runs.items():
                taken[run].append(milliseconds(command, database, folder))
        bare = statistics.median(taken["bare Python, 100 rows"])
        print(f"{'':24} {'median':>8} {'fastest':>8}   times bare")
        for run, times in taken.items():
            median = statistics.median(times)
            print(f"{run:24} {median:6.1f}ms {min(times):6.1f}ms   {median / bare:4.1f}")


if __name__ == "__main__":
    main()
