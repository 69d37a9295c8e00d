"""The timers of the list: started and stopped by one key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from unbroken.core.timing import LONGEST
from unbroken.tui.actions.background import over_front
from unbroken.tui.actions.page_loader import PageLoader
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import open_over
from unbroken.tui.keys_in_force import with_keys
from unbroken.tui.model.dashboard_page import Logged, recent_of
from unbroken.tui.model.streak_row import Row
from unbroken.wording.timers import elapsed_words, logged_words

if TYPE_CHECKING:
    from unbroken.core.reports import Timer
    from unbroken.engine.api import Engine


class TimerActions:
    """Starts the timer of a streak, or stops it and logs; `take` is given what was logged."""

    def __init__(
        self,
        screen: Screen[Any],
        engine_thread: EngineThread,
        pages: PageLoader,
        *,
        take: Callable[[Logged], None],
    ) -> None:
        self.screen = screen
        self._engine_thread, self._pages, self._take = engine_thread, pages, take

    @over_front(group="timer")
    async def toggle(self, front: Screen[Any], row: Row) -> None:
        """Starts the timer, or stops the one that runs; one that was forgotten is asked about."""
        app, key = self.screen.app, row.activity_type
        running = await ask(
            app, self._engine_thread, lambda engine: timer_of(engine, row.streak_id)
        )
        if running is None:
            return
        if not running:
            if await ask(app, self._engine_thread, lambda engine: engine.start(key)) is not None:
                self._pages.reload(changed=True)
                logs = with_keys(app, "<dashboard.timer> logs it.")
                app.notify(f"{row.name}: the timer runs; {logs}", timeout=3, markup=False)
            return
        forgotten = running[0].seconds > LONGEST
        if forgotten and not await self._confirm(front, running[0]):
            return
        stopped = await ask(
            app, self._engine_thread, partial(stop_timer, key=key, confirmed=forgotten)
        )
        if stopped is not None:
            timer, logged = stopped
            self._take(logged)
            app.notify(f"{row.name}: logged {logged_words(timer)}.", timeout=3, markup=False)

    async def _confirm(self, front: Screen[Any], timer: Timer) -> bool:
        from unbroken.tui.dialogs.confirm import ConfirmDialog  # the first frame goes without

        ran, key = elapsed_words(timer.seconds), timer.activity_type
        asked = (
            f"The timer of {timer.name} has run for {ran}. Log all of it?\n"
            f"Else it runs on: `unbroken stop {key} --at 18:00` says when it ended,"
            " `--discard` drops it."
        )
        answer = await open_over(front, ConfirmDialog(asked, "Log all", destructive=True))
        return answer is True


def timer_of(engine: Engine, streak_id: str) -> tuple[Timer, ...]:
    """The timer of a streak, if one runs."""
    return tuple(each for each in engine.timer() if each.streak_id == streak_id)


def stop_timer(engine: Engine, key: str, *, confirmed: bool) -> tuple[Timer, Logged]:
    """Stops a timer and logs it, and reads how its streak stands."""
    timer, recording = engine.stop(key, confirmed=confirmed)
    assert recording is not None, "it was not dropped"
    [enrolment] = engine.status(key)
    return timer, Logged(recording, enrolment, recent_of(engine, [enrolment.streak_id]))
