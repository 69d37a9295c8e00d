"""backup."""

from __future__ import annotations

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
