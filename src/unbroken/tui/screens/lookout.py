"""A screen that looks out for what makes it outdated: other programs, and the clock."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from textual import work
from textual.screen import Screen, ScreenResultType
from textual.timer import Timer

from unbroken.engine.clock import Clock
from unbroken.engine.errors import Refusal, StoreError
from unbroken.tui.engine_thread import EngineThread

_LOOK_EVERY: Final = 1.0


class Lookout(Screen[ScreenResultType]):
    """Calls `outdated` when the file or the time is another than what is shown was read at.

    What is shown is told to it by `shows`, as often as it is read anew.
    """

    def __init__(self, desk: EngineThread, clock: Clock) -> None:
        super().__init__()
        self._desk, self._clock = desk, clock
        self._shown: tuple[int, datetime] | None = None
        self._rollover: Timer | None = None
        self._looking = False

    def outdated(self) -> None:
        """What is shown has to be read anew."""
        raise NotImplementedError

    def look_out(self) -> None:
        """Begins to look; a machine that slept wakes up late, so also when the focus is back."""
        self.set_interval(_LOOK_EVERY, self.look_for_changes)
        self.watch(self.app, "app_focus", self.look_for_changes, init=False)

    def shows(self, version: int, changes_at: datetime) -> None:
        """What is shown is of a version of the file, and holds until an instant."""
        self._shown = version, changes_at
        if self._rollover is not None:
            self._rollover.stop()
        wait = (changes_at - self._clock()).total_seconds()
        self._rollover = self.set_timer(max(wait, _LOOK_EVERY) + 0.05, self.roll_over)

    def roll_over(self) -> None:
        """What is shown reads differently from now on; if the clock denies that, waits again."""
        if self._shown is not None and not self._look_at_clock():
            self.shows(*self._shown)

    def look_for_changes(self) -> None:
        """Looks at the clock and at the file."""
        if not self._looking and self._shown is not None:
            self._looking = True
            self._look_at_clock()
            self._look_at_file()

    def _look_at_clock(self) -> bool:
        over = self._shown is not None and self._clock() >= self._shown[1]
        if over:
            self.outdated()
        return over

    @work(group="look")
    async def _look_at_file(self) -> None:
        try:
            version = await self._desk.call(lambda engine: engine.version())
        except (Refusal, StoreError):
            return  # what is shown stays, and the next thing that is asked for says why
        finally:
            self._looking = False
        if self._shown is not None and version != self._shown[0]:
            self.outdated()
