"""How each screen and dialog is opened, from the list of the seeded streaks."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from textual.command import CommandList, CommandPalette
from textual.pilot import Pilot
from textual.widgets import Button, Input

from tui.support import SetClock, opened, seed, settled, until
from unbroken.engine.api import Engine
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.dialogs.help import HelpScreen
from unbroken.tui.dialogs.log_dialog import AmountDialog, DayLogDialog, DetailedLogDialog
from unbroken.tui.dialogs.owner import OwnerDialog
from unbroken.tui.dialogs.streak_choice import StreakChoice
from unbroken.tui.dialogs.timezone_entry import TimezoneEntryDialog
from unbroken.tui.dialogs.why import WhyScreen
from unbroken.tui.dialogs.zone import ZoneDialog
from unbroken.tui.screens.calendar import CalendarScreen
from unbroken.tui.screens.export import ExportScreen
from unbroken.tui.screens.import_file import PLAN, ImportScreen
from unbroken.tui.screens.insight import InsightOfAllScreen, InsightScreen
from unbroken.tui.screens.journal import JournalScreen
from unbroken.tui.screens.settings import SettingsScreen
from unbroken.tui.screens.timezone_timeline import TimezoneTimelineScreen

Open = Callable[[Pilot[None]], Awaitable[Any]]


def travelled(engine: Engine, clock: SetClock) -> None:
    """Streaks, and a journey."""
    seed(engine, clock)
    since = datetime(2026, 11, 20, 9, tzinfo=UTC)
    engine.add_zone(engine.owner().id, "Europe/Lisbon", since)


async def amount(pilot: Pilot[None]) -> None:
    await pilot.press("1")
    await opened(pilot, AmountDialog)


async def log_form(pilot: Pilot[None]) -> None:
    await pilot.press("j", "l")
    form = await opened(pilot, DetailedLogDialog)
    form.query_one("#when", Input).value = "yesterday 21:30"
    await until(pilot, lambda: "Fri" in str(form.query_one("#told").render()))


async def why(pilot: Pilot[None]) -> None:
    await pilot.press("w")
    await opened(pilot, WhyScreen)


async def keys(pilot: Pilot[None]) -> None:
    await pilot.press("question_mark")
    await opened(pilot, HelpScreen)


async def settings(pilot: Pilot[None]) -> SettingsScreen:
    await pilot.press("comma")
    screen = await opened(pilot, SettingsScreen)
    await until(pilot, lambda: screen.owners.option_count)
    return screen


async def person(pilot: Pilot[None]) -> None:
    await settings(pilot)
    await pilot.press("n")
    await opened(pilot, OwnerDialog)


async def travels(pilot: Pilot[None]) -> TimezoneTimelineScreen:
    screen = await settings(pilot)
    screen.query_one("#travels", Button).press()
    return await opened(pilot, TimezoneTimelineScreen)


async def changes(pilot: Pilot[None]) -> JournalScreen:
    await pilot.press("u", "U")
    screen = await opened(pilot, JournalScreen)
    await until(pilot, lambda: screen.changes.option_count)
    return screen


async def insight(pilot: Pilot[None]) -> None:
    await pilot.press("i")
    screen = await opened(pilot, InsightScreen)
    await until(pilot, lambda: screen.view.lines)
    await settled(pilot)


async def insight_of_all(pilot: Pilot[None]) -> None:
    await pilot.press("I")
    screen = await opened(pilot, InsightOfAllScreen)
    await until(pilot, lambda: screen.listed.lines)
    await until(pilot, lambda: screen.view.lines or not screen.has_class("-above"))
    await settled(pilot)


async def journey(pilot: Pilot[None]) -> None:
    await travels(pilot)
    await pilot.press("e")
    await opened(pilot, TimezoneEntryDialog)


async def removal(pilot: Pilot[None]) -> None:
    await travels(pilot)
    await pilot.press("x")
    await opened(pilot, ConfirmDialog)


async def zones(pilot: Pilot[None]) -> None:
    screen = await settings(pilot)
    screen.query_one("#zone", Button).press()
    await opened(pilot, ZoneDialog)
    await pilot.press(*"kiritim")


async def file_choice(pilot: Pilot[None]) -> ImportScreen:
    await pilot.press("ctrl+o")
    return await opened(pilot, ImportScreen)


async def plan(pilot: Pilot[None]) -> None:
    screen = await file_choice(pilot)
    screen.query_one("#path", Input).value = "old.json"
    await pilot.press("enter")
    await until(pilot, lambda: screen.step == PLAN)


async def export(pilot: Pilot[None]) -> None:
    await pilot.app.run_action("app.export_data")
    await opened(pilot, ExportScreen)


async def month(pilot: Pilot[None], key: str = "c") -> CalendarScreen:
    await pilot.press(key)
    screen = await opened(pilot, CalendarScreen)
    await until(pilot, lambda: screen.page is not None)
    await settled(pilot)
    return screen


async def day_log(pilot: Pilot[None]) -> None:
    await month(pilot)
    await pilot.press("space")
    await opened(pilot, DayLogDialog)


async def day_edit(pilot: Pilot[None]) -> None:
    await pilot.press("j")
    screen = await month(pilot)
    await pilot.press("h", "enter")
    await until(pilot, lambda: screen.in_logs and screen.panel.has_focus)
    await pilot.press("e")
    await opened(pilot, DayLogDialog)


async def day_fill(pilot: Pilot[None]) -> None:
    screen = await month(pilot)
    await pilot.press("m", "h", "h")
    await until(pilot, lambda: screen.choice is not None and len(set(screen.choice.ends())) == 2)
    await pilot.press("space")
    await opened(pilot, DayLogDialog)


async def day_which(pilot: Pilot[None]) -> None:
    await month(pilot, "C")
    await pilot.press("space")
    await opened(pilot, StreakChoice)


async def palette(pilot: Pilot[None]) -> None:
    await pilot.press("colon")
    shown = await opened(pilot, CommandPalette)
    await pilot.press(*"walk")
    await until(pilot, lambda: shown.query_one(CommandList).option_count > 3)


SCREENS: list[Open] = [
    *(amount, log_form, why, keys, person, travels, journey, removal, zones),
    *(
        changes,
        insight,
        insight_of_all,
        file_choice,
        plan,
        export,
        day_log,
        day_edit,
        day_fill,
        day_which,
        palette,
    ),
]


def furnish(folder: Path) -> None:
    """Puts a file to bring in into a folder."""
    streak = {"activity_type": "swim", "name": "Swim", "aggregation_period": "weekly"}
    owner = {"id": "6f1c9a52-7a0e-4d6b-9a6b-0d6f6d1f6a01", "name": "me"}
    zones = [{"effective_from": "2026-01-01T00:00:00Z", "timezone": "Europe/Berlin"}]
    log = {"activity_type": "swim", "owner_id": owner["id"], "activity_at": "2026-11-02T09:00:00Z"}
    document = {"format": "unbroken", "version": 1, "owners": [{**owner, "timezones": zones}]}
    document |= {"streaks": [streak], "logs": [log]}
    (folder / "old.json").write_text(json.dumps(document), encoding="utf-8")
