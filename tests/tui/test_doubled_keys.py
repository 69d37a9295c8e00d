"""No key, held or pressed twice before the first has done anything, ends the app or does a thing
twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.command import CommandList
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Button, Input

from effort import in_turn
from tui.opening import SCREENS, file_choice, month, palette, plan, travelled
from tui.spoiled import check_text, crowded, spoil
from tui.support import Bench, dashboard, messages, opened, row, seed, settled, until
from unbroken.tui.command_palette import Palette
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.dialogs.help import HelpScreen
from unbroken.tui.dialogs.log_dialog import AmountDialog
from unbroken.tui.dialogs.owner import OwnerDialog
from unbroken.tui.dialogs.zone_question import ZoneQuestion
from unbroken.tui.front import OwnScreen, open_over
from unbroken.tui.screens.dashboard import Dashboard
from unbroken.tui.screens.import_file import DONE, ImportScreen
from unbroken.tui.screens.machines import MachinesScreen
from unbroken.tui.screens.settings import SettingsScreen
from unbroken.tui.screens.streak_editor import StreakEditor
from unbroken.tui.screens.sync_setup import PLAN, SyncSetupScreen
from unbroken.tui.screens.timezone_timeline import TimezoneTimelineScreen
from unbroken.tui.widgets.form_field import Field

Make = Callable[..., Bench]
Open = Callable[[Pilot[None]], Awaitable[Any]]

TWICE = 2
HELD = 12


async def at_once(pilot: Pilot[None], key: str, times: int = TWICE) -> None:
    """Presses a key several times, with all of it in the queue before the app does anything."""
    for _ in range(times):
        pilot.app.simulate_key(key)
    await rested(pilot)


async def rested(pilot: Pilot[None]) -> None:
    """Waits until no worker does anything but wait for a screen, or long enough."""
    for _ in range(8):
        await pilot.pause(0.002)


def check(app: App[Any]) -> None:
    """The app goes on, and no screen lies over another of its kind."""
    assert app.is_running and app._exception is None and app.return_code is None
    kinds = Counter(type(each).__name__ for each in app.screen_stack)
    assert max(kinds.values()) == 1, kinds
    assert isinstance(app.screen_stack[0], Dashboard)


async def list_itself(pilot: Pilot[None]) -> None:
    """Nothing lies over the dashboard."""


async def settings(pilot: Pilot[None]) -> SettingsScreen:
    await pilot.press("comma")
    screen = await opened(pilot, SettingsScreen)
    await until(pilot, lambda: screen.owners.option_count)
    return screen


async def faulty_settings(pilot: Pilot[None]) -> None:
    screen = await settings(pilot)
    field = screen.query_one("#grace_period_days", Input)
    field.focus()
    field.value = "none"
    await pilot.press("enter")
    await until(pilot, lambda: screen.form.faulty)


async def editor(pilot: Pilot[None]) -> StreakEditor:
    await pilot.press("e")
    return await opened(pilot, StreakEditor)


async def changed_editor(pilot: Pilot[None]) -> None:
    screen = await editor(pilot)
    screen.query_one("#name", Input).value += "ing"
    await until(pilot, lambda: screen.changed)


async def leaving_editor(pilot: Pilot[None]) -> None:
    await changed_editor(pilot)
    await pilot.press("escape")
    await opened(pilot, ConfirmDialog)


async def new_streak(pilot: Pilot[None]) -> None:
    await pilot.press("n")
    screen = await opened(pilot, StreakEditor)
    screen.query_one("#name", Input).value = "Swim"


async def streak_removal(pilot: Pilot[None]) -> None:
    await pilot.press("D")
    await opened(pilot, ConfirmDialog)


async def imported(pilot: Pilot[None]) -> ImportScreen:
    await plan(pilot)
    await pilot.press("ctrl+s")
    screen = await opened(pilot, ImportScreen)
    await until(pilot, lambda: screen.step == DONE)
    return screen


async def zone_question(pilot: Pilot[None]) -> None:
    pilot.app.push_screen(ZoneQuestion("Move?", "Move"))
    await opened(pilot, ZoneQuestion)


async def sync_plan(pilot: Pilot[None]) -> None:
    """What would come and go, of a folder that nobody uses yet."""
    Path("Shared").mkdir(exist_ok=True)
    screen = await settings(pilot)
    field = screen.query_one("#field-machines", Field)
    await until(pilot, lambda: field.hint)
    if field.hint.startswith("Through "):
        await machines(pilot)
        return
    screen.query_one("#machines", Button).press()
    form = await opened(pilot, SyncSetupScreen)
    form.query_one("#path", Input).value = "Shared"
    await pilot.press("enter")
    await until(pilot, lambda: form.step == PLAN)


async def machines(pilot: Pilot[None]) -> None:
    """The machines, of a database that is synced; the settings are in front."""
    pilot.app.screen.query_one("#machines", Button).press()
    await opened(pilot, MachinesScreen)


async def month_of_all(pilot: Pilot[None]) -> None:
    await month(pilot, "C")


EVERYWHERE: list[Open] = [
    *SCREENS,
    *(list_itself, settings, faulty_settings, editor, changed_editor, leaving_editor, new_streak),
    *(streak_removal, imported, zone_question, month, month_of_all, sync_plan),
]
LEAVING = (("escape", HELD), ("enter", TWICE), ("ctrl+s", TWICE), ("y", TWICE))
SIZES = ((140, 40), (60, 20), (80, 24))
"""In the run of every day, each screen has one of them, in turn."""


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("show", "keys", "size"),
    [
        pytest.param(show, in_turn(number, LEAVING), size, id=f"{show.__name__}-{size[0]}")
        for number, show in enumerate(EVERYWHERE)
        for size in in_turn(number, SIZES)
    ],
)
def test_a_key_that_leaves(
    bench: Make, tmp_path: Path, show: Open, keys: Sequence[tuple[str, int]], size: tuple[int, int]
) -> None:
    """Each key in turn, wherever the one before has led to; then on from the beginning.

    No screen on the way passes on what could steer the terminal.
    """
    made = bench(crowded)
    spoil(tmp_path / "0.db")

    async def act(pilot: Pilot[None]) -> None:
        check_text(pilot)
        for key, times in keys:
            if type(pilot.app.screen) is Dashboard:
                dashboard(pilot).action_clear_filter()
                await show(pilot)
                await pilot.pause(0.05)
                check_text(pilot)
            await at_once(pilot, key, times)
            check_text(pilot)
            check(pilot.app)

    made.run(act, size)


ON_THE_LIST = (
    "n",
    "e",
    "c",
    "C",
    "comma",
    "i",
    "I",
    "ctrl+o",
    "w",
    "l",
    "1",
    "D",
    "question_mark",
    "colon",
)
ON_THE_CALENDAR = ("space", "x", "s", "comma", "question_mark", "colon", "enter")
ON_THE_SETTINGS = ("n", "e", "x", "question_mark", "colon")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("show", "keys"),
    [
        (list_itself, ON_THE_LIST),
        (month, ON_THE_CALENDAR),
        (month_of_all, ON_THE_CALENDAR),
        (settings, ON_THE_SETTINGS),
        *((changed_editor, [key]) for key in ("escape", "ctrl+s", "ctrl+q")),
    ],
)
def test_a_key_that_opens(bench: Make, show: Open, keys: Sequence[str]) -> None:
    """Each key in turn, on the screen as it was opened."""

    async def act(pilot: Pilot[None]) -> None:
        await show(pilot)
        screens = pilot.app.screen_stack
        for key in keys:
            await at_once(pilot, key)
            check(pilot.app)
            assert len(pilot.app.screen_stack) <= len(screens) + 1, key
            while pilot.app.screen not in screens:
                pilot.app.screen.dismiss()
                await rested(pilot)
            if key != keys[-1] and pilot.app.screen is not screens[-1]:
                await show(pilot)
                screens = pilot.app.screen_stack

    bench(travelled).run(act)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("button", ["zone", "travels", "machines"])
def test_a_button_that_opens(bench: Make, button: str) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = await settings(pilot)
        await until(pilot, lambda: screen.query_one("#field-machines", Field).hint)
        screen.query_one(f"#{button}", Button).focus()
        await pilot.pause()
        await at_once(pilot, "enter", 3)
        check(pilot.app)
        assert len(pilot.app.screen_stack) == 3
        if button == "travels":
            screen.app.screen.query_one("TimezoneList").focus()
            for key in ("e", "x", "n"):
                await at_once(pilot, key)
                check(pilot.app)
                if isinstance(pilot.app.screen, OwnScreen) and len(pilot.app.screen_stack) > 3:
                    await pilot.press("escape")
                    await opened(pilot, TimezoneTimelineScreen)

    bench(travelled).run(act)


def test_an_answer_is_taken_once(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        dialog = await opened(pilot, AmountDialog)
        dialog.query_one(Input).value = "12"
        for key in ("enter", "enter"):
            pilot.app.simulate_key(key)
        await opened(pilot, Dashboard)
        await until(pilot, lambda: row(pilot, "read").amounts[0].startswith("12"))

    made = bench(seed)
    made.run(act)
    assert len(made.edit(lambda engine: engine.history("read"))) == 22


def test_a_person_is_added_once_and_seen(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = await settings(pilot)
        await pilot.press("n")
        dialog = await opened(pilot, OwnerDialog)
        dialog.query_one("#name", Input).value = "Ana"
        for key in ("ctrl+s", "ctrl+s", "escape", "escape"):
            pilot.app.simulate_key(key)
        await until(pilot, lambda: pilot.app.screen is dashboard(pilot) or screen.is_current)
        await settled(pilot)
        check(pilot.app)

    made = bench(seed)
    made.run(act)
    assert [each.name for each in made.edit(lambda engine: engine.owners())] == ["me", "Ana"]


@pytest.mark.usefixtures("home")
def test_an_import_is_taken_back_once(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await imported(pilot)
        await at_once(pilot, "u", 3)
        await until(pilot, lambda: pilot.app.screen is dashboard(pilot))

    made = bench(seed)
    before = made.edit(lambda engine: engine.status())
    made.run(act)
    assert [each.name for each in made.edit(lambda engine: engine.status())] == [
        each.name for each in before
    ]


def test_a_command_of_the_palette_is_done_once(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("colon")
        shown = await opened(pilot, Palette)
        await pilot.press(*"log walk")
        await until(pilot, lambda: shown.query_one(CommandList).option_count)
        await pilot.press("down")
        await at_once(pilot, "enter", 4)
        check(pilot.app)
        while isinstance(pilot.app.screen, Palette):
            await at_once(pilot, "enter", 4)

    made = bench(seed)
    made.run(act)
    logs: list[Any] = made.edit(lambda engine: engine.history("walk"))
    assert len(logs) <= 22


def test_a_screen_is_left_once_what_lies_over_it_is_gone(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = await file_choice(pilot)
        pilot.app.push_screen(HelpScreen([]))
        over = await opened(pilot, HelpScreen)
        screen.dismiss(False)
        screen.dismiss(True)
        assert pilot.app.screen is over
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is dashboard(pilot))
        check(pilot.app)

    bench(seed).run(act)


def test_nothing_opens_over_what_has_come_in_front(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        front = dashboard(pilot)
        await palette(pilot)
        unopened: Screen[bool] = ConfirmDialog("Nobody sees this", "Yes")
        assert await open_over(front, unopened) is None
        assert not unopened.is_running
        assert messages(pilot) == []

    bench(seed).run(act)
