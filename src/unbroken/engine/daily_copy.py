"""Where the copy of the day lies; asked after every command that writes, so it loads nothing."""

from __future__ import annotations

import os
from typing import Final

from unbroken.core.local_days import iso
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context

FOLDER: Final = "backups"
"""The folder of copies, beside the database."""
PREFIX: Final = "daily-"
"""How the names of the daily copies begin."""


def daily_copy(context: Context, caller: Caller) -> str:
    """Where today's copy of the database lies, or would lie."""
    folder = os.path.join(os.path.dirname(context.store.path), FOLDER)
    today = context.today(context.owner(caller))
    return os.path.join(folder, f"{PREFIX}{iso(today)}.db")


def copy_is_due(context: Context, caller: Caller) -> bool:
    """Whether something was changed since the database was opened, with no copy of today yet."""
    return context.store.has_written and not os.path.exists(daily_copy(context, caller))
