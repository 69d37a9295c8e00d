"""Reminders while the app is open: one toast and the bell."""

from __future__ import annotations

from typing import Any, Final

from textual.screen import Screen

from unbroken.core.errors import Refusal, StoreError
from unbroken.engine.clock import Clock
from unbroken.tui.actions.background import in_background
from unbroken.tui.actions.page_loader import PageLoader
from unbroken.tui.engine_thread import EngineThread

_AT_FIRST: Final = 1.0
"""Seconds after the start at which is looked first: the first frame is in more of a hurry."""
_MINUTE: Final = 60.0
_SHOWN: Final = 20.0
"""Seconds for which a reminder is shown."""


class ReminderWatch:
    """Tells what comes, at the beginning of each minute; nothing that another program has sent."""

    def __init__(
        self, screen: Screen[Any], engine_thread: EngineThread, clock: Clock, pages: PageLoader
    ) -> None:
        self.screen = screen
        self._engine_thread, self._clock, self._pages = engine_thread, clock, pages

    def start(self) -> None:
        """Begins to look."""
        self.screen.set_timer(_AT_FIRST, self.look)

    def look(self) -> None:
        """Looks for reminders, where any streak has some, and again with the next minute."""
        now = self._clock()
        gone = now.second + now.microsecond / 1_000_000
        self.screen.set_timer(_MINUTE - gone + 0.05, self.look)
        if any(each.reminders for each in self._pages.page.streaks.values()):
            self.tell()

    @in_background(group="reminders")
    async def tell(self) -> None:
        """Shows what comes now, all of it at once."""
        try:
            reminders = await self._engine_thread.call(lambda engine: engine.remind())
        except (Refusal, StoreError):
            return  # what is wrong is told where something is asked for
        if reminders:
            app = self.screen.app
            app.bell()
            text = "\n".join(f"{each.name}: {each.text}" for each in reminders)
            app.notify(text, title="Reminder", timeout=_SHOWN, markup=False)
