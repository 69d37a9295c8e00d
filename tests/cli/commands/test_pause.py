"""pause, resume, archive and restore of a streak."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]


@pytest.mark.usefixtures("read")
def test_life_cycle(unbroken: Unbroken, answered: Answered) -> None:
    assert answered("pause", "read")["status"] == "paused"
    assert "paused" in unbroken("status").out
    ran = unbroken("log", "read", "3")
    assert (ran.code, ran.err) == (1, "Read is paused; resume it to log to it.\n")
    assert answered("resume", "read")["status"] == "live"
    assert answered("archive", "read")["archived_at"] == "2026-03-11T10:00:00Z"
    assert answered("status") == []
    assert "Every streak is archived" in unbroken("status").out
    assert answered("restore", "read")["archived_at"] is None
    assert unbroken("pause", "read").out.startswith("Read rests from today on")
