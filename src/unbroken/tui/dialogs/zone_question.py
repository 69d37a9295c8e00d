"""Asking once whether the person has moved, where the machine's clock is another one."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo

from textual.app import App
from textual.binding import Binding, BindingType
from textual.widgets import Input

from unbroken.core.errors import Refusal, StoreError
from unbroken.engine.api import Engine
from unbroken.engine.owner_clock import today_in
from unbroken.engine.zones import machine_zone
from unbroken.tui.actions.preference_keeper import PreferenceKeeper
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.model.moved_day import undone
from unbroken.wording.dates import city
from unbroken.wording.timezones import moved_day_words

DECLINED: Final = "declined_zone"
"""The preference that remembers a no."""
_PATIENCE: Final = 0.5
"""Seconds until it is looked again whether the person is busy with something else."""


class ZoneQuestion(ConfirmDialog, inherit_bindings=False):
    """The question nobody asked for: what is being typed when it comes must not answer it.

    So no letter answers, and neither answer is chosen until an arrow chooses it.
    """

    AUTO_FOCUS = ""
    KEYS = ("tab chooses", "escape cancels")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", "no", tooltip="Leave it"),
        Binding("right,tab", "app.focus_next", "Right", show=False),
        Binding("left,shift+tab", "app.focus_previous", "Left", show=False),
    ]


async def ask_zone(
    app: App[Any], engine_thread: EngineThread, page: Page, preferences: PreferenceKeeper
) -> bool:
    """Moves the owner to the machine's zone if they want that; answers whether they do.

    A no is remembered, and not asked for again while the machine is there.
    """
    try:
        zone = await engine_thread.call(lambda _: machine_zone())
    except (Refusal, StoreError):
        return False
    if zone == preferences.preferences.declined_zone or same_clock(zone, page.zone, page.now):
        return False
    while app.screen is not app.screen_stack[0] or isinstance(app.focused, Input):
        await asyncio.sleep(_PATIENCE)
    day = today_in(page.owner, zone, page.now)
    moved_day = moved_day_words(page.today, day, undone(page.enrolments, day))
    question = (
        f"Your computer is in {city(zone)} ({zone}), your streaks are in {city(page.zone)}.\n"
        f"Move them from now on? What was logged stays on its days.\n{moved_day}"
    )
    if await app.push_screen_wait(ZoneQuestion(question.rstrip(), "Move")):
        moved = await ask(app, engine_thread, lambda engine: _move(engine, page, zone)) is not None
        if moved:
            app.notify(f"Your streaks are in {city(zone)} from now on.", markup=False)
        return moved
    await preferences.keep(app, {DECLINED: zone})
    return False


def same_clock(one: str, other: str, now: datetime) -> bool:
    """Whether the clocks of two zones show the same, now and half a year later."""
    moments = (now, now + timedelta(182))
    return one == other or all(
        at.astimezone(ZoneInfo(one)).utcoffset() == at.astimezone(ZoneInfo(other)).utcoffset()
        for at in moments
    )


def _move(engine: Engine, page: Page, zone: str) -> bool:
    engine.edit_owner(page.owner.name, tz=zone)
    return True
