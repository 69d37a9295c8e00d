"""The keys of the dashboard, and which of them are in force."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType

from unbroken.tui.model.streak_row import Row
from unbroken.tui.widgets.key_line import KeyOrder

_ABOUT_ONE: Final = (
    "calendar",
    "edit",
    "archive",
    "pause",
    "remove",
    "skip",
    "log_form",
    "why",
    "insight",
    "timer",
    "copy",
)
ABOUT_A_ROW: Final = (*_ABOUT_ONE, "move_down", "move_up")
"""The actions that need a row under the cursor."""


def _key(key: str, action: str, word: str, said: str) -> Binding:
    return Binding(key, action, word, show=False, id=f"dashboard.{action}", tooltip=said)


DASHBOARD_KEYS: Final[list[BindingType]] = [
    _key("u", "undo", "undo", "Take back the last change"),
    _key("l", "log_form", "log…", "Log with amount, time and note"),
    _key("T", "timer", "timer", "Start a timer for the streak, or stop it and log"),
    _key("ctrl+r", "redo", "redo", "Do again what was taken back"),
    _key("U", "journal", "changes", "List what was changed, to take it back"),
    _key("c", "calendar", "calendar", "Show the days of the chosen streak"),
    _key("C", "calendar_of_all", "calendar of all", "Show the days of all streaks"),
    _key("i", "insight", "insight", "Say in figures and charts how the chosen streak goes"),
    _key("I", "insight_of_all", "insight of all", "Compare the figures of all streaks"),
    _key("N", "notes", "notes", "List all that was written down, newest first"),
    _key("Y", "review", "year in review", "Show the year in review, of all streaks"),
    _key("s", "skip", "skip", "Skip today, or take that back; more in the calendar"),
    _key("w", "why", "why", "Say why the streak stands as it does"),
    _key("y", "copy", "copy", "Copy how the chosen streak stands"),
    _key("n", "new", "new", "Make a streak"),
    _key("e", "edit", "edit", "Change the chosen streak's rules"),
    _key("a", "archive", "archive", "Archive the chosen streak, or bring it back"),
    _key("p", "pause", "pause", "Pause the chosen streak, or resume it"),
    _key("D,delete", "remove", "remove", "Remove the chosen streak with its logs"),
    _key("J,shift+down", "move_down", "move down", "Move the streak down in your own order"),
    _key("K,shift+up", "move_up", "move up", "Move the streak up in your own order"),
    _key("o", "order", "order", "Change the order: most urgent first, your own, by name"),
    _key("v", "view", "view", "Change the view: all, due, archived"),
    _key("slash", "filter", "filter", "Show only names and notes that have what you type"),
    _key("escape", "clear_filter", "show all", "Show all streaks again"),
    Binding(
        "ctrl+o",
        "app.import_data",
        "import",
        show=False,
        id="dashboard.import",
        tooltip="Bring in a file of another tracker, or of Unbroken",
    ),
    Binding(
        "d",
        "app.demo",
        "demo",
        show=False,
        id="dashboard.demo",
        tooltip="Look at a made-up year; your streaks stay as they are",
    ),
    _key("comma", "settings", "settings", "Settings: themes, time zones, people, backups"),
]


KEY_ORDER: Final = KeyOrder(
    (
        "streaks.log",
        *("dashboard.log_form", "dashboard.new", "dashboard.edit", "dashboard.calendar"),
        *("dashboard.why", "dashboard.skip", "dashboard.filter", "dashboard.clear_filter"),
        *("dashboard.undo", "app.commands", "app.help"),
    ),
    (
        *("streaks.log", "dashboard.new", "dashboard.why", "dashboard.calendar"),
        *("dashboard.undo", "app.commands", "dashboard.log_form", "dashboard.edit"),
        *("dashboard.filter", "dashboard.skip"),
    ),
)
"""What the last line shows."""
KEYS_OF_ARCHIVED: Final = KeyOrder(
    (
        *("dashboard.archive", "dashboard.calendar", "dashboard.view", "dashboard.clear_filter"),
        *("app.commands", "app.help"),
    ),
    ("dashboard.archive", "dashboard.view", "dashboard.calendar", "app.commands"),
)
"""The same while what is archived is listed."""
KEYS_TO_BEGIN: Final = KeyOrder(
    ("dashboard.new", "dashboard.import", "dashboard.demo", "app.help"),
    ("dashboard.new", "dashboard.import", "dashboard.demo"),
)
"""The same while there is no streak."""


HELP_GROUPS: Final = (
    (
        "The chosen streak",
        (
            *("streaks.log", "dashboard.log_form", "dashboard.timer"),
            *(
                "dashboard.skip",
                "dashboard.why",
                "dashboard.insight",
                "dashboard.calendar",
                "dashboard.edit",
                "dashboard.copy",
            ),
            "dashboard.pause",
            *("dashboard.archive", "dashboard.remove", "dashboard.move_down", "dashboard.move_up"),
        ),
    ),
    (
        "All streaks",
        (
            *(f"streaks.log_{number}" for number in range(1, 10)),
            *("dashboard.new", "dashboard.calendar_of_all", "dashboard.insight_of_all"),
            *("dashboard.notes", "dashboard.review"),
            *("dashboard.import", "dashboard.demo", "dashboard.settings"),
        ),
    ),
    (
        "The list",
        (
            *("dashboard.filter", "dashboard.clear_filter", "dashboard.order", "dashboard.view"),
            "streaks.fold",
        ),
    ),
    ("Changes", ("dashboard.undo", "dashboard.redo", "dashboard.journal")),
)
"""What the help lists together."""


def needs_a_row(name: str) -> bool:
    """Whether the key with that id is about a row: of this screen, or to log one in the list."""
    place, _, action = name.partition(".")
    if place == "streaks":
        return action.startswith("log") or action == "fold"
    return place == "dashboard" and action in ABOUT_A_ROW


def action_state(action: str, row: Row | None) -> bool | None:
    """Whether an action that needs a row is offered (True), dimmed (None) or hidden (False): on a
    folded heading only moving is left.
    """
    if row is None:
        return False
    return None if row.folded and action in _ABOUT_ONE else True
