"""How thorough the random tests are, where their files lie, and on which Python pictures may be
drawn anew.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from effort import DEEP, PLAIN
from new_files import NewFiles

PICTURES_PYTHON = (3, 11)
"""The Python that the pictures in `__snapshots__` are made with."""

MEMORY = Path("/dev/shm")
"""A folder in memory, where a database need not wait for a disk; Linux has it."""
ROOM = 500_000_000
"""Octets that have to be free there."""

settings.register_profile(PLAIN, deadline=None)
settings.register_profile(DEEP, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("UNBROKEN_TESTS") or PLAIN)


def pytest_configure(config: pytest.Config) -> None:
    """Refuses to draw pictures with another Python: their text would differ from everybody's.

    Puts the tests' files where nothing waits for a disk, and has the programs that tests start
    keep their compiled modules, as those of an installed one are kept. The collector of garbage
    looks less often: modules and tests stay, and an app makes many objects that all live as long
    as it does.
    """
    gc.set_threshold(200_000)
    wanted, running = (".".join(map(str, each[:2])) for each in (PICTURES_PYTHON, sys.version_info))
    if config.getoption("update_snapshots", default=False) and wanted != running:
        raise pytest.UsageError(
            f"Pictures are drawn anew with Python {wanted} only; this is Python {running}."
        )
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_finish() -> None:
    """Has the collector of garbage look no more at what stays: all modules, and the tests."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Has the collector of garbage look once at what the tests have left; pytest would have it
    look at what stays of that several times.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def made_files() -> Iterator[NewFiles]:
    """The new files that tests had already."""
    made = NewFiles()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def new_files(made_files: NewFiles) -> Iterator[None]:
    """New databases are copies of one; where it matters how they are made, a module has its own."""
    with pytest.MonkeyPatch.context() as patch:
        made_files.install(patch)
        yield
