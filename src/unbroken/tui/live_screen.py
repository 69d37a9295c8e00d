"""Screens of what was read at one moment, read anew where it may be another by now."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from textual import on, work
from textual.events import Mount

from unbroken.core.errors import ErrorCode, NotFound
from unbroken.core.instants import instant_of
from unbroken.core.local_days import Day
from unbroken.core.results import Owner, Streak
from unbroken.engine.api import Engine
from unbroken.engine.clock import Clock
from unbroken.engine.owner_clock import days_of, end_of_day, today_of
from unbroken.tui.actions.change_watcher import ChangeWatcher
from unbroken.tui.engine_calls import tell
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import OwnScreen

_SOON: Final = 0.3
"""Seconds that a screen waits for what it is to show; then it is there without."""


class Moment(NamedTuple):
    """The owner at `now`."""

    now: datetime
    owner: Owner
    today: date


def streak_by_now(engine: Engine, streak: Streak) -> Streak:
    """A streak as it is by now, whatever it is called. Raises NotFound where it is gone."""
    try:
        found = engine.streak(streak.activity_type)
    except NotFound:
        found = streak
    if found is not streak and found.id == streak.id:
        return found
    for each in engine.streaks():
        if each.id == streak.id:
            return each
    raise NotFound("That streak is not there any more.", ErrorCode.UNKNOWN_STREAK)


class LiveScreen(OwnScreen[None]):
    """Shows what `question` answers, and asks again when another program has changed the file and
    when the day is over. Where what it is about is gone, the screen is left.
    """

    def __init__(self, engine_thread: EngineThread, clock: Clock) -> None:
        super().__init__()
        self._engine_thread, self._covered = engine_thread, False
        self._answered = asyncio.Event()
        self.watcher = ChangeWatcher(
            self, engine_thread, clock, outdated=self.read_again, replaced=self.read_again
        )
        """What finds out that the answer is outdated."""

    def question(self, engine: Engine, moment: Moment) -> Any:
        """What is shown."""
        raise NotImplementedError

    def show_answer(self, moment: Moment, answer: Any) -> None:
        """Shows it."""
        raise NotImplementedError

    @on(Mount)
    async def begin(self) -> None:
        """Shows what there is, and keeps it true from now on.

        What is found soon stands in the first picture already. Until then the screen before stays,
        and nothing is drawn, which would only hold up the thread that looks.
        """
        self.read_again()
        self.watcher.start()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._answered.wait(), _SOON)

    def on_screen_suspend(self) -> None:
        """The screen in front watches for changes itself."""
        self._covered = True
        self.watcher.pause()

    def on_screen_resume(self) -> None:
        """Shows what has changed meanwhile, in front of it too."""
        self.watcher.resume()
        if self._covered:
            self._covered = False
            self.read_again()

    @work(group="live", exclusive=True)
    async def read_again(self) -> None:
        """Asks, and shows the answer."""
        try:
            found = await self.watcher.read(self._ask)
        except NotFound as error:
            if error.code == ErrorCode.UNKNOWN_STREAK:  # an owner that is gone the list tells
                tell(self.app, error)
            self.dismiss(None)
            return
        finally:
            self._answered.set()
        if found is not None:
            version, ends_at, moment, answer = found
            self.show_answer(moment, answer)
            self.watcher.shows(version, ends_at)

    def _ask(self, engine: Engine) -> tuple[int, datetime, Moment, Any]:
        """The version first, so that no change made meanwhile is overlooked."""
        version = engine.version()
        with engine.snapshot():
            now, owner = engine.clock(), engine.owner()
            today = today_of(owner, now)
            ends_at = end_of_day(days_of(owner), Day(today.toordinal()), instant_of(now))
            moment = Moment(now, owner, today)
            return version, ends_at, moment, self.question(engine, moment)
