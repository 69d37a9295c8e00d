"""What sharing costs: a log with it beside one without, in alternating pairs, and a join.

Run it with: python tests/benchmarks/sync.py [ROUNDS]. It makes its own databases, and a folder that
they share, in a temporary folder.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.commands import NOW, compile_as_installed, instructions, make, used

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 25
PROGRAM = [sys.executable, "-m", "unbroken"]
LOG = [*PROGRAM, "log", "habit-000", "--now", NOW]


def cpu(command: list[str], database: Path) -> float:
    """Seconds of CPU time of one run, precisely."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"UNBROKEN_DB": str(database)}
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def print_logs(alone: Path, shared: Path) -> None:
    """A log in a database that is shared beside one in a database that is not."""
    pairs = [(cpu(LOG, alone), cpu(LOG, shared)) for _ in range(ROUNDS + 1)][1:]
    ratio = statistics.median(with_it / without for without, with_it in pairs)
    without, with_it = (statistics.median(each) * 1000 for each in zip(*pairs, strict=True))
    print(f"log         {without:5.0f} ms CPU alone, {with_it:5.0f} ms synced   {ratio:5.2f} times")
    counts = [instructions(LOG, each) for each in (alone, shared)]
    if all(counts):
        print(
            f"            {counts[0]:5.0f} million instructions alone, {counts[1]:5.0f} synced"
            f"   {counts[1] / counts[0]:5.2f} times"
        )


def main() -> None:
    """Makes a vault of ten years, joins it, then logs."""
    compile_as_installed()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = make(folder, 10)
        place, shared = folder / "shared", folder / "shared.db"
        place.mkdir()
        shutil.copyfile(database, shared)
        setup = [*PROGRAM, "sync", "setup", str(place), "--yes"]
        for said, path in (("a new vault", shared), ("a join", folder / "joined.db")):
            took, size = used(setup, path)
            print(f"{said:11} {took:5.1f} s CPU, {size:4.0f} MB")
        octets = sum(each.stat().st_size for each in place.rglob("*") if each.is_file())
        print(f"the folder  {octets / 1e6:5.1f} MB")
        print_logs(database, shared)


if __name__ == "__main__":
    main()
