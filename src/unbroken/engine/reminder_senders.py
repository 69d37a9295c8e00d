"""What sends reminders by itself on this machine: a timer of systemd for this user, or a line of
their crontab.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from unbroken.core.typing import Final

UNIT: Final = "unbroken-remind"
"""What the units of systemd are called."""


def units_folder() -> Path:
    """Where the units of this user are."""
    config = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    return Path(config) / "systemd" / "user"


def cron_lines() -> list[str]:
    """The lines of this user's crontab that send reminders."""
    if shutil.which("crontab") is None:
        return []
    done = subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False)
    return [
        line
        for line in done.stdout.splitlines()
        if "unbroken" in line and line.rstrip().endswith(" remind") and line[:1] != "#"
    ]


def anything_sends() -> bool:
    """Whether any of them is there; whether it runs is not asked, which would take longer."""
    return (units_folder() / f"{UNIT}.timer").exists() or bool(cron_lines())
