"""Two pictures of the dashboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tui.support import Bench, seed, settled


@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=["roomy", "narrow"])
def test_dashboard(bench: Callable[..., Bench], snap_compare: Any, size: tuple[int, int]) -> None:
    assert snap_compare(bench(seed).app(), terminal_size=size, run_before=settled)
