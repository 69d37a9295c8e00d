"""Pictures of every other screen and dialog at 80x24."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from tui.opening import SCREENS, Open, travelled
from tui.support import Bench, dashboard, settled, until

Make = Callable[..., Bench]


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("show", SCREENS, ids=lambda show: str(show.__name__))
def test_screen(bench: Make, snap_compare: Any, show: Open) -> None:
    async def ready(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await until(pilot, lambda: all(row.strip for row in dashboard(pilot).rows))
        await show(pilot)
        await pilot.pause(0.1)  # whoever opened a dialog still waits for its answer

    app = bench(travelled).app()
    assert snap_compare(app, terminal_size=(80, 24), run_before=ready)


def test_welcome(bench: Make, snap_compare: Any) -> None:
    async def ready(pilot: Pilot[None]) -> None:
        await settled(pilot)

    assert snap_compare(bench().app(), terminal_size=(80, 24), run_before=ready)
