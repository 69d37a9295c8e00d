"""Pictures of the main screens in four sizes and both themes, kept as text.

Each app is opened once, and its window and theme are changed. A picture has the lines as they are
read, and below them their looks: runs of cells, each with the letter of what it looks like in the
dark and in the light theme. They are drawn anew like golden files, and looked at before they are
committed:

    UPDATE_GOLDEN=1 pytest tests/tui/test_screen_pictures.py && git diff tests/tui/pictures
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from itertools import groupby
from typing import Final

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.theme import Theme
from textual.widgets import Button

from snapshots.golden import check_golden
from tui.opening import (
    Open,
    changes,
    keys,
    log_form,
    month,
    plan,
    travelled,
    why,
)
from tui.quiet import draw_when_asked
from tui.support import NOW, Bench, SetClock, bench_app, dashboard, opened, press, settled, until
from unbroken.engine.api import Engine
from unbroken.tui.screens.dashboard import Dashboard
from unbroken.tui.screens.insight import InsightOfAllScreen, InsightScreen
from unbroken.tui.screens.keys import KeysScreen
from unbroken.tui.screens.notes import NotesScreen
from unbroken.tui.screens.review import ReviewScreen
from unbroken.tui.screens.settings import SettingsScreen
from unbroken.tui.screens.streak_editor import StreakEditor
from unbroken.tui.screens.sync_setup import SyncSetupScreen
from unbroken.tui.themes import DARK, LIGHT
from unbroken.tui.widgets.choice_field import ChoiceField
from unbroken.tui.widgets.form_field import Field
from unbroken.tui.widgets.row_picture import RowPicture

Make = Callable[..., Bench]

_SIZES: Final = [(40, 12), (80, 24), (120, 34), (200, 55)]
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZαβγδεζηθικλμνξοπρστυφχψω"


@pytest.fixture(autouse=True)
def drawing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies behind a dialog is drawn at every change; a screen by itself when it is looked at.

    A dialog keeps what it has drawn of that until it changes.
    """
    if request.node.callspec.params.get("name") not in _DIALOGS:
        draw_when_asked(monkeypatch)


async def streaks(pilot: Pilot[None]) -> None:
    """The list is what the app opens with."""


async def year(pilot: Pilot[None]) -> None:
    screen = await month(pilot)
    await pilot.press("y")
    await until(pilot, lambda: screen.yearly and screen.page is not None)


async def calendar_of_all(pilot: Pilot[None]) -> None:
    await month(pilot, "C")


async def one_of_all(pilot: Pilot[None]) -> None:
    screen = await month(pilot, "C")
    await pilot.press("down", "down")
    await until(pilot, lambda: screen.chosen_streak is not None)


async def editor(pilot: Pilot[None]) -> None:
    await pilot.press("n")
    screen = await opened(pilot, StreakEditor)
    await pilot.press(*"Stretch")
    picture = screen.query_one(RowPicture)
    await until(pilot, lambda: picture.row is not None and picture.row.name == "Stretch")


async def settings(pilot: Pilot[None]) -> None:
    await pilot.press("comma")
    screen = await opened(pilot, SettingsScreen)
    await until(pilot, lambda: screen.owners.option_count)


async def sync_setup(pilot: Pilot[None]) -> None:
    await pilot.press("comma")
    screen = await opened(pilot, SettingsScreen)
    await until(pilot, lambda: screen.query_one("#field-machines", Field).hint)
    screen.query_one("#machines", Button).press()
    form = await opened(pilot, SyncSetupScreen)
    form.query_one("#sealing", ChoiceField).value = "passphrase"
    await pilot.press(*"Sync")
    await settled(pilot)


async def keys_screen(pilot: Pilot[None]) -> None:
    await pilot.app.run_action("app.keys")
    await opened(pilot, KeysScreen)


async def one_insight(pilot: Pilot[None]) -> None:
    await pilot.press("i")
    screen = await opened(pilot, InsightScreen)
    await until(pilot, lambda: screen.view.lines)


async def all_insight(pilot: Pilot[None]) -> None:
    await pilot.press("I")
    screen = await opened(pilot, InsightOfAllScreen)
    await until(pilot, lambda: screen.listed.lines)
    await until(pilot, lambda: screen.view.lines or not screen.has_class("-above"))


def written(engine: Engine) -> None:
    for days, note in ((9, "A café in the rain"), (2, "on the train,\nand at home again")):
        engine.log("read", 5, at=NOW - timedelta(days), note=note)
    engine.skip("walk", NOW.date() - timedelta(5), NOW.date() - timedelta(4), reason="in bed")


async def notes(pilot: Pilot[None]) -> None:
    await bench_app(pilot)._engine_thread.call(written)
    await pilot.press("N")
    screen = await opened(pilot, NotesScreen)
    await until(pilot, lambda: screen.listed.found)


async def year_in_review(pilot: Pilot[None]) -> None:
    await pilot.press("Y")
    screen = await opened(pilot, ReviewScreen)
    await until(pilot, lambda: screen.view.lines)


SCREENS: Final[dict[str, Open]] = {
    "list": streaks,
    "month": month,
    "year": year,
    "calendar_of_all": calendar_of_all,
    "one_of_all": one_of_all,
    "editor": editor,
    "settings": settings,
    "sync_setup": sync_setup,
    "why": why,
    "log": log_form,
    "import": plan,
    "help": keys,
    "journal": changes,
    "keys": keys_screen,
    "insight": one_insight,
    "insight_of_all": all_insight,
    "notes": notes,
    "year_in_review": year_in_review,
}

_DIALOGS: Final = {"why", "log", "help"}

Cells = list[tuple[str, str]]
"""Signs, each with what it looks like."""


def cells_of(strip: Strip) -> Cells:
    """The cells of a line; the second one of a wide sign is empty."""
    cells: Cells = []
    for text, style, _ in strip:
        look = looks(style or Style())
        if text.isascii() and text.isprintable():
            cells += [(sign, look) for sign in text]
            continue
        for sign in text:
            width = cell_len(sign)
            if width:
                cells += [(sign, look), *([("", look)] * (width - 1))]
            elif cells:
                cells[-1] = (cells[-1][0] + sign, look)
    return cells


@cache
def looks(style: Style) -> str:
    """`#e0e0e0 on #101010 bold`."""
    names = ("bold", "dim", "italic", "underline", "reverse", "strike")
    given = [name for name in names if getattr(style, name)]
    ink, ground = (
        each.get_truecolor().hex if each else "-" for each in (style.color, style.bgcolor)
    )
    return " ".join([ink, "on", ground, *given])


async def drawn(pilot: Pilot[None], theme: Theme, size: tuple[int, int]) -> list[Cells]:
    """All that is on the screen, in a theme and a size."""
    pilot.app.theme = theme.name
    await pilot.resize_terminal(*size)
    await until(pilot, lambda: pilot.app.screen._compositor.size == size)
    if size == _SIZES[-1] and isinstance(pilot.app.screen, Dashboard | ModalScreen):
        await until(pilot, lambda: has_weeks(pilot))
        await pilot.pause()
        pilot.app.screen.refresh()  # a dialog keeps what it has drawn of the list
    await settled(pilot)
    await pilot.pause()
    return [cells_of(strip) for strip in pilot.app.screen._compositor.render_strips()]


def has_weeks(pilot: Pilot[None]) -> bool:
    """Whether the list, which may lie behind a dialog, has its last weeks below it."""
    screen = dashboard(pilot)
    return (
        bool(screen.query(".-above-weeks")) and screen.told is not None and bool(screen.told.weeks)
    )


def told(dark: list[Cells], light: list[Cells], letters: dict[str, str]) -> Iterator[str]:
    """A picture: its lines, and then their looks."""
    for line in dark:
        yield "".join(sign for sign, _ in line).rstrip()
    yield "-"
    for dark_line, light_line in zip(dark, light, strict=True):
        both = (f"{one[1]} | {two[1]}" for one, two in zip(dark_line, light_line, strict=True))
        runs = ((look, len(list(run))) for look, run in groupby(both))
        yield " ".join(
            f"{letters.setdefault(look, _LETTERS[len(letters)])}{count}" for look, count in runs
        )


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("name", SCREENS)
def test_pictures(bench: Make, name: str) -> None:
    async def act(pilot: Pilot[None]) -> str:
        await until(pilot, lambda: dashboard(pilot).told is not None)
        await SCREENS[name](pilot)
        pilot.app.clear_notifications()  # they go by themselves, sooner or later
        dark, light = [
            [await drawn(pilot, theme, size) for size in _SIZES] for theme in (DARK, LIGHT)
        ]
        letters: dict[str, str] = {}
        parts: list[str] = []
        for (width, height), one, two in zip(_SIZES, dark, light, strict=True):
            parts += [f"== {width}x{height}", *told(one, two, letters)]
        legend = [f"{letter} {look}" for look, letter in letters.items()]
        return "\n".join([*parts, "==", *legend, ""])

    picture = bench(travelled).run(act, _SIZES[-1])
    check_golden(f"../tui/pictures/{name}.txt", picture)


def ordinary(engine: Engine, clock: SetClock) -> None:
    """Streaks of each kind in the middle of their day, week and month, each with a chain."""
    clock.now = NOW - timedelta(30)
    engine.add("Read", aggregation_method="sum", unit="min", aggregation_target_value=20)
    engine.add("Walk", completion_target_value=60, color="orange")
    engine.add("Swim", aggregation_period="weekly", aggregation_target_value=2, color="yellow")
    engine.add("Letter", aggregation_period="monthly")
    engine.add("No sugar", goal="at_most", aggregation_target_value=0)
    engine.add("New")
    for day in range(30):
        clock.now = NOW - timedelta(30 - day)
        engine.log("read", 22)
        engine.log("walk")
        engine.log("swim")
        engine.log("letter")


@pytest.mark.parametrize("size", _SIZES)
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: str(theme.name))
def test_amber_is_for_what_cannot_wait(bench: Make, size: tuple[int, int], theme: Theme) -> None:
    made = bench(ordinary)

    async def amber(pilot: Pilot[None]) -> list[str]:
        found = []
        for line in await drawn(pilot, theme, size):
            words = "".join(
                sign for sign, look in line if look.startswith(str(theme.warning).lower())
            )
            found += [words.strip()] if words.strip() else []
        return found

    async def act(pilot: Pilot[None]) -> None:
        assert await amber(pilot) == []
        made.clock.now = NOW.replace(hour=21)
        dashboard(pilot).pages.reload()
        await settled(pilot)
        assert {row.name for row in dashboard(pilot).rows if row.state == "now"} == {"Read", "Walk"}
        assert any("now" in each for each in await amber(pilot))
        await press(pilot, "j")

    made.clock.now = NOW.replace(hour=12)
    made.run(act, size)
