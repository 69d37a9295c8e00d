"""Changing the settings of a database."""

from __future__ import annotations

import json

from unbroken.core.errors import NotFound
from unbroken.core.results import Settings
from unbroken.core.text import one_line
from unbroken.engine.progress import Progress
from unbroken.engine.setting_definitions import SETTINGS
from unbroken.store import tables


class Configuration(Progress):
    """Changing settings."""

    def configure(self, key: str, text: str) -> Settings:
        """Gives a setting the value that a text says; an empty text gives it its default."""
        self._require_admin("change settings")
        setting = SETTINGS.get(key)
        if setting is None:
            known = ", ".join(SETTINGS)
            raise NotFound(f"There is no setting “{one_line(key)[:40]}”; there are {known}.")
        value = setting.read(text) if text else setting.default
        with self._changing(f"set {key}", journaled=setting.undoable) as change:
            data = json.dumps(value)
            if self.store.rows("SELECT 1 FROM settings WHERE key = ?", (key,)):
                change.update(tables.Setting, key, value=data)
            else:
                change.insert(tables.Setting, {"key": key, "value": data})
        return self.settings()
