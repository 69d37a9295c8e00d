"""The settings there are: what each may be, and reading them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from unbroken.core.text import activity_type_of, one_line
from unbroken.engine.errors import Refusal
from unbroken.store.database import Store


class Setting(NamedTuple):
    """A setting: its default, how its text is read, and what it means in words."""

    default: Any
    read: Callable[[str], Any]
    meaning: str
    undoable: bool = True
    """False for what concerns only how the app looks: undo takes back what people did."""


def _on_or_off(text: str) -> bool:
    if text not in ("on", "off"):
        raise Refusal("bad_setting", "That is either on or off.")
    return text == "on"


def _types(text: str) -> list[str]:
    return sorted({activity_type_of(part) for part in text.split(",") if part.strip()})


def _symbols(text: str) -> str:
    if text not in ("unicode", "ascii"):
        raise Refusal("bad_setting", "The symbols are either unicode or ascii.")
    return text


SETTINGS: Final = {
    "activity_types": Setting(
        [], _types, "activity types that logging may make streaks for; empty for any"
    ),
    "backups": Setting(
        True, _on_or_off, "on, or off for no daily copies beside the database", False
    ),
    "symbols": Setting(
        "unicode", _symbols, "unicode, or ascii where the font lacks the shapes", False
    ),
    "theme": Setting("unbroken-dark", one_line, "the app's theme", False),
    "declined_zone": Setting(
        "", one_line, "the machine's zone that was asked about and not moved to", False
    ),
}


def read_setting(store: Store, key: str) -> Any:
    """A setting's value, or its default."""
    rows = store.rows("SELECT value FROM settings WHERE key = ?", (key,))
    if not rows:
        return SETTINGS[key].default
    import json

    return json.loads(rows[0][0])
