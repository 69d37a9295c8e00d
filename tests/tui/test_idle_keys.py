"""A key that can do nothing as things stand says what it would need."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from tui.calendar_bench import calendar, tap
from tui.opening import settings, travels
from tui.support import Bench, SetClock, dashboard, footer, messages, opened, press, seed, until
from tui.test_early_keys import review
from unbroken.engine.api import Engine
from unbroken.tui.dialogs.log_dialog import DayLogDialog
from unbroken.tui.dialogs.why import WhyScreen
from unbroken.tui.screens.calendar import CalendarScreen
from unbroken.tui.screens.keys import KeysScreen
from unbroken.tui.screens.notes import NotesScreen

Make = Callable[..., Bench]

NONE_YET = "There is no streak yet; n makes one."


async def said(pilot: Pilot[None], key: str) -> list[str]:
    """What is said of a key; each looks like news, none like a fault."""
    pilot.app.clear_notifications()
    await press(pilot, key)
    assert all(each.severity == "information" for each in pilot.app._notifications)
    return messages(pilot)


@pytest.mark.parametrize("key", ["space", "1", "9", *"cwieaDsplTyfJK", "delete"])
def test_an_empty_list_says_that_there_is_no_streak(bench: Make, key: str) -> None:
    async def act(pilot: Pilot[None]) -> None:
        assert await said(pilot, key) == [NONE_YET]
        assert pilot.app.screen is dashboard(pilot)

    bench().run(act)


def test_where_all_are_archived_the_view_is_told(bench: Make) -> None:
    def archived(engine: Engine, _: SetClock) -> None:
        engine.add("Read")
        engine.archive("read")

    async def act(pilot: Pilot[None]) -> None:
        assert await said(pilot, "w") == ["All streaks are archived; v lists them."]

    bench(archived).run(act)


def test_a_number_that_no_streak_has(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        assert await said(pilot, "9") == ["There is no streak number 9."]

    bench(seed).run(act)


def test_a_view_without_a_streak_says_what_shows_them(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "slash", *"zzz", "enter")
        told = "No name has “zzz” in it; escape shows all again."
        assert await said(pilot, "c") == [told]

    bench(seed).run(act)


def some_grouped(engine: Engine, _: SetClock) -> None:
    engine.add("Read")
    engine.add("Run", group="Sport")


def test_what_stands_below_no_heading_is_not_folded(bench: Make) -> None:
    told = "This streak stands below no heading, so there is nothing to fold."

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "o", "g")
        assert await said(pilot, "f") == [told]
        await press(pilot, "o")
        assert await said(pilot, "f") == [told]

    bench(some_grouped).run(act)


@pytest.mark.parametrize("key", ["w", "p"])
def test_the_calendar_of_all_says_what_is_about_one(bench: Make, key: str) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, None)
        assert await said(pilot, key) == ["That is about one streak; ↓ goes to the first."]
        await tap(pilot, "y")
        told = "That is about one streak; in the list c opens its calendar."
        assert await said(pilot, key) == [told]

    bench(seed).run(act)


def test_keys_wait_for_the_month(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("c", "w")
        await opened(pilot, WhyScreen)
        await pilot.press("escape", "escape")
        await pilot.press("c", "space")
        await opened(pilot, DayLogDialog)
        assert isinstance(pilot.app.screen_stack[-2], CalendarScreen)

    bench(seed).run(act)


def test_people_zones_and_years_say_why(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = await settings(pilot)
        screen.owners.focus()
        await pilot.pause()
        assert await said(pilot, "x") == ["me is in use; only another person can be removed."]
        assert await said(pilot, "enter") == ["me is in use already."]
        await pilot.press("escape")
        await travels(pilot)
        assert await said(pilot, "x") == ["The only entry cannot be removed."]
        await pilot.press("escape", "escape")
        await review(pilot)
        await until(pilot, lambda: not messages(pilot))
        assert await said(pilot, "l") == ["There is no later year."]

    bench(seed).run(act)


def test_keys_that_were_never_changed_are_not_reset(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "question_mark", "c")
        screen = await opened(pilot, KeysScreen)
        assert screen.action is not None
        assert await said(pilot, "r") == [
            f"{screen.action.does}: these are the keys it had at first."
        ]
        assert await said(pilot, "R") == ["All actions have the keys that they had at first."]
        await press(pilot, "slash", *"zzz", "enter")
        await until(pilot, lambda: screen.action is None)
        assert await said(pilot, "a") == ["No action is listed."]

    bench(seed).run(act)


def test_where_nothing_is_listed_there_is_nothing_to_go_to(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "N")
        await opened(pilot, NotesScreen)
        assert "day" not in [key.word for key in footer(pilot)]
        assert await said(pilot, "enter") == ["No note is listed whose day could be shown."]
        await press(pilot, "escape", "w")
        await opened(pilot, WhyScreen)
        assert await said(pilot, "ctrl+g") == ["There is nothing here to go to."]

    bench(seed).run(act)
