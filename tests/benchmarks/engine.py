"""What the engine's calls take in one process over one year and over ten, by turns; what a thousand
streaks and many people cost; how much room a log takes.

Run it with: python tests/benchmarks/engine.py [ROUNDS]. It makes its own databases in a temporary
folder.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.big import big_document
from benchmarks.commands import BARE, NOW, compile_as_installed, make, seconds
from unbroken import open_engine
from unbroken.engine.api import Engine

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 25
OWNERS = 50
CALLS: dict[str, Callable[[Engine], object]] = {
    "status of all": lambda engine: engine.status(),
    "due": lambda engine: engine.due(),
    "a log": lambda engine: engine.log("habit-000"),
    "its undo": lambda engine: engine.undo(),
    "a log half the years back": lambda engine: engine.log("habit-001", at=back(engine)),
    "undo of that one": lambda engine: engine.undo(),
    "fifty logs of all": lambda engine: engine.history(limit=50),
    "a month of one": lambda engine: engine.calendar("habit-000"),
    "a month of all": lambda engine: engine.calendar(),
    "figures of one": lambda engine: engine.statistics("habit-000"),
    "figures of all": lambda engine: engine.overview(),
}
"""They are called in this order: each undo takes back the log before it."""


def now() -> datetime:
    """The moment of all of it."""
    return datetime.fromisoformat(NOW).astimezone(UTC)


def back(engine: Engine) -> datetime:
    """Half of the years before now, in a database of one year or of ten."""
    first = engine.streak("habit-001").starts_on
    return datetime(first.year + (now().year - first.year) // 2, 11, 21, 12, tzinfo=UTC)


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def print_growth(databases: list[Path]) -> None:
    """Each call over one year and over ten."""
    took: dict[str, list[list[float]]] = {name: [[], []] for name in CALLS}
    for _ in range(ROUNDS + 1):
        for at, path in enumerate(databases):
            with closing(open_engine(path, clock=now)) as engine:
                engine.streaks()  # what is loaded once is not measured
                for name, call in CALLS.items():
                    took[name][at].append(milliseconds(lambda call=call: call(engine)))  # type: ignore[misc]
    print("in one process, ms:           1 year  10 years   times")
    for name, found in took.items():
        one, ten = (statistics.median(each[1:]) for each in found)
        print(f"    {name:26}{one:7.1f}{ten:9.1f}{ten / one:9.2f}")


def print_room(databases: list[Path]) -> None:
    """How many bytes a log takes, with its indexes, without what an import keeps for its undo."""
    sizes, logs = [], []
    for path in databases:
        copy = path.with_name("copy.db")
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("DELETE FROM change_parts")
            connection.commit()
            connection.execute("VACUUM")
            logs.append(connection.execute("SELECT COUNT(*) FROM logs").fetchone()[0])
        sizes.append(copy.stat().st_size)
        copy.unlink()
    print(f"bytes a log takes: {(sizes[1] - sizes[0]) / (logs[1] - logs[0]):.0f}")


def print_thousand(folder: Path, hundred: Path) -> None:
    """`status` of a thousand streaks beside that of a hundred."""
    thousand = folder / "thousand.db"
    with closing(open_engine(thousand, clock=now)) as engine:
        engine.import_document(big_document(1000, 1), foreign=False)
    line = [sys.executable, "-m", "unbroken", "status", "--now", NOW]
    pairs = [(seconds(line, hundred), seconds(line, thousand)) for _ in range(ROUNDS)]
    bare = statistics.median(seconds(BARE, hundred) for _ in range(ROUNDS))
    ratio = statistics.median(many / few for few, many in pairs)
    few = statistics.median(each[0] for each in pairs)
    print(
        f"status of 1,000 streaks: {ratio:.1f} times that of 100, which takes {few * 1000:.0f} ms"
        f" (`python -c pass` {bare * 1000:.0f})"
    )


def print_many_people(folder: Path) -> None:
    """A log and its undo where fifty people have a hundred streaks each."""
    document: dict[str, Any] = big_document(100, 1)
    keys = [each["activity_type"] for each in document["streaks"]]
    days = sorted({each["activity_at"][:10] for each in document["logs"]})[-5:]
    zones = document["owners"][0]["timezones"]
    people = [str(uuid5(NAMESPACE_OID, f"owner {number}")) for number in range(OWNERS)]
    document["owners"] = [
        {"id": key, "name": f"Owner {number}", "timezones": zones}
        for number, key in enumerate(people)
    ]
    document["enrolments"] = [
        {"activity_type": key, "owner_id": owner} for owner in people for key in keys
    ]
    document["logs"] = [
        {"activity_type": key, "owner_id": owner, "value": 25, "activity_at": f"{day}T12:00:00Z"}
        for owner in people
        for key in keys
        for day in days
    ]
    path = folder / "people.db"
    with closing(open_engine(path, clock=now)) as engine:
        engine.import_document(document, foreign=False)
    with closing(open_engine(path, clock=now, owner="Owner 7")) as engine:
        engine.log("habit-000")
        engine.undo()
        pairs = [
            (milliseconds(lambda: engine.log("habit-000")), milliseconds(engine.undo))
            for _ in range(ROUNDS)
        ]
    log, undo = (statistics.median(each) for each in zip(*pairs, strict=True))
    print(f"{OWNERS} people with 100 streaks each: a log {log:.1f} ms, its undo {undo:.1f} ms")


def main() -> None:
    """Measures everything."""
    compile_as_installed()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        databases = [make(folder, years) for years in (1, 10)]
        print_growth(databases)
        print_room(databases)
        print_thousand(folder, databases[0])
        print_many_people(folder)


if __name__ == "__main__":
    main()
