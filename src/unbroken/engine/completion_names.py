"""The names that a command line can be completed with, read without opening the engine."""

from __future__ import annotations

import os

from unbroken.core.typing import Final
from unbroken.engine.data_folder import default_path
from unbroken.store.completion_names import KINDS as STORED
from unbroken.store.completion_names import load_names

KINDS: Final = (*STORED, "zones")


def names(kind: str, path: str | None) -> list[tuple[str, str]]:
    """Each name of a kind with what tells more of it: the name of a streak beside its key.

    `path` is the database; without one, the one that is used if nobody says otherwise. Nothing is
    made or changed, and a database that cannot be read has no names.
    """
    if kind == "zones":
        from unbroken.engine.zones import zone_names  # reads a folder of some hundred files

        return [(name, "") for name in sorted(zone_names())]
    return load_names(path or os.environ.get("UNBROKEN_DB") or default_path(), kind)
