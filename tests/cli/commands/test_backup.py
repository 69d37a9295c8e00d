"""backup."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("read")


def test_backup(unbroken: Unbroken, answered: Answered, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    assert unbroken("backup", str(file)).out == f"Backup written to {file}.\n"
    assert answered("status", "--db", str(file)) == answered("status")
    assert unbroken("backup", str(file)).code == 1
    assert Path(answered("backup")["path"]).is_file()


def test_a_name_that_is_no_utf_8(unbroken: Unbroken, tmp_path: Path) -> None:
    unbroken("add", "Read")
    copy = tmp_path / os.fsdecode(b"caf\xe9.db")
    assert unbroken("backup", str(copy)).code == 0
    assert unbroken("--db", str(copy), "status", "read").code == 0
    assert (tmp_path / f"{copy.name}.sha256").read_bytes().endswith(b"  caf\xe9.db\n")
    assert unbroken("restore", str(copy), "--yes").code == 0
