"""Reading what other machines have written, while the app is open."""

from __future__ import annotations

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

    What comes makes the screens read anew, as a change by another program does. A database that
    is not synced is left alone.
    """

    def __init__(self, screen: Screen[Any], desk: EngineThread) -> None:
        self.screen = screen
        self._desk = desk
        self._reading = False
        self._fault: str | None = None

    def start(self) -> None:
        """Begins to read, where the database is synced."""
        self.screen.set_timer(_AT_FIRST, self.begin)

    @in_background(group="folder")
    async def begin(self) -> None:
        """Reads for the first time, and goes on reading."""
        if await self._desk.call(lambda engine: engine.is_synced):
            self.screen.set_interval(_EVERY, self.read)
            self.screen.watch(self.screen.app, "app_focus", self.read, init=False)
            self.read()

    def read(self) -> None:
        """Reads, unless it is being done."""
        if not self._reading:
            self._reading = True
            self._read()

    @in_background(group="folder")
    async def _read(self) -> None:
        try:
            found, fault = await self._desk.call(_news)
        except (Refusal, StoreError):
            return  # what is wrong is told where something is asked for
        finally:
            self._reading = False
        app = self.screen.app
        for sentence in () if found is None else found.settled:
            app.notify(sentence, title="Other machines", timeout=_SHOWN, markup=False)
        if fault is not None and fault != self._fault:
            app.notify(f"Kept here, and synced later: {fault}", severity="warning", markup=False)
        self._fault = fault


def _news(engine: Engine) -> tuple[Synced | None, str | None]:
    """What has come, and why the folder could not be told of the last change."""
    return engine.sync_read(), engine.unsent_since
