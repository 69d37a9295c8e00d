"""Runs every benchmark, and writes what they print into docs/performance.md.

Run it with: make bench, or python tests/benchmarks/page.py [ROUNDS] for fewer rounds. The words of
the page stand on the page itself: only what is between its two marks is written anew.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parent.parent / "docs" / "performance.md"
BEGINS, ENDS = "<!-- begin of what `make bench` writes -->", "<!-- end of it -->"
BENCHMARKS = {
    "Commands": "commands.py",
    "The engine": "engine.py",
    "Sharing between machines": "sync.py",
    "The app": "app.py",
    "The service": "service.py",
}


def machine() -> str:
    """What it was measured on, and whether other programs ran there."""
    info = Path("/proc/cpuinfo")
    models = [line for line in info.read_text().splitlines() if line.startswith("model name")]
    processor = models[0].partition(": ")[2] if models else platform.processor()
    count, load = os.cpu_count() or 1, os.getloadavg()[1]
    said = f"{count} processors ({processor or platform.machine()}), {platform.system()}"
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    lines = [
        f"Measured on {datetime.now(UTC):%Y-%m-%d} with {said}.",
        f"{versions}, Textual {version('textual')}, Unbroken {version('unbroken')}.",
    ]
    if load > count / 2:
        lines.append(
            f"**The machine was busy** (a load of {load:.0f}): times are too long, ratios of pairs"
            " uncertain. Run `make bench` on a quiet one."
        )
    return "\n".join(lines)


def printed(name: str, rounds: list[str]) -> str:
    """What a benchmark prints, shown as it comes."""
    lines = []
    command = [sys.executable, "-u", str(HERE / name), *rounds]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as benchmark:
        assert benchmark.stdout is not None
        for line in benchmark.stdout:
            print(line, end="", flush=True)
            lines.append(line.rstrip())
    if benchmark.returncode:
        raise SystemExit(f"{name} ended with {benchmark.returncode}; the page stays as it is.")
    return "\n".join(lines)


def main() -> None:
    """Measures everything, then writes the page."""
    parts = [machine()]
    for title, name in BENCHMARKS.items():
        print(title)
        parts += [f"### {title}", f"```\n{printed(name, sys.argv[1:])}\n```"]
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGINS)
    after = rest.partition(ENDS)[2]
    text = "\n\n".join([before + BEGINS, *parts, ENDS + after])
    PAGE.write_text(text, encoding="utf-8")
    print(f"Wrote {PAGE.name}.")


if __name__ == "__main__":
    main()
