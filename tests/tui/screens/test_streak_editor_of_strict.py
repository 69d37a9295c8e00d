"""New streaks begin as strict as the settings say."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input

from tui.support import Bench, opened, settled, until
from unbroken.tui.model.dashboard_page import load_page
from unbroken.tui.screens.dashboard import Dashboard
from unbroken.tui.screens.streak_editor import StreakEditor
from unbroken.tui.widgets.toggles import Toggles


@pytest.mark.parametrize("default", ["on", "off"])
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("example", [False, True])
def test_a_new_streak(
    bench: Callable[..., Bench], default: str, turned: bool, example: bool
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        page = await made.engine_threads[-1].call(load_page)
        screen = StreakEditor(made.engine_threads[-1], page, None)
        pilot.app.push_screen(screen)
        await settled(pilot)
        assert not screen.changed
        screen.query_one("#name", Input).value = "Read"
        if example:
            screen.query(Button).first().press()
            await pilot.pause()
        if turned:
            screen.form.more = True
            await until(pilot, lambda: screen.query("#strict"))
            screen.query_one("#strict", Toggles).focus()
            await pilot.press("space")
        await pilot.press("ctrl+s")
        await opened(pilot, Dashboard)

    made = bench()
    made.edit(lambda engine: engine.configure("strict", default))
    made.run(act)
    assert made.edit(lambda engine: engine.streak("read").strict) is ((default == "on") != turned)
