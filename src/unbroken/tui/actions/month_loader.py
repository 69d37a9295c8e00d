"""The calendar's months: reading them, and keeping the one that is shown true."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from textual.screen import Screen
from textual.worker import get_current_worker

from unbroken.core.errors import NotFound
from unbroken.engine.clock import Clock
from unbroken.tui.actions.background import in_background
from unbroken.tui.actions.change_watcher import ChangeWatcher
from unbroken.tui.engine_calls import tell
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import hold_keys
from unbroken.tui.model.calendar_page import UNKNOWN, CalendarPage, load_calendar, load_logs
from unbroken.tui.model.dashboard_page import Page


class MonthLoader:
    """Reads the month of the chosen day, for one streak or for all, and gives it to `show`.

    Of all streaks the days are shown before the logs of all of them are read; until then keys wait.
    The month is replaced as a whole: when the chosen day leaves it, after a change, when another
    program changed the file, and when the day rolls over. Where its streak or its owner is gone,
    the screen is left.
    """

    def __init__(
        self,
        screen: Screen[bool],
        engine_thread: EngineThread,
        clock: Clock,
        page: Page,
        activity_type: str | None,
        *,
        show: Callable[[CalendarPage], None],
    ) -> None:
        self.screen: Screen[Any] = screen
        self.watcher = ChangeWatcher(
            screen, engine_thread, clock, outdated=self.reload, replaced=self.forget
        )
        """What finds out that the month is outdated."""
        self.activity_type = activity_type
        """The streak's activity type as it is now; None for all streaks."""
        self.today = page.today
        """The owner's present day."""
        self.page: CalendarPage | None = None
        """The month that is shown, once it has been read."""
        streaks = page.streaks.values()
        found = (each.id for each in streaks if each.activity_type == activity_type)
        self._streak_id = next(found, None)
        self._day, self._yearly = page.today, False
        self._known: CalendarPage | None = None
        self._show = show
        self._gone = False

    def choose(self, day: date) -> None:
        """Reads the month of a day, where it is not the one that is shown."""
        self._day = day
        if self.page is None or not self.page.holds(day):
            self.reload()

    def choose_year(self, yearly: bool) -> None:
        """Reads the whole year of the chosen day too, or does without it from now on."""
        self._yearly = yearly
        if yearly and (self.page is None or self.page.year is None):
            self.reload()

    def forget(self) -> None:
        """Reads the month anew, since what was read of the streak does not hold any more."""
        self._known = None
        self.reload()

    def reload(self) -> None:
        """Reads the month of the chosen day anew; keys that come before the first wait for it."""
        worker = self._read()
        if self.page is None:
            hold_keys(self.screen.app, worker)

    @in_background(group="calendar", exclusive=True)
    async def _read(self) -> None:
        question = partial(
            load_calendar,
            activity_type=self.activity_type,
            day=self._day,
            year=self._yearly,
            known=self._known,
            streak_id=self._streak_id,
        )
        try:
            page = await self.watcher.read(question)
            if page is None:
                return
            if page.streak is not None:
                self.activity_type, self._streak_id = page.streak.activity_type, page.streak.id
            self.today, self._known = page.today, page
            self._take(page)
            self.watcher.shows(page.version, page.day_ends_at)
            if page.streak is None:
                hold_keys(self.screen.app, get_current_worker())
                await self.screen.wait_for_refresh()
                whole = await self.watcher.read(partial(load_logs, page=page))
                if whole is not None:
                    self._take(whole)
        except NotFound as error:
            self._leave_for_good(error)

    def _take(self, page: CalendarPage) -> None:
        self.page = page
        self._show(page)

    def _leave_for_good(self, error: NotFound) -> None:
        """Goes back to the list; that the owner is gone is for the list to tell."""
        if not self._gone and error.code == UNKNOWN:
            tell(self.screen.app, error)
        self._gone = True
        self.screen.dismiss(True)
