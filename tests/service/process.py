"""`unbroken serve` as a process of its own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


def command(*words: str, data: Path) -> list[str]:
    """A command line of `unbroken serve` with a clock that stands still."""
    run = "from unbroken.cli.main import run; run()"
    clock = ["--now", NOW.isoformat()]
    return [sys.executable, "-c", run, "serve", *words, "--data", str(data), "--json", *clock]


def answer(*words: str, data: Path) -> Any:
    """What a command answers as JSON."""
    done = subprocess.run(
        command(*words, data=data), capture_output=True, text=True, timeout=60, check=True
    )
    return json.loads(done.stdout)


def started(data: Path) -> tuple[subprocess.Popen[str], str]:
    """A service on any port, and where it listens."""
    line = command("--port", "0", data=data)
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = json.loads(process.stdout.readline())
    assert said["data"] == str(data)
    return process, said["url"]


@contextmanager
def served(data: Path) -> Iterator[str]:
    """Where a service listens, until the end of the block; it must have said nothing by then."""
    process, url = started(data)
    try:
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
