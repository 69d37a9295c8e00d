"""The travel log on the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from effort import in_turn
from tui.nasty import NASTY
from tui.support import (
    NOW,
    SIZES,
    Bench,
    SetClock,
    bench_app,
    ends_above,
    messages,
    opened,
    settled,
    until,
)
from unbroken.core.results import Owner
from unbroken.engine.api import Engine, open_engine
from unbroken.engine.callers import owner
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.dialogs.timezone_entry import TimezoneEntryDialog
from unbroken.tui.dialogs.zone import ZoneDialog
from unbroken.tui.model.dashboard_page import load_page
from unbroken.tui.screens.settings import SettingsScreen
from unbroken.tui.screens.timezone_timeline import TimezoneTimelineScreen
from unbroken.tui.widgets.form_field import Field
from unbroken.tui.widgets.timezone_list import TimezoneList
from unbroken.wording.symbols import UNICODE

Make = Callable[..., Bench]
Act = Callable[[Pilot[None], TimezoneTimelineScreen], Any]
SMALL_AND_ORDINARY = [(40, 12), (80, 24)]

START = datetime(1970, 1, 1, tzinfo=UTC)
TO_LISBON = datetime(2026, 5, 3, 13, tzinfo=UTC)
TO_LIMA = datetime(2026, 7, 4, 3, tzinfo=UTC)


def journeys(engine: Engine, clock: SetClock) -> None:
    """In Berlin at first, in Lisbon from 3 May on, in Lima from 3 July on."""
    engine.edit_owner("me", tz="Europe/Berlin", always=True)
    engine.add_zone("me", "Europe/Lisbon", TO_LISBON)
    engine.add_zone("me", "America/Lima", TO_LIMA)


def shown(screen: TimezoneTimelineScreen) -> list[str]:
    """The lines of the list."""
    options = screen.entries.options
    return [" ".join(str(each.prompt).split()) for each in options]


def played(
    made: Bench, act: Act, size: tuple[int, int] = (80, 24), *, from_settings: bool = False
) -> list[Owner | None]:
    """Opens the travel log, does something, and answers what the screen answered."""
    answers: list[Owner | None] = []

    async def play(pilot: Pilot[None], screen: TimezoneTimelineScreen) -> None:
        dismiss = screen.dismiss

        def listen(result: Owner | None = None) -> Any:
            answers.append(result)
            return dismiss(result)

        screen.dismiss = listen  # type: ignore[method-assign]
        await act(pilot, screen)
        if pilot.app.screen is screen:
            await pilot.press("escape")

    async def open_here(pilot: Pilot[None]) -> None:
        engine_thread = made.engine_threads[-1]
        me = await engine_thread.call(Engine.owner)
        pilot.app.push_screen(TimezoneTimelineScreen(engine_thread, me, made.clock, UNICODE))
        await play(pilot, await opened(pilot, TimezoneTimelineScreen))
        await until(pilot, lambda: answers)

    async def open_from_settings(pilot: Pilot[None]) -> None:
        engine_thread = made.engine_threads[-1]
        page = await engine_thread.call(load_page)
        preferences = bench_app(pilot).preferences
        screen = SettingsScreen(engine_thread, page, made.clock, preferences)
        pilot.app.push_screen(screen)
        await settled(pilot)
        screen.query_one("#travels").focus()
        await pilot.press("enter")
        await play(pilot, await opened(pilot, TimezoneTimelineScreen))
        await opened(pilot, SettingsScreen)
        if answers[-1] is not None:
            lines = screen.query_one("#field-travels", Field).hint.splitlines()
            assert len(lines) == (len(answers[-1].timezones) if len(lines) else 0)

    made.run_over_ground(open_from_settings if from_settings else open_here, size)
    return answers


def log_of(made: Bench) -> list[tuple[datetime, str]]:
    """The travel log as the database has it."""
    me: Owner = made.edit(lambda engine: engine.owner())
    return [(each.effective_from, each.timezone) for each in me.timezones]


async def written(pilot: Pilot[None], text: str) -> TimezoneEntryDialog:
    """Writes a time over the one in the dialog."""
    dialog = await opened(pilot, TimezoneEntryDialog)
    dialog.query_one("#since", Input).focus()
    dialog.query_one("#since", Input).value = text
    await pilot.pause()
    return dialog


def hint(dialog: TimezoneEntryDialog) -> str:
    """What is said below the time."""
    return dialog.query_one("#field-since", Field).hint


@pytest.mark.parametrize("size", in_turn(2, SIZES))
def test_entries_are_listed_newest_first(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None], screen: TimezoneTimelineScreen) -> None:
        assert shown(screen) == [
            "■ Fri 3 Jul 2026 22:00 Lima, now",
            "Sun 3 May 2026 14:00 Lisbon",
            "at first Berlin",
        ]
        strips = [screen.entries.render_line(y).text for y in range(3)]
        assert [line.split()[-1] for line in strips] == ["now", "Lisbon", "Berlin"]

    assert played(bench(journeys), act, size, from_settings=True) == [None]


@pytest.mark.parametrize(
    ("how", "size"),
    [("enter", (80, 24)), ("ctrl+s", (40, 12)), ("mouse", (40, 12)), ("mouse", (80, 24))],
)
def test_an_entry_is_added_in_the_past(bench: Make, size: tuple[int, int], how: str) -> None:
    async def act(pilot: Pilot[None], screen: TimezoneTimelineScreen) -> None:
        await pilot.press("n")
        dialog = await opened(pilot, TimezoneEntryDialog)
        assert dialog.zone == "America/Lima"
        await pilot.press("enter")
        zones = await opened(pilot, ZoneDialog)
        assert len(zones.query("Toggles")) == 0
        await pilot.press(*"toky", "enter")
        dialog = await opened(pilot, TimezoneEntryDialog)
        await until(pilot, lambda: dialog.zone == "Asia/Tokyo")
        assert dialog.focused is not None
        await pilot.press(*"2026-06-01 08:00")
        assert hint(dialog) == "Mon 1 Jun 2026 08:00 in Tokyo, Sun 31 May 23:00 UTC."
        if how == "mouse":
            await pilot.pause(0.1)  # the button moves down as the words above it grow
            await pilot.click("#save")
        else:
            await pilot.press(how)
        await until(pilot, lambda: len(shown(screen)) == 4)
        assert shown(screen)[1] == "Mon 1 Jun 2026 08:00 Tokyo"
        assert screen.entries.highlighted == 1

    made = bench(journeys)
    before = log_of(made)
    [answer] = played(made, act, size, from_settings=how == "enter")
    added = (datetime(2026, 5, 31, 23, tzinfo=UTC), "Asia/Tokyo")
    assert log_of(made) == [*before[:2], added, before[2]]
    assert answer is not None
    assert len(answer.timezones) == 4


def test_without_a_time_an_entry_holds_from_now_on(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: TimezoneTimelineScreen) -> None:
        await pilot.press("n")
        dialog = await opened(pilot, TimezoneEntryDialog)
        assert hint(dialog) == "Sat 21 Nov 2026 15:10 in Lima, 20:10 UTC."
        dialog.zone = "Asia/Tokyo"
        await pilot.pause()
        assert hint(dialog) == "Sun 22 Nov 2026 05:10 in Tokyo, Sat 21 Nov 20:10 UTC."
        await pilot.press("tab", "enter")
        await until(pilot, lambda: len(shown(screen)) == 4)
        assert shown(screen)[0] == "■ Sun 22 Nov 2026 05:10 Tokyo, now"

    made = bench(journeys)
    played(made, act)
    assert log_of(made)[-1] == (NOW, "Asia/Tokyo")


@pytest.mark.parametrize(("key", "size"), zip(["enter", "e"], SMALL_AND_ORDINARY, strict=True))
def test_another_zone_leaves_the_instant(bench: Make, key: str, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None], screen: TimezoneTimelineScreen) -> None:
        await pilot.press("j", key)
        dialog = await opened(pilot, TimezoneEntryDialog)
        assert dialog.query_one("#since", Input).value == "2026-05-03 14:00"
        await pilot.press("shift+tab", "enter")
        await opened(pilot, ZoneDialog)
        await pilot.press(*"madr", "enter")
        await until(pilot, lambda: dialog.zone == "Europe/Madrid")
        assert dialog.query_one("#since", Input).value == "2026-05-03 15:00"
        assert hint(dialog) == "Sun 3 May 2026 15:00 in Madrid, 13:00 UTC."
        await opened(pilot, TimezoneEntryDialog)
        await pilot.press("enter")
        await until(pilot, lambda: "Madrid" in shown(screen)[1])

    made = bench(journeys)
    played(made, act, size, from_settings=key == "e")
    assert log_of(made)[1] == (TO_LISBON, "Europe/Madrid")


def test_an_entry_is_moved_past_another(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: TimezoneTimelineScreen) -> None:
        await pilot.press("j", "e")
        await written(pilot, "2026-08-01")
        await pilot.press("enter")
        await until(pilot, lambda: shown(screen)[0] == "■ Sat 1 Aug 2026 12:00 Lisbon, now")
        assert screen.entries.highlighted == 0

    made = bench(journeys)
    played(made, act)
    assert [zone for _, zone in log_of(made)] == ["Europe/Berlin", "America/Lima", "Europe/Lisbon"]


def test_the_first_entry_has_no_beginning(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: TimezoneTimelineScreen) -> None:
        await pilot.press("k", "e")
        dialog = await opened(pilot, TimezoneEntryDialog)
        assert dialog.query_one("#since", Input).value == ""
        assert hint(dialog).startswith("The first entry")
        dialog.zone = "Asia/Tokyo"
        await pilot.press("enter")
        await until(pilot, lambda: shown(screen)[-1] == "at first Tokyo")

    made = bench(journeys)
    played(made, act)
    assert log_of(made)[0] == (START, "Asia/Tokyo")


REFUSED = {
    "2027-01-01": "still to come",
    "2026-07-03 22:00": "has an entry since that very time",
    "someday": "is not a time",
    "1969-12-31 08:00": "1970 to 2100",
    "": "is not a time",
    **dict.fromkeys(NASTY, "is not a time"),
}


def test_a_refusal_stands_below_and_nothing_is_lost(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: TimezoneTimelineScreen) -> None:
        await pilot.press("j", "e")
        dialog = await opened(pilot, TimezoneEntryDialog)
        dialog.zone = "America/Lima"
        for text, said in REFUSED.items():
            await written(pilot, text)
            field = dialog.query_one("#field-since", Field)
            kept = dialog.query_one("#since", Input).value
            await pilot.press("enter")
            await until(pilot, lambda: said in field.fault)  # noqa: B023
            assert dialog.query_one("#since", Input).value == kept
            assert dialog.zone == "America/Lima"
            await pilot.press("1")
            assert field.fault == ""
        await pilot.press("escape")

    made = bench(journeys)
    before = log_of(made)
    assert played(made, act) == [None]
    assert log_of(made) == before


@pytest.mark.parametrize("how", ["escape", "mouse", "nothing"])
def test_an_entry_can_be_left_as_it_is(bench: Make, how: str) -> None:
    async def act(pilot: Pilot[None], screen: TimezoneTimelineScreen) -> None:
        await pilot.press("e")
        if how == "nothing":
            await opened(pilot, TimezoneEntryDialog)
            await pilot.press("enter")
        else:
            await written(pilot, "2026-08-01")
            await (pilot.click("#cancel") if how == "mouse" else pilot.press("escape"))
        await opened(pilot, TimezoneTimelineScreen)

    made = bench(journeys)
    before = log_of(made)
    assert played(made, act) == [None]
    assert log_of(made) == before


@pytest.mark.parametrize(("key", "size"), zip(["x", "delete"], SMALL_AND_ORDINARY, strict=True))
def test_an_entry_is_removed_if_that_is_meant(bench: Make, key: str, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None], screen: TimezoneTimelineScreen) -> None:
        await pilot.press("j", key)
        asked = await opened(pilot, ConfirmDialog)
        said = " ".join(str(asked.query_one("#asked", Static).content).split())
        assert said == (
            "Remove Lisbon, since Sun 3 May 2026 14:00? From then on Berlin holds until"
            " Fri 3 Jul 2026 22:00; logs keep their dates."
        )
        await pilot.press("n")
        await opened(pilot, TimezoneTimelineScreen)
        assert len(shown(screen)) == 3
        await pilot.press(key)
        await opened(pilot, ConfirmDialog)
        await pilot.press("y")
        await until(pilot, lambda: len(shown(screen)) == 2)
        assert messages(pilot) == ["Lisbon is removed; undo brings it back."]

    made = bench(journeys)
    before = log_of(made)
    played(made, act, size)
    assert log_of(made) == [before[0], before[2]]
    made.edit(lambda engine: engine.undo())
    assert log_of(made) == before


def test_the_only_entry_cannot_be_removed(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: TimezoneTimelineScreen) -> None:
        await pilot.press("x")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert "travels.remove" not in {
            each.binding.id for each in screen.active_bindings.values() if each.enabled
        }

    assert played(bench(), act) == [None]


def test_a_click_on_an_entry_changes_it(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: TimezoneTimelineScreen) -> None:
        await pilot.click(TimezoneList, offset=(5, 1))
        dialog = await opened(pilot, TimezoneEntryDialog)
        assert dialog.zone == "Europe/Lisbon"
        await pilot.click("#tz")
        zones = await opened(pilot, ZoneDialog)
        listed = [str(each.prompt) for each in zones.query_one(OptionList).options]
        assert listed[0] == f"{'Lisbon, Europe':<27}  UTC        20:10"
        assert [line.split(",")[0] for line in listed[:3]] == ["Lisbon", "Lima", "Berlin"]
        await pilot.click(OptionList, offset=(2, 1))
        await until(pilot, lambda: dialog.zone == "America/Lima")
        await opened(pilot, TimezoneEntryDialog)
        await pilot.press("escape")

    played(bench(journeys), act)


def test_an_entry_that_is_gone_meanwhile_is_told(bench: Make) -> None:
    made = bench(journeys)

    async def act(pilot: Pilot[None], screen: TimezoneTimelineScreen) -> None:
        await pilot.press("j", "x")
        await opened(pilot, ConfirmDialog)
        made.edit(lambda engine: engine.remove_zone("me", TO_LISBON))
        await pilot.press("y")
        await until(pilot, lambda: messages(pilot))
        assert messages(pilot) == ["There is no such entry in the travel log; look at it again."]

    assert played(made, act) == [None]


def test_who_is_not_the_first_owner_mends_their_own(bench: Make) -> None:
    made = bench(journeys)
    ana: Owner = made.edit(lambda engine: engine.add_owner(NASTY[0], tz="UTC"))
    path = made.opener.args[0]  # type: ignore[attr-defined]
    made.opener = partial(open_engine, path, caller=owner(ana.id), clock=made.clock)

    async def act(pilot: Pilot[None], screen: TimezoneTimelineScreen) -> None:
        await pilot.press("n")
        await written(pilot, "-2h")
        await pilot.press("enter")
        await until(pilot, lambda: len(shown(screen)) == 2)

    played(made, act)
    assert log_of(made)[1] == (NOW - timedelta(hours=2), "UTC")


def test_odd_sizes_and_many_entries(bench: Make) -> None:
    def many(engine: Engine, clock: SetClock) -> None:
        for day in range(60):
            engine.add_zone("me", "America/Argentina/ComodRivadavia", NOW - timedelta(day))

    async def act(pilot: Pilot[None], screen: TimezoneTimelineScreen) -> None:
        for size in [*SIZES, (8, 4), (20, 6)]:
            await pilot.resize_terminal(*size)
            await pilot.press("end")
            assert screen.entries.highlighted == 60
            await pilot.press("n")
            dialog = await opened(pilot, TimezoneEntryDialog)
            for _ in range(4):
                await pilot.press("tab")
                assert dialog.focused is not None
                if size[0] >= 40:
                    field = dialog.focused
                    await until(pilot, partial(ends_above, size[1], field))
                    assert field.region.right < size[0]
            await pilot.press("escape")
            await opened(pilot, TimezoneTimelineScreen)

    played(bench(many), act)
