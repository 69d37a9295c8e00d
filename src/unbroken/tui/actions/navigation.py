"""The screens that are opened from the list of streaks, and what comes back from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from unbroken.core.results import Streak
from unbroken.engine.clock import Clock
from unbroken.tui.actions.background import over_front
from unbroken.tui.actions.page_loader import PageLoader
from unbroken.tui.actions.preference_keeper import PreferenceKeeper
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import open_over
from unbroken.tui.keys_in_force import with_keys
from unbroken.tui.model.list_view import Arrangement, arrange
from unbroken.tui.model.streak_row import Row
from unbroken.wording.symbols import Shapes, shapes_named

if TYPE_CHECKING:
    from unbroken.core.reports import Change
    from unbroken.tui.screens.calendar import CalendarScreen


class Navigation:
    """Opens the screens that the list leads to in front of `screen`: calendar, insight, editor …

    They are imported when they are first asked for, since the start needs none of them.
    `show_made` is given the activity type of a streak that was made, once it is on the page, and
    `order` answers the order of the list.
    """

    def __init__(
        self,
        screen: Screen[Any],
        engine_thread: EngineThread,
        clock: Clock,
        pages: PageLoader,
        preferences: PreferenceKeeper,
        *,
        show_made: Callable[[str], None],
        order: Callable[[], str],
    ) -> None:
        self.screen = screen
        self._order = order
        self._show_made = show_made
        self._engine_thread, self._clock, self._pages = engine_thread, clock, pages
        self._preferences = preferences
        self._calendars: list[CalendarScreen] = []
        pages.when_outdated(self._outdate_calendars)

    def _outdate_calendars(self) -> None:
        """The calendars in front of the list are read anew."""
        for each in self._calendars:
            each.forget()

    def show_shapes(self, shapes: Shapes) -> None:
        """The calendars in front of the list use other symbols."""
        for each in self._calendars:
            each.shapes = shapes

    def as_listed(self, streaks: Iterable[Streak]) -> list[Streak]:
        """Streaks in the order in which the list has them."""
        rows = arrange(self._pages.rows, Arrangement(self._order()))
        places = {row.streak_id: place for place, row in enumerate(rows)}
        return sorted(streaks, key=lambda each: places.get(each.id, len(places)))

    @over_front(group="screen")
    async def open_editor(self, front: Screen[Any], row: Row | None) -> None:
        """Makes a streak (None), or changes the rules of one; only the first owner may."""
        page = self._pages.page
        if not page.admin:
            done = "make streaks" if row is None else "change rules"
            line = f"Only the first owner of this database may {done}."
            self.screen.app.notify(line, severity="warning", markup=False)
            return
        from unbroken.tui.screens.streak_editor import StreakEditor  # the first frame goes without

        streak = None if row is None else page.streaks[row.streak_id]
        editor = StreakEditor(self._engine_thread, page, streak)
        saved = await open_over(front, editor)
        if saved is not None:
            change = await ask(
                self.screen.app, self._engine_thread, lambda engine: engine.journal(limit=1)
            )
            await self._pages.read(changed=True)
            if row is None:
                self._show_made(saved)
            if not editor.has_told:
                self._tell_saved(next(iter(change or ()), None), row, saved)

    def _tell_saved(self, change: Change | None, before: Row | None, activity_type: str) -> None:
        from unbroken.tui.model.saved_words import saved_words  # the first frame goes without

        rows = (each for each in self._pages.rows if each.activity_type == activity_type)
        row = next(rows, None)
        said = "" if row is None else saved_words(change, before, row, self._order())
        if said:
            self.screen.app.notify(with_keys(self.screen, said), timeout=5, markup=False)

    @over_front(group="screen")
    async def open_calendar(
        self, front: Screen[Any], activity_type: str | None, day: date | None = None
    ) -> None:
        """Shows the days of one streak, or of all (None), with `day` chosen, else today.

        It takes the place of a calendar that is in front, but for one streak's over that of all.
        """
        from unbroken.tui.screens.calendar import CalendarScreen  # the first frame goes without

        if front is not self.screen.app.screen:
            return
        while front in self._calendars and (activity_type is None or not front.of_all):
            front.dismiss(True)
            front = self.screen.app.screen
        calendar = CalendarScreen(
            self._engine_thread, self._pages.page, self._clock, activity_type, self, day
        )
        self._calendars.append(calendar)
        changed = await open_over(front, calendar)
        self._calendars.remove(calendar)
        if changed:
            self._pages.reload(changed=True)

    @over_front(group="screen")
    async def open_insight(self, front: Screen[Any], row: Row | None) -> None:
        """Shows the figures of one streak, or of all (None)."""
        # imported here, since the first frame goes without
        from unbroken.tui.screens.insight import InsightOfAllScreen, InsightScreen

        page, start = self._pages.page, (self._engine_thread, self._clock)
        shapes = shapes_named(page.settings["symbols"])
        screen: Screen[None] = (
            InsightOfAllScreen(*start, shapes, self)
            if row is None
            else InsightScreen(*start, page.streaks[row.streak_id], shapes, self)
        )
        await open_over(front, screen)

    @over_front(group="screen")
    async def open_notes(self, front: Screen[Any], streak: Streak | None = None) -> None:
        """Lists what was written down, of one streak or of all (None)."""
        from unbroken.tui.screens.notes import NotesScreen  # the first frame goes without

        await open_over(front, NotesScreen(self._engine_thread, self._clock, streak, self))

    @over_front(group="screen")
    async def open_review(self, front: Screen[Any], streak: Streak | None = None) -> None:
        """Shows the present year in review, of one streak or of all (None)."""
        from unbroken.tui.screens.review import ReviewScreen  # the first frame goes without

        shapes = shapes_named(self._pages.page.settings["symbols"])
        await open_over(front, ReviewScreen(self._engine_thread, self._clock, streak, shapes))

    @over_front(group="screen")
    async def open_journal(self, front: Screen[Any]) -> None:
        """Shows what was changed, to be taken back."""
        from unbroken.tui.screens.journal import JournalScreen  # the first frame goes without

        if await open_over(front, JournalScreen(self._engine_thread, self._clock)):
            self._pages.reload(changed=True)

    @over_front(group="screen")
    async def open_settings(self, front: Screen[Any], field: str | None = None) -> None:
        """Shows people, zones and looks; with the focus on a field, if one is named."""
        from unbroken.tui.screens.settings import SettingsScreen  # the first frame goes without

        settings = SettingsScreen(
            self._engine_thread, self._pages.page, self._clock, self._preferences, at=field
        )
        if await open_over(front, settings):
            self._pages.reload(changed=True)
