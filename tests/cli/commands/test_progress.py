"""progress."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]


@pytest.mark.usefixtures("read")
def test_progress(unbroken: Unbroken, answered: Answered) -> None:
    unbroken("log", "read", "20", "--at", "2026-03-02")
    records = answered("progress")
    assert [each["streak_progress_status"] for each in records] == ["broken", "in_progress"]
    assert records[0]["streak_broken_at"] == "2026-03-04T00:00:00Z"
    assert records[0]["task_progress"] is None
    assert answered("progress", "read", "--status", "broken") == records[:1]
    assert unbroken("progress", "--status", "lost").code == 2
    lines = unbroken("progress", "--all-owners").out.splitlines()
    assert lines[1] == "2026-03-02 12:00  Read    1        broken       2026-03-04 00:00  me"
