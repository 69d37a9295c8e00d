"""The palette holds every action and every streak."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import pytest
from textual.command import Command, CommandList, CommandPalette
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from effort import in_turn
from tui.support import (
    Bench,
    SetClock,
    bench_app,
    dashboard,
    kept_preferences,
    messages,
    opened,
    press,
    row,
    seed,
    settled,
    until,
)
from unbroken.engine.api import Engine
from unbroken.tui.app import UnbrokenApp
from unbroken.tui.command_palette import Palette, StreakCommands
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.dialogs.help import HelpScreen
from unbroken.tui.dialogs.why import WhyScreen
from unbroken.tui.keymap import actions
from unbroken.tui.model.key_actions import key_rows
from unbroken.tui.model.palette_titles import ALSO, begins_a_word
from unbroken.tui.screens.calendar import CalendarScreen
from unbroken.tui.screens.dashboard import Dashboard
from unbroken.tui.screens.export import ExportScreen
from unbroken.tui.screens.import_file import ImportScreen
from unbroken.tui.screens.settings import SettingsScreen
from unbroken.tui.screens.streak_editor import StreakEditor
from unbroken.tui.widgets.settings_form import LABELS

Make = Callable[..., Bench]
ABOUT = (
    "Log {0}",
    "Log {0}…",
    "Skip {0}",
    "Calendar of {0}",
    "Insight of {0}",
    "Why {0}",
    "Edit {0}",
    "Pause {0}",
    "Archive {0}",
    "Remove {0}",
)


async def calendar(pilot: Pilot[None], key: str = "c") -> CalendarScreen:
    """The calendar of the chosen streak, or of all."""
    await pilot.press(key)
    screen = await opened(pilot, CalendarScreen)
    await until(pilot, lambda: screen.page is not None)
    return screen


async def offered(pilot: Pilot[None], query: str) -> list[str]:
    """The titles of what the palette would list."""
    titles = []
    app = pilot.app
    assert isinstance(app, UnbrokenApp)
    if not query:
        titles += [each.title for each in app.get_system_commands(app.screen) if each.discover]
    provider = StreakCommands(app.screen)
    await provider.startup()
    async for hit in provider.search(query) if query else provider.discover():
        titles.append(str(hit.text))
    return titles


def listed(pilot: Pilot[None]) -> list[str]:
    """What the open palette lists, headings too."""
    options = pilot.app.screen.query_one(CommandList).options
    return [str(each.hit.text if isinstance(each, Command) else each.prompt) for each in options]


def lists(pilot: Pilot[None], title: str, found: bool) -> bool:
    """Whether the open palette has a title, or has it not."""
    return (title in listed(pilot)) is found


async def choose(pilot: Pilot[None], title: str) -> None:
    """Picks an entry by its whole title."""
    await pilot.press("ctrl+p")
    palette = await opened(pilot, CommandPalette)
    palette.query_one(Input).value = title

    def place() -> int | None:
        titles = listed(pilot)
        return titles.index(title) if title in titles else None

    await until(pilot, lambda: place() is not None)
    palette.query_one(CommandList).highlighted = place()
    await pilot.press("enter")
    await until(pilot, lambda: palette not in pilot.app.screen_stack)
    await settled(pilot)


@pytest.mark.parametrize("on_calendar", [False, True])
def test_every_streak_with_all_that_can_be_done(bench: Make, on_calendar: bool) -> None:
    async def act(pilot: Pilot[None]) -> None:
        if on_calendar:
            await calendar(pilot)
        for name in ("Read", "Walk", "Café", "No sugar", "Sunday call"):
            found = await offered(pilot, name)
            assert [each.format(name) for each in ABOUT if each.format(name) not in found] == []

    bench(seed).run(act)


def resting(engine: Engine, clock: SetClock) -> None:
    """One that is put away, and one that rests."""
    for name in ("Old", "Still"):
        engine.add(name)
    engine.archive("old")
    engine.pause("still")


def test_what_rests_is_found_too(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        found = {*await offered(pilot, "old"), *await offered(pilot, "still")}
        assert {"Bring back Old", "Remove Old", "Calendar of Old", "Resume Still"} <= found
        assert not {"Log Old", "Archive Old", "Pause Still", "Pause Old", "Log Still"} & found
        await choose(pilot, "Resume Still")
        assert messages(pilot) == ["Still goes on today."]
        await choose(pilot, "Bring back Old")
        assert messages(pilot) == ["Old is back."]

    bench(resting).run(act)


def shared(engine: Engine, clock: SetClock) -> None:
    """A streak, and a second person who is not in it."""
    engine.add("Walk")
    engine.add_owner("Ana")


def test_a_streak_of_others_is_joined_on_its_calendar(bench: Make) -> None:
    made = bench(shared)
    opener: Any = made.opener
    made.opener = lambda: opener(owner="Ana")

    async def act(pilot: Pilot[None]) -> None:
        assert await offered(pilot, "walk") == ["Calendar of Walk"]
        await choose(pilot, "Calendar of Walk")
        await opened(pilot, CalendarScreen)
        await settled(pilot)
        await pilot.press("space")
        await settled(pilot)
        await pilot.press("escape")
        await opened(pilot, Dashboard)
        await until(pilot, lambda: [each.state for each in dashboard(pilot).rows] == ["met"])

    made.run(act)


def many(engine: Engine, clock: SetClock) -> None:
    """More streaks than have a number."""
    for each in range(30):
        engine.add(f"Habit {each}")


@pytest.mark.parametrize("on_calendar", [False, True])
def test_an_empty_palette_is_calm(bench: Make, on_calendar: bool) -> None:
    async def act(pilot: Pilot[None]) -> None:
        if on_calendar:
            await calendar(pilot)
        titles = await offered(pilot, "")
        assert [each for each in titles if each.startswith("Log Habit")] == [
            f"Log Habit {each}" for each in range(9)
        ]
        assert len(titles) == len(set(titles)) < 44
        assert {"Export", "Import", "Settings", "New", "Calendar of all", "Undo"} <= set(titles)
        assert {"Pause", "Help", "Theme", "Quit"} <= set(titles)
        if on_calendar:
            assert {"Month before", "Month after", "Year", "Today"} <= set(titles)
            assert "Mark a range of days" in titles

    bench(many).run(act)


@pytest.mark.parametrize(
    ("key", "screens"),
    [
        (
            "c",
            [
                ("Export", ExportScreen),
                ("Settings", SettingsScreen),
                ("Why Walk", WhyScreen),
                ("Remove Walk", ConfirmDialog),
            ],
        ),
        ("C", [("Import", ImportScreen), ("New", StreakEditor), ("Edit Walk", StreakEditor)]),
    ],
)
def test_screens_open_over_the_calendar(
    bench: Make, key: str, screens: list[tuple[str, type[Screen[Any]]]]
) -> None:
    """One after the other, over the same one."""

    async def act(pilot: Pilot[None]) -> None:
        shown = await calendar(pilot, key)
        for title, kind in screens:
            await choose(pilot, title)
            await opened(pilot, kind)
            await pilot.press("escape")
            assert await opened(pilot, CalendarScreen) is shown, title

    bench(seed).run(act)


def test_what_is_done_over_the_calendar_shows_in_it(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "j")
        screen = await calendar(pilot)

        def state() -> str:
            assert screen.page is not None
            day = screen.page.day(screen.page.today)
            assert day is not None
            return day.state

        assert state() == "open"
        await choose(pilot, "Log Walk")
        await until(pilot, lambda: state() == "met")
        assert row(pilot, "walk").state == "met"
        await pilot.press("u")
        await until(pilot, lambda: state() == "open")
        await choose(pilot, "Skip Walk")
        await until(pilot, lambda: state() == "skipped")
        await choose(pilot, "Remove Walk")
        await opened(pilot, ConfirmDialog)
        await pilot.press("y")
        await opened(pilot, Dashboard)
        await until(pilot, lambda: len(dashboard(pilot).rows) == 4)

    bench(seed).run(act)


def test_another_calendar_takes_the_place_of_one(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot)
        await choose(pilot, "Calendar of Walk")
        await until(pilot, lambda: names(pilot) == ["walk"])
        await choose(pilot, "Calendar of all")
        await until(pilot, lambda: names(pilot) == [None])
        await pilot.press("escape")
        await opened(pilot, Dashboard)

    def names(pilot: Pilot[None]) -> list[str | None]:
        shown: Iterable[CalendarScreen] = (
            each for each in pilot.app.screen_stack if isinstance(each, CalendarScreen)
        )
        return [each.months.activity_type for each in shown]

    bench(seed).run(act)


def test_the_calendar_turns_its_pages(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = await calendar(pilot)
        await choose(pilot, "Month before")
        await until(pilot, lambda: screen.page is not None and screen.page.first.month == 10)
        await choose(pilot, "Month after")
        await until(pilot, lambda: screen.page is not None and screen.page.first.month == 11)

    bench(seed).run(act)


def test_the_list_below_knows_what_the_calendar_changed(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "j")
        await calendar(pilot)
        await pilot.press("p")
        await until(pilot, lambda: messages(pilot))
        assert "Resume Walk" in await offered(pilot, "walk")

    bench(seed).run(act)


def test_comma_opens_the_settings_over_the_calendar(bench: Make) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        screen = await calendar(pilot)
        await pilot.press("comma")
        settings = await opened(pilot, SettingsScreen)
        made.edit(lambda engine: engine.configure("symbols", "ascii"))
        settings.dismiss(True)
        await until(pilot, lambda: screen.shapes.of_state("met") == "#")

    made.run(act)


def test_page_keys_in_a_palette_of_few_rows(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        for height in range(1, 6):
            await pilot.resize_terminal(40, height)
            await pilot.press("colon")
            palette = await opened(pilot, CommandPalette)
            for key in ("pagedown", "pageup", "down", "pagedown", "end", "pageup", "a", "pagedown"):
                await pilot.press(key)
            await pilot.resize_terminal(40, 24)
            await pilot.press("pagedown", "pageup")
            assert pilot.app.screen is palette, height
            await pilot.press("escape")
            await opened(pilot, Dashboard)

    bench(seed).run(act, size=(40, 1))


def test_commands_that_are_gathered_after_it_was_closed_go_nowhere(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("colon")
        palette = await opened(pilot, Palette)
        commands = palette.query_one(CommandList)
        await pilot.press("escape")
        await until(pilot, lambda: not palette.is_attached)
        palette._refresh_command_list(commands, [], True)
        assert not palette.query(CommandList)

    bench(seed).run(act)


def test_themes_are_entries_and_keys_are_told(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        told = {each.title: each.help for each in pilot.app.get_system_commands(pilot.app.screen)}
        assert told["Log with note…"] == "l · Log with amount, time and note"
        assert "With note" not in told
        await choose(pilot, "Theme: unbroken-light")
        assert pilot.app.theme == "unbroken-light"

    bench(seed).run(act)
    assert kept_preferences().theme == "unbroken-light"


CALLED = (
    ("archiv", "View: all, due, archived"),
    ("holiday", "Skip today (holiday, vacation …)"),
    ("remind", "Edit rules and reminders"),
    ("reward", "Insight"),
    ("milestone", "Insight of Walk"),
    ("delete", "Remove Walk"),
    ("range", "Skip today (holiday, vacation …)"),
)
CALLED_ON_CALENDAR = (
    ("vacation", "Skip days (holiday, vacation …)"),
    ("attempt", "Insight of Walk"),
    ("range", "Skip days (holiday, vacation …)"),
    ("week off", "Skip days (holiday, vacation …)"),
    ("holiday", "Mark a range of days"),
    ("mark", "Mark a range of days"),
)
"""What one would look for, and what is found by it."""


@pytest.mark.parametrize(
    ("on_calendar", "called"), [(False, CALLED), (True, CALLED_ON_CALENDAR)], ids=["list", "month"]
)
def test_what_one_would_call_it_finds_it(
    bench: Make, on_calendar: bool, called: Sequence[tuple[str, str]]
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        if on_calendar:
            await calendar(pilot)
        await pilot.press("ctrl+p")
        palette = await opened(pilot, CommandPalette)
        for words, title in called:
            for text, found in (("nothing that is called so", False), (words, True)):
                palette.query_one(Input).value = text
                await until(pilot, partial(lists, pilot, title, found), f"{title} by {words}")

    bench(seed).run(act)


def test_the_palette_tells_how_a_range_of_days_is_skipped(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = await calendar(pilot)
        app = pilot.app
        assert isinstance(app, UnbrokenApp)
        told = {each.title: each.help for each in app.get_system_commands(screen)}
        assert told["Skip days (holiday, vacation …)"].endswith("; m marks a range")

    bench(seed).run(act)


def test_what_is_found_by_other_words_is_there_and_stands_behind_what_has_them() -> None:
    known = {each.name for each in actions()}
    assert ALSO.keys() <= known
    assert begins_a_word("Mile", ALSO["dashboard.insight"])
    assert not begins_a_word("", "words") and not begins_a_word("ords", "words")


def test_the_help_and_the_keys_find_by_the_same_words(bench: Make) -> None:
    sought = ("reward", "attempt", "milestone")

    async def act(pilot: Pilot[None]) -> None:
        for words in sought:
            await pilot.press("question_mark")
            await opened(pilot, HelpScreen)
            await pilot.press("slash", *words)
            screen = await opened(pilot, HelpScreen)
            assert screen._text.sought == words
            assert "Say in figures and charts" in str(screen._text.render()), words
            screen.dismiss()
            await opened(pilot, Dashboard)

    bench(seed).run(act)
    for words in sought:
        found = [each.action.name for each in key_rows(actions(), {}, words) if each.action]
        assert "dashboard.insight" in found, words


def test_it_is_listed_in_groups_and_the_recent_first(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await choose(pilot, "Calendar of Walk")
        await opened(pilot, CalendarScreen)
        await pilot.press("escape")
        await opened(pilot, Dashboard)
        await choose(pilot, "Theme: unbroken-light")
        await until(pilot, lambda: len(kept_preferences().recent) == 2)
        await pilot.press("ctrl+p")
        palette = await opened(pilot, CommandPalette)
        await until(pilot, lambda: len(listed(pilot)) > 9)
        assert listed(pilot)[:4] == [
            "Recent",
            "Theme: unbroken-light",
            "Calendar of Walk",
            "Left to log",
        ]
        assert "Commands" in listed(pilot)
        assert palette.query_one(CommandList).highlighted == 1
        palette.query_one(Input).value = "walk"
        await until(pilot, lambda: listed(pilot)[:1] == ["Streaks"])
        await pilot.press("down", "up", "up")
        highlighted = palette.query_one(CommandList).highlighted
        assert highlighted != 0, "a heading is passed over"

    bench(seed).run(act)
    assert kept_preferences().recent == ("Theme: unbroken-light", "Calendar of Walk")


def test_each_setting_is_an_entry(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        commands = {each.title for each in bench_app(pilot).get_system_commands(pilot.app.screen)}
        assert {f"Setting: {title}" for title in LABELS.values()} <= commands
        for field, title in in_turn(0, [*LABELS.items()], 5):
            await choose(pilot, f"Setting: {title}")
            screen = await opened(pilot, SettingsScreen)
            assert screen.focused is screen.query_one(f"#{field}"), title
            screen.dismiss()
            await opened(pilot, Dashboard)

    bench(seed).run(act)
