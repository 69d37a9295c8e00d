"""due."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]


@pytest.mark.usefixtures("read")
def test_due(unbroken: Unbroken, answered: Answered) -> None:
    unbroken("log", "read", "14")
    unbroken("add", "Walk")
    assert [each["name"] for each in answered("due")] == ["Read", "Walk"]
    assert answered("due", "--short") == answered("due")
    assert unbroken("due", "--short").out == "2 left · Read 14/20 min\n"
    assert "Walk" in unbroken("due").out
    unbroken("log", "read", "6")
    unbroken("log", "walk")
    assert unbroken("due", "--short").out == "all done\n"
    assert unbroken("due").out == "All done.\n"
