"""Actions with their keys, as they are listed, searched, and checked when another key is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from textual.keys import format_key, key_to_character

from unbroken.core.text import unaccented, uncapitalised
from unbroken.tui.model.palette_titles import ALSO

GROUPS: Final = {
    "app": "Anywhere",
    "dashboard": "The streaks",
    "streaks": "The list of streaks",
    "notes": "Lists of notes",
    "calendar": "The calendar",
    "day": "The logs of a day",
    "editor": "The streak editor",
    "toggles": "Choices",
    "choice": "Lists of choices",
    "log": "Log with note",
    "amount": "Log an amount",
    "why": "Why",
    "insight": "Insight",
    "insights": "Insight of all",
    "written": "All notes",
    "review": "The year in review",
    "journal": "Changes",
    "settings": "Settings",
    "keys": "Keys",
    "people": "People",
    "person": "A person",
    "travels": "The travel log",
    "journey": "An entry of the travel log",
    "zones": "Time zones",
    "import": "Import",
    "files": "Paths of files",
    "export": "Export",
    "sync": "Setting up sync",
    "machines": "Machines",
    "dialog": "Every dialog",
    "help": "Help",
    "jump": "Jump mode",
    "confirm": "Questions",
    "which": "Which streak",
}
"""What the actions are about, by how their ids begin, in the order in which they are listed."""

_RESERVED: Final = {
    "ctrl+c": "says how to quit",
    "ctrl+q": "always quits",
    "ctrl+z": "belongs to the terminal",
    "ctrl+h": "is the same as backspace in many terminals",
    "ctrl+j": "is the same as enter in many terminals",
    "tab": "goes to the next field",
    "shift+tab": "goes to the field before",
    "escape": "goes back",
}
_WITH_TEXT: Final = frozenset(
    (
        "editor",
        "log",
        "amount",
        "person",
        "journey",
        "zones",
        "import",
        "export",
        "settings",
        "sync",
    )
)
"""What the ids of actions begin with that have to work while something is written."""
_EDITING: Final = frozenset(
    (
        *("backspace", "delete", "left", "right", "home", "end", "space", "enter"),
        *(f"ctrl+{letter}" for letter in "adefkuvwx"),
    )
)
"""Keys of a line of text."""


class KeyAction(NamedTuple):
    """An action: its id, what it does, and the keys that it has at first."""

    name: str
    does: str
    keys: tuple[str, ...]

    @property
    def group(self) -> str:
        """What it is about."""
        return GROUPS[self.name.partition(".")[0]]


class KeyRow(NamedTuple):
    """A line of the list: an action with its keys as they are shown, or a heading (None)."""

    action: KeyAction | None
    text: str


def key_rows(
    actions: Iterable[KeyAction], chosen: Mapping[str, tuple[str, ...]], sought: str = ""
) -> Iterator[KeyRow]:
    """The actions that have a text in their words or keys, each group below its heading."""
    text, heading = unaccented(sought.strip()), ""
    for action in actions:
        shown = keys_shown(chosen.get(action.name, action.keys))
        words = (action.group, action.does, shown, action.name, ALSO.get(action.name, ""))
        if text not in unaccented(" ".join(words)):
            continue
        if action.group != heading:
            heading = action.group
            yield KeyRow(None, heading)
        mark = "*" if action.name in chosen else " "
        yield KeyRow(action, f"{mark}{shown:<14} {action.does}")


def keys_shown(keys: Iterable[str]) -> str:
    """Keys as people know them: `^r`, `u`, `del`."""
    return " ".join(map(_shown, keys))


def _shown(key: str) -> str:
    """A key in letters, which every font has."""
    return "enter" if key == "enter" else format_key(key).replace("ctrl+", "^")


def refusal_of(
    action: KeyAction,
    key: str,
    chosen: Mapping[str, tuple[str, ...]],
    actions: Mapping[str, KeyAction],
    places: Iterable[Mapping[str, tuple[str, ...]]],
) -> str:
    """Why an action cannot have a key, in a sentence; empty where it can."""
    shown = keys_shown((key,))
    if key in _RESERVED and key not in action.keys:
        return f"{shown} cannot be given: it {_RESERVED[key]}."
    character = key_to_character(key)
    is_text = character is not None and character.isprintable()
    writing = action.name.partition(".")[0] in _WITH_TEXT and (is_text or key in _EDITING)
    if writing and key not in action.keys:
        return f"{shown} is for writing there; take one with ctrl or alt, or f2 to f12."
    for place in places:
        if action.name not in place:
            continue
        for name, keys in place.items():
            if name != action.name and key in chosen.get(name, keys) and key not in action.keys:
                other = actions[name]
                return f"{shown} is taken: {uncapitalised(other.does)}."
    return ""
