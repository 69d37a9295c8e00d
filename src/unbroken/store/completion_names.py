"""The names in a database, read with as little as a press of TAB should cost.

The file is opened read-only and by itself: nothing is migrated, and no lock is waited for.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing

from unbroken.core.typing import Final

_STREAKS: Final = "SELECT activity_type, name FROM streaks"
_QUERIES: Final = {
    "streaks": f"{_STREAKS} WHERE status <> 'archived' ORDER BY position, id",
    "archived": f"{_STREAKS} WHERE status = 'archived' ORDER BY position, id",
    "groups": (
        "SELECT DISTINCT group_name, '' FROM streaks WHERE group_name IS NOT NULL ORDER BY 1"
    ),
    "owners": "SELECT name, '' FROM owners ORDER BY position, id",
}
KINDS: Final = tuple(_QUERIES)
"""What can be asked for."""


def load_names(path: str, kind: str) -> list[tuple[str, str]]:
    """Each name of a kind with what tells more of it; none where the file cannot be read now."""
    address = f"file:{_quoted(os.path.abspath(path))}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=0)) as connection:
            return connection.execute(_QUERIES[kind]).fetchall()
    except sqlite3.Error:
        return []


def _quoted(path: str) -> str:
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
