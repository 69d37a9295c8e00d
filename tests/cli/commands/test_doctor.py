"""doctor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("read")


def test_doctor(unbroken: Unbroken, answered: Answered) -> None:
    assert unbroken("doctor").out.endswith(
        "All is well: stored progress equals progress judged anew.\n"
    )
    checked = answered("doctor")
    assert checked["ok"] is True
    assert (checked["owners"], checked["streaks"], checked["logs"]) == (1, 1, 2)
    assert answered("doctor", "--repair")["repaired"] == 0


def test_doctor_finds_and_repairs(unbroken: Unbroken, tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(tmp_path / "u.db")) as connection, connection:
        connection.execute("UPDATE enrolments SET longest = 99")
    ran = unbroken("doctor")
    assert ran.code == 1
    assert "Found 1 problem:" in ran.out
    ran = unbroken("doctor", "--repair")
    assert ran.code == 0
    assert "Repaired 1 of them." in ran.out
    assert unbroken("doctor").code == 0
