"""Reading what other machines have written, and writing for them, while the app is open."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, Final

from textual.screen import Screen

from unbroken.core.errors import Refusal, StoreError
from unbroken.core.reports import Synced
from unbroken.engine.api import Engine
from unbroken.tui.actions.background import in_background
from unbroken.tui.engine_thread import EngineThread

_AT_FIRST: Final = 0.5
"""Seconds after the start at which is read first: the first frame is in more of a hurry."""
_EVERY: Final = 30.0
_SHOWN: Final = 20.0
"""Seconds for which is told what was settled."""


class FolderWatch:
    """Reads the folder at the start, every half minute, and when the app gets the focus.

    It writes into it after each change. Both are done beside the engine's own thread, so that no
    key waits for a folder that is slow or far away. What comes makes the screens read anew, as a
    change by another program does. A database that is not synced is left alone, until it is.
    """

    def __init__(self, screen: Screen[Any], engine_thread: EngineThread) -> None:
        self.screen = screen
        self._engine_thread = engine_thread
        self._begun = self._reading = self._again = self._sends = False
        self._fault: str | None = None

    def start(self) -> None:
        """Begins to read, where the database is synced."""
        self.screen.set_timer(_AT_FIRST, self.begin)

    def begin(self) -> None:
        """Reads for the first time, and goes on reading."""
        self._begun = True
        self.screen.set_interval(_EVERY, self.read)
        self.screen.watch(self.screen.app, "app_focus", self.read, init=False)
        self.read()

    def look_whether_synced(self) -> None:
        """Reads, where syncing may have been set up just now."""
        if self._begun and not self._sends:
            self.read()

    async def _is_synced(self) -> bool:
        """Whether there is a folder by now; from then on changes are written beside the engine."""
        if not await self._engine_thread.call(lambda engine: engine.is_synced_by_now()):
            return False
        if not self._sends:
            self._sends, loop = True, asyncio.get_running_loop()

            def on_unsent() -> None:
                with suppress(RuntimeError):  # the app has ended: it is written as that closes
                    loop.call_soon_threadsafe(self.read)

            await self._engine_thread.leave_sending(on_unsent)
        return True

    def read(self) -> None:
        """Writes and reads; where that is being done, once more after it."""
        self._again = self._reading
        if not self._reading:
            self._reading = True
            self._read()

    @in_background(group="folder")
    async def _read(self) -> None:
        try:
            if not await self._is_synced():
                return
            beside = await self._engine_thread.beside()
            found, fault = await beside.call(_news)
        except (Refusal, StoreError):
            return  # what is wrong is told where something is asked for
        finally:
            self._reading = False
            if self._again:
                self.read()
        app = self.screen.app
        for sentence in () if found is None else found.settled:
            app.notify(sentence, title="Other machines", timeout=_SHOWN, markup=False)
        if fault is not None and fault != self._fault:
            app.notify(f"Kept here, and synced later: {fault}", severity="warning", markup=False)
        self._fault = fault


def _news(engine: Engine) -> tuple[Synced | None, str | None]:
    """What has come, and why the folder could not be told of what was changed."""
    fault = engine.sync_write()
    return engine.sync_read(), fault
