"""Notes found from the filter of the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from textual.pilot import Pilot

from tui.support import NOW, Bench, SetClock, dashboard, opened, press, seed, settled, until
from unbroken.engine.api import Engine
from unbroken.tui.actions import note_finder
from unbroken.tui.model.note_lines import excerpt
from unbroken.tui.screens.calendar import CalendarScreen
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


def test_only_the_newest_are_listed(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "slash", *"note")
        await until(pilot, lambda: listed(pilot))
        notes = dashboard(pilot).query_one(NoteList)
        assert len(notes.logs) == note_finder._MOST
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
