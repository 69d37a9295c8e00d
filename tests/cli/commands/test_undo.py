"""undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("read")


def test_undo_and_redo(unbroken: Unbroken, answered: Answered) -> None:
    assert answered("undo") == {"label": "log Read", "made_at": "2026-03-11T10:00:00Z"}
    assert answered("status", "read")[0]["total_count"] == 1
    assert unbroken("redo").out == "Did again: log Read, 20.5 min yesterday (a few seconds ago).\n"
    ran = unbroken("redo", "--json")
    assert ran.code == 1
    assert '"nothing_to_redo"' in ran.err
