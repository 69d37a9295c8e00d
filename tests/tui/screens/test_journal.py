"""The screen of what was changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from effort import in_turn
from tui.support import (
    NOW,
    SIZES,
    Bench,
    SetClock,
    dashboard,
    ends_above,
    footer,
    messages,
    opened,
    press,
    row,
    settled,
    until,
)
from unbroken.engine.api import Engine
from unbroken.engine.callers import Caller
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.screens.dashboard import Dashboard
from unbroken.tui.screens.journal import JournalScreen

Make = Callable[..., Bench]


def changed(engine: Engine, clock: SetClock) -> None:
    """A streak, three logs on it since yesterday, and a fourth that was taken back."""
    engine.edit_owner("me", tz="Europe/Berlin")
    clock.now = NOW - timedelta(days=90)
    engine.add("Read", aggregation_method="sum", unit="min", aggregation_target_value=20)
    clock.now = NOW - timedelta(days=1)
    engine.log("read", 5)
    clock.now = NOW
    for value in (10, 20, 30):
        engine.log("read", value)
    engine.undo()


async def journal(pilot: Pilot[None]) -> JournalScreen:
    await pilot.press("U")
    screen = await opened(pilot, JournalScreen)
    await settled(pilot)
    return screen


def shown(screen: JournalScreen) -> list[str]:
    return [" ".join(str(each.prompt).split()) for each in screen.changes.options]


async def answer(pilot: Pilot[None], key: str) -> str:
    """What is asked, once it has been answered with a key."""
    dialog = await opened(pilot, ConfirmDialog)
    asked = str(dialog.query_one("#asked", Static).content)
    await pilot.press(key)
    await opened(pilot, JournalScreen)
    await settled(pilot)
    return asked


def test_u_takes_back_the_last_change_as_elsewhere(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = await journal(pilot)
        assert [key.word for key in footer(pilot)][:2] == ["do again", "back"]
        await press(pilot, "u")
        await until(pilot, lambda: "taken back" in shown(screen)[1])
        assert messages(pilot)[-1] == "Took back: log Read, 20 min today."
        await press(pilot, "ctrl+r")
        await until(pilot, lambda: "taken back" not in shown(screen)[1])
        assert messages(pilot)[-1] == "Did again: log Read, 20 min today."
        await press(pilot, *"uuuuuu")
        await until(pilot, lambda: all("taken back" in each for each in shown(screen)))
        await press(pilot, "u")
        assert messages(pilot)[-1] == "There is nothing to undo."
        await press(pilot, "escape")
        await opened(pilot, Dashboard)
        assert dashboard(pilot).rows == ()

    bench(changed).run(act)


@pytest.mark.parametrize("size", in_turn(2, SIZES))
def test_what_was_changed_newest_first(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = await journal(pilot)
        told = [
            "today 21:10 taken back: log Read: 30 min today",
            "today 21:10 log Read: 20 min today",
            "today 21:10 log Read: 10 min today",
            "yesterday 21:10 log Read: 5 min yesterday",
            "Sun 23 Aug 22:10 add Read",
            "today 21:10 edit owner me: Berlin",
        ]
        if size[0] >= 80:
            assert shown(screen) == told
        else:
            assert shown(screen) == [
                "21:10 taken back: log Read",
                "21:10 log Read: 20 min today",
                "21:10 log Read: 10 min today",
                "20 Nov log Read: 5 min yesterday",
                "23 Aug add Read",
                "21:10 edit owner me: Berlin",
            ]
        assert screen.changes.highlighted == 0
        assert screen.changes.has_focus
        assert ends_above(size[1], screen.changes)
        assert all(len(screen.changes.render_line(y).text) <= size[0] for y in range(6))
        assert {"do again", "back"} <= {key.word for key in footer(pilot)}
        await pilot.press("j")
        await until(pilot, lambda: "take back" in {key.word for key in footer(pilot)})
        await pilot.press("k")
        await until(pilot, lambda: "do again" in {key.word for key in footer(pilot)})
        await pilot.press("escape")
        await opened(pilot, Dashboard)

    bench(changed).run(act, size)


def test_it_is_told_in_which_window_a_change_was_made(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("space", "space")
        await until(pilot, lambda: len(made.edit(lambda engine: engine.history())) == 2)
        await settled(pilot)
        screen = await journal(pilot)
        now = NOW.astimezone(ZoneInfo("Europe/Berlin"))
        assert shown(screen)[:3] == [
            f"today 21:10 log Walk: today (app opened {now:%Y-%m-%d %H:%M})",
            "today 21:10 log Walk: today",  # the same one
            "today 21:10 add Walk",
        ]

    def walk(engine: Engine, clock: SetClock) -> None:
        engine.edit_owner("me", tz="Europe/Berlin")
        engine.add("Walk")

    made = bench(walk)
    made.run(act, size=(140, 24))


def test_all_up_to_the_chosen_one_is_taken_back_and_done_again(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = await journal(pilot)
        await pilot.press("j", "j", "enter")
        assert await answer(pilot, "y") == (
            "Take 2 changes back?\nThe last of them is: log Read: 10 min today"
        )
        assert messages(pilot) == ["2 changes are taken back."]
        assert [each.undone for each in made.edit(lambda engine: engine.journal())[:4]] == [
            *(True, True, True, False)
        ]
        assert shown(screen)[2] == "today 21:10 taken back: log Read: 10 min today"
        assert screen.changes.highlighted == 2
        await pilot.press("enter")
        assert await answer(pilot, "y") == "Do 1 change again?\nlog Read: 10 min today"
        assert messages(pilot) == ["1 change is done again."]
        await pilot.press("escape")
        await opened(pilot, Dashboard)
        await until(pilot, lambda: row(pilot, "read").amounts[0].startswith("10"))

    made = bench(changed)
    made.run(act)


@pytest.mark.parametrize("key", ["n", "escape"])
def test_no_changes_nothing(bench: Make, key: str) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = await journal(pilot)
        before = shown(screen)
        await pilot.press("end", "enter")
        asked = await answer(pilot, key)
        assert asked.startswith("Take 5 changes back?")
        assert (shown(screen), messages(pilot)) == (before, [])
        version = dashboard(pilot).pages.changes
        await pilot.press("escape")
        await opened(pilot, Dashboard)
        await settled(pilot)
        assert dashboard(pilot).pages.changes == version

    made = bench(changed)
    made.run(act)
    assert len(made.edit(lambda engine: engine.history())) == 3


def test_a_change_in_another_window_is_shown_before_more_is_taken_back(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = await journal(pilot)
        await pilot.press("j", "enter")
        await opened(pilot, ConfirmDialog)
        made.edit(lambda engine: engine.log("read", 7))
        assert await answer(pilot, "y") == "Take 1 change back?\nlog Read: 20 min today"
        assert messages(pilot) == [
            "Nothing was taken back: there are other changes by now; look at them first."
        ]
        assert shown(screen)[:2] == [
            "today 21:10 log Read: 7 min today",
            "today 21:10 log Read: 20 min today",
        ]

    made = bench(changed)
    made.run(act)
    assert len(made.edit(lambda engine: engine.history())) == 4


def shared(engine: Engine, clock: SetClock) -> None:
    """A streak that somebody else has logged, too."""
    zoe = engine.acting_as(Caller(False, engine.add_owner("Zoe", tz="UTC").id))
    engine.add("Read")
    zoe.log("read")
    engine.log("read")


def test_what_cannot_be_taken_back_is_not_asked_for(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = await journal(pilot)
        before = shown(screen)
        await pilot.press("end", "enter")
        await until(pilot, lambda: messages(pilot))
        assert messages(pilot) == [
            "Nothing was taken back: what change 2 (add Read) did has been changed since by"
            " another person."
        ]
        await settled(pilot)
        assert pilot.app.screen is screen
        assert shown(screen) == before

    bench(shared).run(act)


def test_where_nothing_was_changed(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = await journal(pilot)
        about = str(screen.query_one("#about", Static).content)
        assert about == "Nothing was changed yet that could be taken back."
        assert [key.word for key in footer(pilot)] == ["back", "quit", "help"]
        await press(pilot, "j", "k")
        assert messages(pilot) == []
        for key in ("enter", "u", "ctrl+r"):
            pilot.app.clear_notifications()
            await press(pilot, key)
            assert messages(pilot) == [about]
        assert shown(screen) == []
        assert pilot.app.screen is screen

    bench().run(act)


def test_the_owner_can_go_and_come_back(bench: Make) -> None:
    """Taking back the import that brought them leaves those who were there before."""
    zones = [{"effective_from": "2026-01-01T00:00:00Z", "timezone": "Asia/Tokyo"}]
    ann = {"id": "00000000-0000-4000-8000-000000000001", "name": "Ann", "timezones": zones}
    document: dict[str, Any] = {"format": "unbroken", "version": 1, "owners": [ann]}

    def imported(engine: Engine, clock: SetClock) -> None:
        engine.import_document(document, foreign=False)
        engine.add("Read")

    async def act(pilot: Pilot[None]) -> None:
        screen = await journal(pilot)
        assert [line.partition(":10 ")[2] for line in shown(screen)] == [
            "add Read",
            "import",
        ]
        await pilot.press("j", "enter")
        assert (await answer(pilot, "y")).startswith("Take 2 changes back?")
        await pilot.press("escape")
        await opened(pilot, Dashboard)
        await until(pilot, lambda: dashboard(pilot).pages.page.owner.name == "me")

    bench(imported).run(act)


def test_the_palette_opens_it(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("colon")
        await pilot.pause()
        await pilot.press(*"changes")
        await until(pilot, lambda: pilot.app.screen.query("CommandList OptionList, CommandList"))
        await settled(pilot)
        await pilot.press("enter")
        await opened(pilot, JournalScreen)

    bench(changed).run(act)


def test_where_a_change_was_made_gives_way_to_what_it_was(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("space")
        await settled(pilot)
        screen = await journal(pilot)
        assert shown(screen)[0].endswith("log Make the bed before breakfast each day: today")

    def bed(engine: Engine, clock: SetClock) -> None:
        engine.add("Make the bed before breakfast each day")

    bench(bed).run(act)
