"""history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]


@pytest.mark.usefixtures("read")
def test_history(unbroken: Unbroken, answered: Answered) -> None:
    assert [each["local_date"] for each in answered("history")] == ["2026-03-10", "2026-03-09"]
    assert answered("history", "read", "--from", "yesterday", "--to", "today")[0]["value"] == 20.5
    assert len(answered("history", "--to", "mon")) == 1
    assert unbroken("history", "--from", "x").code == 1
    unbroken("log", "read", "1000", "--at", "today 07:40", "--note", "on the\ntrain")
    lines = unbroken("history").out.splitlines()
    assert lines[0].split() == ["Day", "Time", "Streak", "Amount", "Note"]
    assert lines[1] == "Wed 2026-03-11  07:40  Read     1,000  min  on the train"
    assert lines[2] == "Tue 2026-03-10  12:00  Read      20.5  min"
