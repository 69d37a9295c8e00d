"""Pictures of the dashboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from tui.support import Bench, dashboard, seed, settled, until


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (140, 40)], ids=["roomy", "narrow", "wide"])
def test_dashboard(bench: Callable[..., Bench], snap_compare: Any, size: tuple[int, int]) -> None:
    async def ready(pilot: Pilot[None]) -> None:
        await settled(pilot)
        if size[0] >= 80:  # a narrower list has no room for the last periods
            await until(pilot, lambda: all(each.strip for each in dashboard(pilot).streaks.rows))
        if size[0] >= 116:
            await until(pilot, lambda: dashboard(pilot).told is not None)
        await settled(pilot)

    assert snap_compare(bench(seed).app(), terminal_size=size, run_before=ready)
