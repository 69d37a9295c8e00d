"""Settings of a database, each with what it may be."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from unbroken.core.text import activity_type_of, one_line
from unbroken.engine.desk import Desk
from unbroken.engine.errors import NotFound, Refusal
from unbroken.engine.results import Settings
from unbroken.store.database import Store
from unbroken.store.models import Setting as SettingRow


class Setting(NamedTuple):
    """A setting: its default, how its text is read, and what it means in words."""

    default: Any
    read: Callable[[str], Any]
    meaning: str


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
    "symbols": Setting("unicode", _symbols, "unicode, or ascii where the font lacks the shapes"),
    "theme": Setting("unbroken-dark", one_line, "the app's theme"),
}


def read_setting(store: Store, key: str) -> Any:
    """A setting's value, or its default."""
    rows = store.rows("SELECT value FROM settings WHERE key = ?", (key,))
    return json.loads(rows[0][0]) if rows else SETTINGS[key].default


class Configuration(Desk):
    """Reading and changing settings."""

    def settings(self) -> Settings:
        """Every setting."""
        self._owner_id()
        with self.store.reading():
            return {key: read_setting(self.store, key) for key in SETTINGS}

    def configure(self, key: str, text: str) -> Settings:
        """Gives a setting the value that a text says; an empty text gives it its default."""
        self._require_admin("change settings")
        setting = SETTINGS.get(key)
        if setting is None:
            known = ", ".join(SETTINGS)
            raise NotFound(f"There is no setting “{one_line(key)[:40]}”; there are {known}.")
        value = setting.read(text) if text else setting.default
        with self._changing(f"set {key}") as change:
            data = json.dumps(value)
            if self.store.rows("SELECT 1 FROM settings WHERE key = ?", (key,)):
                change.update(SettingRow, key, value=data)
            else:
                change.insert(SettingRow, {"key": key, "value": data})
        return self.settings()
