"""Text in the database that nobody cleaned: no screen passes it on to the terminal."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from textual.pilot import Pilot

from effort import in_turn
from tui.calendar_bench import board
from tui.support import NOW, Bench, SetClock, messages, press, until
from tui.test_doubled_keys import EVERYWHERE, Open, home
from tui.test_screens_look import month, travelled
from unbroken.engine.api import Engine

__all__ = ["home"]
Make = Callable[..., Bench]

NASTY: Final = (
    "\x1b]52;c;aGk=\x07\x1b[2Ja\x9b31mb\x01\x7f\u202eabc\u2066two\nlines\r\nof\u2028it\t"
    "[/]oops[@click=app.quit]x[/]\u200f"
)
FORBIDDEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)

SIZES: Final = ((140, 40), (60, 20))
"""In the run of every day, each screen has one of them, in turn."""


def crowded(engine: Engine, clock: SetClock) -> None:
    """All there is that has text of people in it."""
    travelled(engine, clock)
    clock.now = NOW
    engine.edit("walk", group="Out", description="Far", unit="km")
    engine.log("walk", at=NOW - timedelta(hours=2), note="by the river")
    engine.skip("cafe", NOW.date() - timedelta(1), reason="ill")
    engine.add_owner("Ana")


def spoil(path: Path, text: str = NASTY) -> None:
    """Puts a text wherever people's text stands, past everything that cleans it."""
    places = {
        "owners": ("name",),
        "streaks": ("name", "description", "unit", "group_name"),
        "milestones": ("title",),
        "logs": ("note",),
        "skips": ("reason",),
        "changes": ("label",),
    }
    with sqlite3.connect(path) as file:
        for table, columns in places.items():
            for column in columns:
                file.execute(f"UPDATE {table} SET {column} = {column} || ?", (text,))
    file.close()


def check(pilot: Pilot[None]) -> None:
    """Nothing on the screen could steer the terminal."""
    for strip in pilot.app.screen._compositor.render_strips():
        for segment in strip:
            assert not FORBIDDEN.search(segment.text), repr(segment.text)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("show", "size"),
    [
        pytest.param(show, size, id=f"{show.__name__}-{size[0]}x{size[1]}")
        for number, show in enumerate(EVERYWHERE)
        for size in in_turn(number, SIZES)
    ],
)
def test_a_screen(bench: Make, tmp_path: Path, show: Open, size: tuple[int, int]) -> None:
    made = bench(crowded)
    spoil(tmp_path / "0.db")

    async def act(pilot: Pilot[None]) -> None:
        check(pilot)
        await show(pilot)
        await pilot.pause(0.05)
        check(pilot)
        assert pilot.app.is_running

    made.run(act, size=size)


def test_what_is_told(bench: Make, tmp_path: Path) -> None:
    """Notifications, refusals and questions too."""
    made = bench(crowded)
    spoil(tmp_path / "0.db")
    told: list[str] = []

    async def act(pilot: Pilot[None]) -> None:
        for key in ("p", "1", "p", "a", "v", "v", "v", "u", "u", "u", "s", "s"):
            await press(pilot, key)
            await pilot.pause(0.02)
            check(pilot)
            told.extend(messages(pilot))  # which go by themselves
            await pilot.press("escape")
        assert any("oops" in each for each in told)
        assert not any(FORBIDDEN.search(each.replace("\n", "")) for each in told)

    made.run(act, size=(140, 40))


def test_a_row_with_such_a_name_is_logged_all_the_same(bench: Make, tmp_path: Path) -> None:
    made = bench(crowded)
    spoil(tmp_path / "0.db")

    async def act(pilot: Pilot[None]) -> None:
        await month(pilot)
        await until(pilot, lambda: board(pilot).page is not None)
        await pilot.press("escape")
        await press(pilot, "3")
        check(pilot)

    made.run(act)
