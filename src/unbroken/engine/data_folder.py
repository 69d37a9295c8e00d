"""Where the database lies if nobody says otherwise; by itself, since a press of TAB asks for it."""

from __future__ import annotations

import os


def default_path() -> str:
    """The database in the platform's user data directory."""
    from platformdirs import user_data_dir  # its import is felt where a path is given

    return os.path.join(user_data_dir("unbroken", appauthor=False), "unbroken.db")
