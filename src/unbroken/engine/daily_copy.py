"""Where the copy of the day lies; asked after every command that writes, so it loads nothing."""

from __future__ import annotations

import os

from unbroken.core.local_days import iso
from unbroken.core.typing import Final
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context

FOLDER: Final = "backups"
"""The folder of copies, beside the database."""
_USUAL: Final = "unbroken"
"""The stem of a database whose copies are called by the day alone."""


def copies_prefix(stem: str) -> str:
    """How the names of a database's daily copies begin: databases of one folder have their own."""
    return "daily-" if stem == _USUAL else f"{stem}-daily-"


def daily_copy(context: Context, caller: Caller) -> str:
    """Where today's copy of the database lies, or would lie: beside the file itself, not a link."""
    folder, name = os.path.split(os.path.realpath(context.store.path))
    today = context.today(context.owner(caller))
    prefix = copies_prefix(os.path.splitext(name)[0])
    return os.path.join(folder, FOLDER, f"{prefix}{iso(today)}.db")


def copy_is_due(context: Context, caller: Caller) -> bool:
    """Whether something was changed since the database was opened, with no copy of today yet."""
    return context.store.has_written and not os.path.exists(daily_copy(context, caller))
