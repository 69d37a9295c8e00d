"""Watching for what outdates a screen: other programs that change the file, and the clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from unbroken.core.errors import NotFound, Refusal, StoreError
from unbroken.engine.clock import Clock
from unbroken.tui.actions.background import in_background
from unbroken.tui.engine_calls import patiently, tell
from unbroken.tui.engine_thread import Answer, EngineThread, Question
from unbroken.tui.front import is_left

_LOOK_EVERY: Final = 1.0
"""Seconds between two looks at the file and the clock."""
_STEP: Final = timedelta(seconds=5)
"""By more than this a clock is set; by less it is corrected, or a look came late."""


class ChangeWatcher:
    """Calls `outdated` once the file or the time differs from what `screen` was read at, also
    where the clock was set forward or back, and `replaced` once another file lies in the
    database's place.

    The screen tells by `shows` what it was read at, starts the watcher when it is mounted, and
    pauses it while another screen is in front.
    """

    class Written(Message):
        """This program has written to the database, or the day on which it did has ended.

        `own` is False for the latter.
        """

        def __init__(self, *, own: bool) -> None:
            super().__init__()
            self.own = own

    def __init__(
        self,
        screen: Screen[Any],
        engine_thread: EngineThread,
        clock: Clock,
        *,
        outdated: Callable[[], object],
        replaced: Callable[[], object],
    ) -> None:
        self.screen = screen
        self._engine_thread, self._clock = engine_thread, clock
        self._outdated, self._replaced = outdated, replaced
        self._shown: tuple[int, datetime] | None = None
        self._replacements = engine_thread.replaced
        self._looking = False
        self._ticks: Timer | None = None
        self._rollover: Timer | None = None
        self._fault = ""
        self._looked_at = clock(), time.monotonic()
        """When the clock was looked at last, by it and by what no one can set."""

    async def read(self, question: Question[Answer]) -> Answer | None:
        """What the screen is to show; None where it cannot be read, which is told once until it
        can be again, and where nobody looks at the screen any more.

        Raises NotFound where the owner, or the streak it is about, is gone.
        """
        try:
            answer = await patiently(self.screen.app, self._engine_thread, question)
        except (Refusal, StoreError) as error:
            if is_left(self.screen):
                return None
            if isinstance(error, NotFound):
                raise
            if error.message != self._fault:
                self._fault = error.message
                tell(self.screen.app, error)
            return None
        self._fault = ""
        return None if is_left(self.screen) else answer

    def note_write(self) -> None:
        """Tells the app that this program has written to the database."""
        self.screen.post_message(self.Written(own=True))

    def note_day_end(self) -> None:
        """Tells the app that the day has ended."""
        self.screen.post_message(self.Written(own=False))

    def start(self) -> None:
        """Begins to look; a machine that slept wakes up late, so also when the focus is back."""
        self._ticks = self.screen.set_interval(_LOOK_EVERY, self.look_for_changes)
        self.screen.watch(self.screen.app, "app_focus", self.look_for_changes, init=False)

    def pause(self) -> None:
        """Stops looking: a look from behind another screen would draw that one anew."""
        for timer in (self._ticks, self._rollover):
            if timer is not None:
                timer.pause()

    def resume(self) -> None:
        """Looks at once, and goes on looking."""
        if self._ticks is not None:
            self._ticks.resume()
            if self._shown is not None:
                self.shows(*self._shown)
            self.look_for_changes()

    def shows(self, version: int, changes_at: datetime) -> None:
        """The screen shows what was read at a version of the file, and that holds until an
        instant.
        """
        self._shown = version, changes_at
        if self._rollover is not None:
            self._rollover.stop()
        wait = (changes_at - self._clock()).total_seconds()
        self._rollover = self.screen.set_timer(max(wait, _LOOK_EVERY) + 0.05, self.roll_over)

    def roll_over(self) -> None:
        """The instant has come; where the clock denies that, waits for it again."""
        if self._shown is not None and not self._look_at_clock():
            self.shows(*self._shown)

    def look_for_changes(self) -> None:
        """Looks at the clock and at the file."""
        if not self._looking and self._shown is not None:
            self._looking = True
            self._look_at_clock()
            self._look_at_file()

    def _look_at_clock(self) -> bool:
        (before, ticked), (now, ticks) = self._looked_at, (self._clock(), time.monotonic())
        self._looked_at = now, ticks
        stepped = abs(now - before - timedelta(seconds=ticks - ticked)) > _STEP
        over = self._shown is not None and (stepped or now >= self._shown[1])
        if over:
            self._outdated()
        return over

    @in_background(group="look")
    async def _look_at_file(self) -> None:
        try:
            version = await self._engine_thread.call(lambda engine: engine.version())
        except (Refusal, StoreError):
            return  # what is shown stays, and the next thing that is asked for says why
        finally:
            self._looking = False
        if self._replacements != self._engine_thread.replaced:
            self._replacements = self._engine_thread.replaced
            self._replaced()
        elif self._shown is not None and version != self._shown[0]:
            self._outdated()
