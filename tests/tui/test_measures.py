"""What is promised of every screen, measured on what is drawn: whole words, and ink one can read.

One app a part of the screens, each screen in sizes from 30x10 to 200x55 and in all themes. In the
run of every day a screen has one of the sizes, in turn; in the deep one all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import available_timezones

import pytest
from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.strip import Strip

import unbroken
from effort import in_turn
from tui import opening, test_screen_pictures
from tui.support import Bench, dashboard, settled, until
from tui.test_screen_pictures import SCREENS
from tui.test_themes import contrast
from unbroken.tui.screens.streak_editor import StreakEditor
from unbroken.tui.themes import THEMES
from unbroken.wording.dates import MONTHS
from unbroken.wording.symbols import ASCII, UNICODE, Shapes

Make = Callable[..., Bench]

SIZES: Final = [
    *((30, 10), (40, 12), (60, 18), (72, 20), (80, 24), (100, 30)),
    *((116, 34), (124, 36), (140, 40), (174, 44), (200, 55)),
]
ALL: Final = [
    *SCREENS.values(),
    *(s for s in opening.SCREENS if s not in SCREENS.values()),
]
_PARTS: Final = 4
_KEYS: Final = {"esc", "pgup", "pgdn", "del"}
"""How keys are called in few cells."""
_SHORT: Final = 3
"""Letters of the short names of days and months; of days two are enough."""


@cache
def vocabulary() -> frozenset[str]:
    """Each word that the app has, and those of the streaks that are shown here."""
    package = Path(unbroken.__path__[0])
    tests = [Path(module.__file__ or "") for module in (opening, test_screen_pictures)]
    files = [*package.rglob("*.py"), *tests, Path(__file__).with_name("support.py")]
    words = set(re.findall(r"[^\W\d_]+", "\n".join(each.read_text("utf-8") for each in files)))
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    short = {name[:letters] for name in (*days, *MONTHS) for letters in (2, _SHORT)}
    zones = re.findall(r"[^\W\d_]+", " ".join(available_timezones()))
    return frozenset(word.casefold() for word in words | short | _KEYS | set(zones))


def front(pilot: Pilot[None]) -> list[Strip]:
    """What lies in front: of a dialog only its box, as the rest is dimmed."""
    screen = pilot.app.screen
    strips = screen._compositor.render_strips()
    if not isinstance(screen, ModalScreen):
        return strips
    boxes = [*screen.query(".box"), *screen.query("CommandPalette > Vertical")]
    region = boxes[0].region if boxes else Region(0, 0, *screen.size)
    region = region.intersection(Region(0, 0, *screen.size))
    return [strips[y].crop(region.x, region.right) for y in range(region.y, region.bottom)]


def cut_words(strips: list[Strip]) -> Iterator[str]:
    """The words that are only a part of one, and are not told to be that by an ellipsis."""
    for strip in strips:
        for found in re.finditer(r"[^\W\d_]{2,}…?", strip.text):
            word = found.group()
            is_head = set(word) <= set("SMTWF")  # the weekdays above the days of a month
            if not (is_head or word.endswith("…") or word.casefold() in vocabulary()):
                yield f"{word} in {strip.text.strip()}"


def unnamed_keys(strips: list[Strip]) -> Iterator[str]:
    """Actions that a text names in place of their keys (`tui/keys_in_force`)."""
    for strip in strips:
        yield from re.findall(r"<[a-z]+\.[a-z_0-9]+!?>", strip.text)


def pale_words(strips: list[Strip]) -> Iterator[str]:
    """The texts that have less contrast than 4.5:1."""
    for strip in strips:
        for text, style, _ in strip:
            if style is not None and any(map(str.isalnum, text)) and not readable(style):
                yield f"{text.strip()} ({style})"


@cache
def readable(style: Style) -> bool:
    """Whether a text in that style can be read."""
    ink, ground = style.color, style.bgcolor
    if ink is None or ground is None:
        return True
    pair = [Color.from_rich_color(each) for each in (ink, ground)]
    return contrast(*pair) >= 4.5 or style.reverse is True


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("part", range(_PARTS))
def test_words_are_whole_and_can_be_read(bench: Make, part: int) -> None:
    async def act(pilot: Pilot[None]) -> None:
        first = dashboard(pilot)
        faults = set()
        themes = [*THEMES]
        for number, show in [*enumerate(ALL)][part::_PARTS]:
            await pilot.resize_terminal(80, 24)
            await pilot.press("g")
            await show(pilot)
            for size in in_turn(number, SIZES):
                await pilot.resize_terminal(*size)
                await until(pilot, lambda: pilot.app.screen._compositor.size == size)  # noqa: B023
                themes.reverse()  # the first is the one that the app has by now
                for theme in themes:
                    pilot.app.theme = theme.name
                    await pilot.pause()
                    await pilot.pause()
                    strips = front(pilot)
                    where = f"{show.__name__} {size[0]}x{size[1]} {theme.name}"
                    faults |= {f"{where}: {each}" for each in pale_words(strips)}
                    faults |= {f"{where}: {each}" for each in cut_words(strips)}
                    faults |= {f"{where}: {each}" for each in unnamed_keys(strips)}
            while pilot.app.screen is not first:
                asked = isinstance(pilot.app.screen_stack[-2], StreakEditor)
                await pilot.press("y" if asked else "escape")
            await settled(pilot)
        assert not faults, "\n".join(sorted(faults))

    bench(opening.travelled).run(act)


@pytest.mark.parametrize("shapes", [UNICODE, ASCII])
def test_each_state_has_a_shape_of_its_own(shapes: Shapes) -> None:
    """So none is told by its colour alone."""
    told = ("met", "over", "partial", "low", "missed", "skipped", "open", "tie", "future")
    assert len({shapes.of_state(state) for state in told}) == len(told)
    assert len({shapes.now, *(shapes.of_state(state) for state in told)}) == len(told) + 1
