"""Notes found from the filter of the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from textual.pilot import Pilot
from textual.widgets import Static

from tui.support import NOW, SIZES, Bench, SetClock, dashboard, opened, press, seed, settled, until
from unbroken.engine.api import Engine
from unbroken.tui.actions import note_finder
from unbroken.tui.model.note_lines import excerpt
from unbroken.tui.screens.calendar import CalendarScreen
from unbroken.tui.screens.insight import InsightScreen
from unbroken.tui.screens.notes import NotesScreen
from unbroken.tui.widgets.note_list import NoteList

Make = Callable[..., Bench]


def noted(engine: Engine, clock: SetClock) -> None:
    seed(engine, clock)
    clock.now = NOW
    for days, note in ((12, "by the Café [/b]"), (3, "walked\nto the cafe"), (2, "at home")):
        engine.log("walk" if days == 3 else "read", 5, at=NOW - timedelta(days), note=note)


def listed(pilot: Pilot[None]) -> list[str]:
    """The notes that are listed."""
    found = dashboard(pilot).notes.listed
    if found is None:
        return []
    return [str(each.prompt) for each in found.options]


def test_notes_are_found_below_the_names_and_open_their_day(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = dashboard(pilot)
        await press(pilot, "slash", *"caf")
        await until(pilot, lambda: len(listed(pilot)) == 2)
        assert listed(pilot) == [
            "Wed 18 Nov  Walk  walked to the cafe",
            "Mon 9 Nov   Read  by the Café [/b]",
        ]
        assert [row.name for row in screen.rows] == ["Café"]
        notes = screen.notes.listed
        assert notes is not None and str(notes.border_title) == "2 notes with “caf”"
        await press(pilot, *"e  ")
        await until(pilot, lambda: str(notes.border_title) == "2 notes with “cafe”")
        await press(pilot, "enter", "tab", "j", "enter")
        days = await opened(pilot, CalendarScreen)
        assert days.months.activity_type == "read"
        assert days.choice is not None and days.choice.day == date(2026, 11, 9)
        made.edit(lambda engine: engine.delete_log(engine.notes("by the")[0].id))
        await pilot.press("escape")
        await until(pilot, lambda: len(listed(pilot)) == 1)
        await press(pilot, "escape")
        assert listed(pilot) == [] and len(screen.rows) == 5
        await press(pilot, "slash", *"home")
        await until(pilot, lambda: listed(pilot))
        await press(pilot, "tab")  # past the list, in which there is nothing
        assert screen.focused is notes
        await press(pilot, "shift+tab", "enter")  # one note alone is opened at once
        days = await opened(pilot, CalendarScreen)
        assert days.choice is not None and days.choice.day == date(2026, 11, 19)
        await press(pilot, "escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        await press(pilot, "escape")
        assert screen.focused is screen.streaks
        await press(pilot, "slash", "a")
        await settled(pilot)
        assert listed(pilot) == []

    made = bench(noted)
    made.run(act)


def shown(screen: NotesScreen) -> list[str]:
    return [str(each.prompt) for each in screen.listed.options]


def test_all_notes_are_searched_and_open_their_day(bench: Make) -> None:
    def skipped(engine: Engine, clock: SetClock) -> None:
        noted(engine, clock)
        engine.skip(None, NOW.date() - timedelta(8), NOW.date() - timedelta(7), reason="The café")
        for number in range(150):
            engine.log("walk", at=NOW - timedelta(20, hours=number), note=f"note {number}")

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "N")
        screen = await opened(pilot, NotesScreen)
        listed = screen.listed
        await until(pilot, lambda: len(listed.found) == 100)
        assert str(listed.border_title) == "the newest 100 notes"
        await pilot.press("end")
        await until(pilot, lambda: len(listed.found) > 150)
        assert str(listed.border_title) == f"{len(listed.found)} notes"
        await pilot.press("slash", *"cafe")
        await until(pilot, lambda: len(listed.found) == 3)
        assert shown(screen)[1].endswith("all streaks  … until Sat 14 Nov: The café")
        await pilot.press("enter", "j", "j")
        whole = screen.query_one("#whole", Static)
        await until(pilot, lambda: "by the Café [/b]" in str(whole.content))
        assert str(whole.content).startswith("Read  Monday 9 November  ")
        # a note that is taken away elsewhere goes from the list, and the cursor keeps to a note
        made.edit(lambda engine: engine.delete_log(engine.notes("walked")[0].id))
        screen.watcher.look_for_changes()
        await until(pilot, lambda: len(listed.found) == 2)
        assert listed.highlighted == 1
        await pilot.press("enter")
        days = await opened(pilot, CalendarScreen)
        assert days.choice is not None and days.choice.day == date(2026, 11, 9)
        await pilot.press("escape")
        await opened(pilot, NotesScreen)
        await pilot.press("k", "enter")
        days = await opened(pilot, CalendarScreen)
        assert days.months.activity_type is None
        assert days.choice is not None and days.choice.day == date(2026, 11, 13)
        await pilot.press("escape")
        await opened(pilot, NotesScreen)
        await pilot.press("slash", *"zebra")
        about = screen.query_one("#about", Static)
        await until(pilot, lambda: str(about.content) == "No note has “zebra” in it.")
        await pilot.press("escape")
        await until(pilot, lambda: len(listed.found) == 100)
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await until(pilot, lambda: screen.size == size)  # noqa: B023
            await until(pilot, lambda: listed.region.height > 4)
        await pilot.press("escape", "i")
        await opened(pilot, InsightScreen)
        await pilot.press("n")
        screen = await opened(pilot, NotesScreen)
        await until(pilot, lambda: screen.listed.found)
        assert str(screen.query_one("#title", Static).content).startswith("Notes of ")

    made = bench(skipped)
    made.run(act)


def test_only_the_newest_are_listed(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "slash", *"note")
        await until(pilot, lambda: listed(pilot))
        notes = dashboard(pilot).query_one(NoteList)
        assert len(notes.found) == note_finder._MOST
        assert str(notes.border_title) == "the newest 50 notes with “note”"
        assert notes.region.bottom < 12 and notes.region.height <= 6

    def many(engine: Engine, _: SetClock) -> None:
        engine.add("Walk")
        for number in range(60):
            engine.log("walk", at=NOW - timedelta(hours=number), note=f"note {number}")

    bench(many).run(act, (40, 12))


def test_a_long_note_is_shown_from_a_little_before() -> None:
    note = "It was a long day and in the evening there was still the train to catch"
    assert excerpt(note, "LONG") == note
    assert excerpt(note, "train") == "… there was still the train to catch"
    assert excerpt(note, "zebra") == note
