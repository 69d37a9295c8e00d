"""Where the database lies if nobody says otherwise; by itself, since a press of TAB asks for it."""

from __future__ import annotations

import os
import sys


def default_path() -> str:
    """The database in the platform's user data directory."""
    given = os.environ.get("XDG_DATA_HOME")
    if sys.platform == "linux" and given is None and "ANDROID_DATA" not in os.environ:
        return os.path.expanduser("~/.local/share/unbroken/unbroken.db")
    from platformdirs import user_data_dir  # takes as long to load as a command

    return os.path.join(user_data_dir("unbroken", appauthor=False), "unbroken.db")
