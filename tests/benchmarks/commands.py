"""How long the commands take over years of data, beside `python -c pass`, in alternating pairs.

Exports are beside plain Python that fetches, dumps and writes the same rows. Run it with: python
tests/benchmarks/commands.py [ROUNDS]. It makes its own databases in a temporary folder.
"""

from __future__ import annotations

import compileall
import os
import re
import shutil
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
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 25
BULK_ROUNDS = max(ROUNDS // 8, 1)
BARE = [sys.executable, "-c", "pass"]
KEPT = ", kept"
"""What was answered before in the same way, with nothing changed since, and with the real clock."""
COMMANDS: dict[str, list[str]] = {
    "--version": ["--version"],
    "due --short": ["due", "--short", "--now", NOW],
    f"due --short{KEPT}": ["due", "--short"],
    "due": ["due", "--now", NOW],
    f"due{KEPT}": ["due"],
    "status": ["status", "--now", NOW],
    f"status{KEPT}": ["status"],
    "log": ["log", "habit-000", "--now", NOW],
    "undo of that log": ["undo", "--now", NOW],
    "log, half the years back": ["log", "habit-000", "--at", "BACK", "--now", NOW],
    "undo of that one": ["undo", "--now", NOW],
    "calendar of one": ["calendar", "habit-000", "--now", NOW],
}
"""They are run in this order: each `undo` takes back the log before it."""
COUNTED = ("due --short", "status", "log", "undo of that log")
"""Of these the instructions are counted, too, which no other program on the machine changes."""
FETCH = """
import csv, json, sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute(
    "SELECT lower(hex(l.id)) AS id, l.enrolment_id, l.activity_at, z.name AS zone, l.local_date,"
    " l.value, l.note, l.unique_identifier, l.recorded_at, l.metadata, l.reference, s.name, s.unit,"
    " e.owner_id FROM logs l JOIN enrolments e ON e.id = l.enrolment_id"
    " JOIN streaks s ON s.id = e.streak_id JOIN zones z ON z.id = l.timezone"
    " ORDER BY l.activity_at, l.id"
)
names = [column[0] for column in rows.description]
with open(sys.argv[2], "w") as file:
"""
EXPORTS = {
    "json": FETCH
    + "    file.write(json.dumps([dict(zip(names, row)) for row in rows.fetchall()]))",
    "csv": FETCH + "    csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows.fetchall())",
}
"""Each format with the plain program that it is measured beside."""
USED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
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
            if name.endswith(KEPT):
                seconds(line, database)
            bare = seconds(BARE, database)
            ratios[name].append(seconds(line, database) / bare)
    print(f"{years:2} years, times `python -c pass`:")
    for name, found in ratios.items():
        print(f"    {name:26} {statistics.median(found):5.1f}   at best {min(found):5.1f}")


def instructions(line: list[str], database: Path) -> float:
    """Millions of instructions of a whole process; 0 where no valgrind is there to count them."""
    if shutil.which("valgrind") is None:
        return 0
    counter = ["valgrind", "--tool=cachegrind", "--cache-sim=no"]
    done = subprocess.run(
        [*counter, "--cachegrind-out-file=/dev/null", *line],
        env=os.environ | {"UNBROKEN_DB": str(database)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    found = re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)
    return int(found[1].replace(",", "")) / 1e6 if found else 0


def print_instructions(database: Path) -> None:
    """The instructions of some commands, where they can be counted."""
    if shutil.which("valgrind") is None:
        return
    lines = {"python -c pass": BARE}
    for name in COUNTED:
        lines[name] = [sys.executable, "-m", "unbroken", *COMMANDS[name]]
    print("millions of instructions:")
    for name, line in lines.items():
        print(f"    {name:26} {instructions(line, database):5.0f}")


def used(line: list[str], database: Path) -> tuple[float, float]:
    """Seconds of CPU time of a command, and how many MB it took at most."""
    done = subprocess.run(
        [sys.executable, "-c", USED, *line],
        env=os.environ | {"UNBROKEN_DB": str(database), "UNBROKEN_NOW": NOW},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    seconds, megabytes = done.stdout.splitlines()[-1].split()
    return float(seconds), float(megabytes)


def print_bulk(database: Path, folder: Path) -> None:
    """What reads or writes everything, exports in turns with the plain program."""
    program = [sys.executable, "-m", "unbroken"]
    for format, plain in EXPORTS.items():
        target = str(folder / f"out.{format}")
        export = [*program, "export", "--format", format, "--force", "-o", target]
        floor = [sys.executable, "-c", plain, str(database), str(folder / "plain")]
        pairs = [(used(floor, database), used(export, database)) for _ in range(BULK_ROUNDS)]
        ratio = statistics.median(ours[0] / bare[0] for bare, ours in pairs)
        (bare, bare_size), (ours, size) = pairs[-1]
        print(
            f"export {format:4} {ours:5.1f} s CPU, {size:4.0f} MB"
            f"   a plain one {bare:5.1f} s, {bare_size:4.0f} MB   {ratio:4.1f} times its time"
        )
    again = folder / "again.db"
    again.unlink(missing_ok=True)
    lines = {
        "import": ([*program, "import", str(folder / "out.json")], again),
        "doctor": ([*program, "doctor"], database),
    }
    for name, (line, path) in lines.items():
        took, size = used(line, path)
        print(f"{name:11} {took:5.1f} s CPU, {size:4.0f} MB")


def main() -> None:
    """Measures in turns, so that a busy machine is unfair to all alike."""
    compile_as_installed()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for years in (1, 10):
            database = make(folder, years)
            print_ratios(years, database)
            print_instructions(database)
            print_bulk(database, folder)


if __name__ == "__main__":
    main()
