"""What all nets share: an environment of their own, with nothing of the machine's in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshots.golden import NOW


@pytest.fixture(autouse=True)
def fixed_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A fixed clock, zone, width and home folder."""
    unset = ("UNBROKEN_OWNER", "UNBROKEN_PREFERENCES", "NO_COLOR", "PYTHONIOENCODING")
    for name in (*unset, "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("LANGUAGE", "C")
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setenv("UNBROKEN_DB", str(tmp_path / "u.db"))
    monkeypatch.setenv("UNBROKEN_NOW", NOW)
    monkeypatch.chdir(tmp_path)
