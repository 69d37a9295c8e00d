"""What the tests of the calendar share."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

from textual.pilot import Pilot
from textual.widget import Widget

from unbroken.tui.app import UnbrokenApp
from unbroken.tui.screens.calendar import CalendarScreen
from unbroken.tui.widgets.drawn import Drawn

TODAY = date(2026, 11, 21)


async def calendar(
    pilot: Pilot[None], activity_type: str | None, answers: list[Any] | None = None
) -> CalendarScreen:
    """Opens the calendar of a streak, or of all; what it answers goes into `answers`."""
    app = pilot.app
    assert isinstance(app, UnbrokenApp)
    screen = CalendarScreen(app._desk, app._page, app._clock, activity_type)
    app.push_screen(screen, None if answers is None else answers.append)
    await still(pilot)
    return screen


def board(pilot: Pilot[None]) -> Any:
    """The calendar, also where a dialog lies over it."""
    return next(each for each in pilot.app.screen_stack if isinstance(each, CalendarScreen))


async def still(pilot: Pilot[None]) -> None:
    """Waits until nothing is under way but what waits for a dialog's answer."""
    while True:
        await pilot.pause(0)
        front = pilot.app.screen
        busy = [each for each in pilot.app.workers if each.node is front and not each.is_finished]
        if not busy:
            await pilot.pause(0)
            if pilot.app.screen is front:
                return
            continue
        # Whoever waits here leaves the processor to the engine. A worker that opens a dialog does
        # not end, so what is in front is looked at every now and then.
        ends = [each._task for each in busy if each._task is not None]
        if ends:
            await asyncio.wait(ends, timeout=0.02, return_when=asyncio.FIRST_COMPLETED)


async def tap(pilot: Pilot[None], *keys: str) -> None:
    """Presses keys, each once what went before has settled."""
    for key in keys:
        await pilot.press(key)
        await still(pilot)


def lines(drawn: Drawn) -> list[str]:
    """What a widget shows, without the blank lines at its end."""
    shown = [drawn.render_line(y).text.rstrip() for y in range(drawn.size.height)]
    while shown and not shown[-1]:
        shown.pop()
    return shown


def said(pilot: Pilot[None], kind: type[Widget]) -> str:
    """The text of a one-line widget."""
    return str(board(pilot).query_one(kind).render())
