"""The keys of the calendar."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType

from unbroken.tui.widgets.key_line import KeyOrder


def _key(key: str, action: str, said: str, word: str = "") -> Binding:
    return Binding(key, action, word or action, show=False, id=f"calendar.{action}", tooltip=said)


CALENDAR_KEYS: Final[list[BindingType]] = [
    _key("space", "log", "Log on the chosen day"),
    _key("space", "fill", "Log on each day marked"),
    _key("escape", "back", "Clear the mark, or go back"),
    _key("t", "today", "Go to the present day"),
    _key("y", "year", "Show the whole year, or back"),
    _key("x", "delete", "Delete a log"),
    _key("s", "skip", "Skip the day or the range, or take that back"),
    _key("m", "mark", "Begin a range here, to log on it or skip it"),
    _key("u", "undo", "Take back the last change"),
    _key("ctrl+r", "redo", "Do again what was taken back"),
    _key("w", "why", "Say what was judged of the day, and what came of it"),
    _key("p", "pause", "Pause the streak, or resume it"),
    Binding(
        "comma",
        "app.settings",
        "settings",
        show=False,
        id="calendar.settings",
        tooltip="Settings: themes, time zones, people, backups",
    ),
]

HELP_GROUPS: Final = (
    (
        "The chosen day",
        (
            *("calendar.open", "calendar.log", "calendar.fill", "calendar.skip"),
            *("calendar.mark", "calendar.delete"),
        ),
    ),
    ("Changes", ("calendar.undo", "calendar.redo")),
)
"""What the help lists together."""

KEY_ORDER: Final = KeyOrder(
    (
        *("calendar.open", "day.edit", "calendar.log", "calendar.fill", "day.delete"),
        *("calendar.delete", "calendar.skip", "calendar.mark", "calendar.today"),
        *(
            "calendar.why",
            "calendar.year",
            "day.copy",
            "calendar.undo",
            "calendar.back",
            "app.commands",
            "app.help",
        ),
    ),
    (
        *("calendar.log", "calendar.fill", "calendar.open", "day.edit", "calendar.year"),
        *("calendar.undo", "calendar.why", "day.delete", "calendar.skip", "calendar.step_down"),
        *("calendar.mark", "calendar.delete", "calendar.today", "app.commands"),
    ),
)
"""What the last line shows."""
KEYS_OF_ROWS: Final = KeyOrder(("calendar.step_down", *KEY_ORDER.places), KEY_ORDER.needed)
"""The same where each streak has a row."""
