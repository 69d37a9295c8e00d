"""How thorough the random tests are, and on which Python pictures may be drawn anew."""

from __future__ import annotations

import os
import sys

import pytest
from hypothesis import settings

from effort import DEEP, PLAIN

PICTURES_PYTHON = (3, 11)
"""The Python that the pictures in `__snapshots__` are made with."""

settings.register_profile(PLAIN, deadline=None)
settings.register_profile(DEEP, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("UNBROKEN_TESTS") or PLAIN)


def pytest_configure(config: pytest.Config) -> None:
    """Refuses to draw pictures with another Python: their text would differ from everybody's."""
    wanted, running = (".".join(map(str, each[:2])) for each in (PICTURES_PYTHON, sys.version_info))
    if config.getoption("update_snapshots", default=False) and wanted != running:
        raise pytest.UsageError(
            f"Pictures are drawn anew with Python {wanted} only; this is Python {running}."
        )
