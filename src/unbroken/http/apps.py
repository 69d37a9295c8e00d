"""The databases of the apps: made on first use, opened as needed, closed when idle."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from pathlib import Path
from time import monotonic
from typing import Final

from unbroken.engine.api import Engine, open_engine
from unbroken.engine.callers import ADMIN
from unbroken.engine.clock import Clock
from unbroken.http.app_thread import AppThread

MOST_OPEN: Final = 64
"""Apps whose files are open at once."""
IDLE_SECONDS: Final = 60.0
LOCK_SECONDS: Final = 5.0
"""For how long another program's lock is waited for."""


class Apps:
    """One database file an app, `APP.db` in a folder; or one's own database as the only app."""

    def __init__(self, folder: Path, clock: Clock, own: Path | None = None) -> None:
        self._folder = folder
        self._clock = clock
        self._own = own
        self._open: OrderedDict[str, AppThread] = OrderedDict()

    def __len__(self) -> int:
        return len(self._open)

    def path(self, app_id: str) -> Path:
        """Where an app's database lies, or will lie."""
        return self._own or self._folder / f"{app_id}.db"

    def thread(self, app_id: str) -> AppThread:
        """The threads of an app, which must be one that is known."""
        name = "own" if self._own else app_id
        thread = self._open.pop(name, None) or AppThread(
            name, lambda: self._engine(app_id), self.path(app_id)
        )
        if len(self._open) >= MOST_OPEN:  # of the others, since this one is asked next
            self._close_idle(len(self._open) + 1 - MOST_OPEN)
        self._open[name] = thread
        return thread

    def close_idle(self) -> None:
        """Closes what was not used for a minute."""
        since = monotonic() - IDLE_SECONDS
        self._close_idle(sum(each.used_at < since for each in self._open.values()))

    async def close(self) -> None:
        """Finishes what was accepted, and closes everything."""
        threads = list(self._open.values())
        self._open.clear()
        await asyncio.gather(*(each.closed() for each in threads))

    def waiting(self) -> int:
        """How many writes wait in all."""
        return sum(each.waiting for each in self._open.values())

    def _close_idle(self, most: int) -> None:
        """Closes at most so many, those that were not used the longest."""
        idle = [name for name, thread in self._open.items() if thread.is_idle]
        for name in idle[:most]:
            self._open.pop(name).close()

    def _engine(self, app_id: str) -> Engine:
        engine = open_engine(
            self.path(app_id),
            caller=ADMIN,
            clock=self._clock,
            timeout=LOCK_SECONDS,
            first_owner=self._own is not None,
        )
        engine.is_used_by("service")
        return engine
