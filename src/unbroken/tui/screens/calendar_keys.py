"""The keys of the calendar."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType


def _key(key: str, action: str, said: str, *, show: bool = False) -> Binding:
    return Binding(key, action, action, show=show, id=f"calendar.{action}", tooltip=said)


CALENDAR_KEYS: Final[list[BindingType]] = [
    _key("space", "log", "Log on the chosen day", show=True),
    _key("space", "fill", "Log on each day marked", show=True),
    _key("escape", "back", "Clear the mark, or go back", show=True),
    _key("t", "today", "Go to the present day"),
    _key("y", "year", "Show the whole year, or back", show=True),
    _key("x", "delete", "Delete a log"),
    _key("s", "skip", "Skip the day or the range, or take that back"),
    _key("m", "mark", "Mark where a range begins; space fills it, s skips it"),
    _key("u", "undo", "Take back the last change"),
    _key("ctrl+r", "redo", "Do again what was taken back"),
    _key("p", "pause", "Pause the streak, or resume it"),
    Binding(
        "comma",
        "app.settings",
        "settings",
        show=False,
        id="calendar.settings",
        tooltip="People, zones, looks, backups",
    ),
]
