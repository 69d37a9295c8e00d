"""Flipped bits, a short run: whatever is flipped, nothing ends in a traceback or loses a log."""

from __future__ import annotations

from pathlib import Path

import pytest

from bit_flips import make_database, try_flips
from effort import thorough

SEEDS = 12 if thorough() else 4


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database to damage."""
    path = tmp_path_factory.mktemp("whole") / "t.db"
    make_database(path)
    return path.read_bytes()


FOUND = (3879853212, 1030427839)
"""What was found by long runs: SQLite's own table defined otherwise, a format that is none."""


@pytest.mark.parametrize("seed", (*range(SEEDS), *FOUND))
def test_flipped_bits(content: bytes, tmp_path: Path, seed: int) -> None:
    assert try_flips(content, seed, tmp_path / "flipped").faults == ()
