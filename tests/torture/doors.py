"""Ways to run a command line: in this process, or as a program of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import pytest

import unbroken.engine.clock
from snapshots.driving import Ran, Stream
from snapshots.sample import MOMENT
from torture import program
from unbroken.cli.main import main

DATABASE: Final = "u.db"
PATIENCE: Final = 120
"""Seconds after which a program counts as stuck."""
_IN_MEMORY: Final = "/dev/shm"
"""Where there is such a folder, nothing has to wait for a disk."""


def environment(folder: Path) -> dict[str, str]:
    """What a program is told, whose only files are in a folder."""
    home = str(folder)
    ours = {
        "HOME": home,
        "XDG_DATA_HOME": home,
        "XDG_CONFIG_HOME": home,
        "UNBROKEN_DB": str(folder / DATABASE),
        "UNBROKEN_PREFERENCES": str(folder / "preferences.toml"),
        "UNBROKEN_KEYS": os.devnull,
        "TZ": "UTC",
        "PYTHONUTF8": "1",
        program.CLOCK: MOMENT.isoformat(),
    }
    others = ("PYTHONDONTWRITEBYTECODE", "UNBROKEN_OWNER", "UNBROKEN_NOW", "NO_COLOR", "TERM")
    return {name: text for name, text in os.environ.items() if name not in others} | ours


@contextmanager
def a_folder() -> Iterator[Path]:
    """An empty folder that goes at the end; its path has no link in it."""
    room = _IN_MEMORY if os.access(_IN_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="torture-", dir=room) as folder:
        yield Path(folder).resolve()


@contextmanager
def standing_in(folder: Path) -> Iterator[pytest.MonkeyPatch]:
    """This process's environment is that of a program in that folder, at `MOMENT`."""
    with pytest.MonkeyPatch.context() as patch:
        told = environment(folder)
        for name in os.environ.keys() - told.keys():
            patch.delenv(name)
        for name, text in told.items():
            patch.setenv(name, text)
        patch.chdir(folder)
        patch.setattr(unbroken.engine.clock, "system_clock", lambda: MOMENT)
        patch.setattr("unbroken.tui.run.run_app", lambda *_, **__: 0)
        # what belongs to the machine is left alone
        patch.setattr("unbroken.cli.reminder_schedule._has_systemd", lambda: False)
        patch.setattr("unbroken.cli.reminder_delivery.notify", lambda _, reminders: [*reminders])
        yield patch


class Raised:
    """Takes up whatever is raised in its block: that is what the harnesses look for."""

    def __init__(self) -> None:
        self.told = ""
        """The traceback; empty where there was none."""

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if error is None or not isinstance(error, (Exception, SystemExit)):
            return False
        self.told = "".join(traceback.format_exception(error))
        return True


def run_here(
    *argv: str, typed: str | None = None, now: datetime = MOMENT, terminal: bool = False
) -> Ran:
    """Runs a command line in this process; with `typed`, somebody answers its questions.

    With `terminal`, it writes to a terminal. What it raises is told as a program's traceback is.
    """
    out, err = Stream(terminal=terminal), Stream(terminal=terminal)
    given = Stream(terminal=typed is not None)
    raw = given.buffer
    assert isinstance(raw, io.BytesIO)
    raw.write(os.fsencode(typed or ""))
    raw.seek(0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", given)
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        patch.setattr(unbroken.engine.clock, "system_clock", lambda: now)
        code = 1
        raised = Raised()
        with raised:
            code = main(argv)
    return Ran(code, out.text, err.text + raised.told)


def start(
    folder: Path, *argv: str, before: tuple[str, ...] = (), waits: bool = False, **how: Any
) -> subprocess.Popen[str]:
    """Starts a program in a folder; `before` is what comes before it, as `strace …`.

    With `waits` it begins when a line is written to its standard input. Further words are added to
    its environment, or handed on, if Popen knows them.
    """
    told = environment(folder) | how.pop("told", {}) | ({program.WAITS: "1"} if waits else {})
    return subprocess.Popen(
        [*before, sys.executable, "-P", program.__file__, *argv],
        cwd=folder,
        env=told,
        stdin=subprocess.PIPE if waits else subprocess.DEVNULL,
        stdout=how.pop("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        **how,
    )


def ended(started: subprocess.Popen[str], line: str | None = None) -> Ran:
    """What a program did, once it has ended; `line` lets one begin that waits."""
    try:
        out, err = started.communicate(line, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        started.kill()
        out, err = started.communicate()
        err += "\nIt did not end."
    return Ran(started.returncode, out or "", err or "")
