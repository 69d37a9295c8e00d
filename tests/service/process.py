"""`unbroken serve` as a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
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
