"""A database with text that nobody cleaned, and a look whether any of it gets to the terminal."""

from __future__ import annotations

import re
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Final

from textual.pilot import Pilot

from tui.opening import travelled
from tui.support import NOW, SetClock
from unbroken.engine.api import Engine

NASTY: Final = (
    "\x1b]52;c;aGk=\x07\x1b[2Ja\x9b31mb\x01\x7f\u202eabc\u2066two\nlines\r\nof\u2028it\t"
    "[/]oops[@click=app.quit]x[/]\u200f"
)
FORBIDDEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


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


def check_text(pilot: Pilot[None]) -> None:
    """Nothing on the screen could steer the terminal."""
    for strip in pilot.app.screen._compositor.render_strips():
        for segment in strip:
            assert not FORBIDDEN.search(segment.text), repr(segment.text)
