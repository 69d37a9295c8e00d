"""What the tests of the calendar share."""

from __future__ import annotations

from datetime import date
from typing import Any

from textual.pilot import Pilot
from textual.widget import Widget

from tui.support import dashboard, settled
from unbroken.tui.app import UnbrokenApp
from unbroken.tui.screens.calendar import CalendarScreen
from unbroken.tui.widgets.line_view import LineView

TODAY = date(2026, 11, 21)


async def calendar(
    pilot: Pilot[None], activity_type: str | None, answers: list[Any] | None = None
) -> CalendarScreen:
    """Opens the calendar of a streak, or of all; what it answers goes into `answers`."""
    app = pilot.app
    assert isinstance(app, UnbrokenApp)
    ways = dashboard(pilot).navigation
    screen = CalendarScreen(app._engine_thread, app._page, app._clock, activity_type, ways)
    app.push_screen(screen, None if answers is None else answers.append)
    await settled(pilot)
    return screen


def board(pilot: Pilot[None]) -> Any:
    """The calendar, also where a dialog lies over it."""
    return next(each for each in pilot.app.screen_stack if isinstance(each, CalendarScreen))


async def tap(pilot: Pilot[None], *keys: str) -> None:
    """Presses keys, each once what went before has settled."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def lines(drawn: LineView) -> list[str]:
    """What a widget shows, without the blank lines at its end."""
    shown = [drawn.render_line(y).text.rstrip() for y in range(drawn.size.height)]
    while shown and not shown[-1]:
        shown.pop()
    return shown


def said(pilot: Pilot[None], kind: type[Widget]) -> str:
    """The text of a one-line widget."""
    return str(board(pilot).query_one(kind).render())
