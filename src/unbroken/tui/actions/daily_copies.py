"""The copy of each day on which something is changed, also while the app stays open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.worker import Worker

from unbroken.core.errors import Refusal, StoreError
from unbroken.tui.engine_thread import EngineThread

if TYPE_CHECKING:
    from unbroken.engine.api import Engine


class DailyCopies:
    """Copies the database after the first change of a day, and when a day ends on which there was
    a change after that copy.
    """

    def __init__(self, app: App[Any], engine_thread: EngineThread) -> None:
        self._app, self._engine_thread = app, engine_thread
        self._uncopied = False

    def note_write(self) -> None:
        """This program has written to the database."""
        self._uncopied = True
        self.note_day_end()

    def note_day_end(self) -> None:
        """The day may have ended."""
        if self._uncopied:
            _: Worker[None] = self._app.run_worker(self._copy, group="copy")

    async def _copy(self) -> None:
        try:
            if await self._engine_thread.call(_copy_if_due):
                self._uncopied = False
        except (Refusal, StoreError):
            return  # leaving the app tries again, and says why it cannot be made


def _copy_if_due(engine: Engine) -> bool:
    """Makes the day's copy of the database where one is due; answers whether it has."""
    return engine.copy_is_due() and engine.daily_backup() is not None
