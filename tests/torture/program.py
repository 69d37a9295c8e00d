"""The command line as a program of its own, on a machine whose clock stands still.

Unlike `--now`, that keeps the day's copy. It is started with `-P`, so that no module of this folder
is taken for one of Python's own. The environment may also ask it to wait for a line on its standard
input, with everything loaded, or to write no file longer than so many bytes.
"""

from __future__ import annotations

import os
import resource
import sys
from datetime import datetime
from importlib import import_module
from typing import Final

from unbroken.cli.main import run
from unbroken.engine import clock

CLOCK, LONGEST_FILE, WAITS = "TORTURE_CLOCK", "TORTURE_LONGEST_FILE", "TORTURE_WAITS"
_LOADED: Final = ("unbroken.cli.arguments", "unbroken.engine.api", "unbroken.store.peewee_adapter")
"""What takes long to load, so that a program that waited is soon in the midst of its change."""


def main() -> None:
    """Runs the command line of `sys.argv`."""
    moment = datetime.fromisoformat(os.environ[CLOCK])
    clock.system_clock = clock.fixed_clock(moment)
    if WAITS in os.environ:
        for name in _LOADED:
            import_module(name)
        sys.stdin.readline()
    if LONGEST_FILE in os.environ:
        longest = int(os.environ[LONGEST_FILE])
        resource.setrlimit(resource.RLIMIT_FSIZE, (longest, longest))
    run()


if __name__ == "__main__":
    main()
