"""The dashboard's page: reading it, and keeping it true."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from textual.screen import Screen

from unbroken.core.errors import NotFound
from unbroken.engine.clock import Clock
from unbroken.engine.urgency import ARCHIVED
from unbroken.tui.actions.background import in_background
from unbroken.tui.actions.change_watcher import ChangeWatcher
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.model.dashboard_page import (
    LONG_STRIP,
    STRIP,
    Page,
    first_owner,
    load_page,
    recent_of,
)
from unbroken.tui.model.streak_row import Row, rows_of

if TYPE_CHECKING:
    from unbroken.engine.calendar import Recent

_ON_TOP: Final = 20
"""So many streaks have their strips shown first."""
_LONG: Final = 96
"""From so many cells on there may be room for more than two weeks."""
_AT_ONCE: Final = 10
"""So many strips are read with one question, so that a key press need not wait for all."""


class PageLoader:
    """Holds the present page with its rows, and reads it anew where it may be another.

    The page is replaced as a whole: after a change, when another program changed the file, and
    when time makes it read differently. Each is given to `show`. `listed` answers the rows in
    the order of the list, in which their strips are read.
    """

    def __init__(
        self,
        screen: Screen[Any],
        engine_thread: EngineThread,
        clock: Clock,
        page: Page,
        *,
        show: Callable[[Page], None],
        listed: Callable[[], Iterable[Row]],
    ) -> None:
        self.screen = screen
        self.watcher = ChangeWatcher(
            screen, engine_thread, clock, outdated=self.reload, replaced=self.reload_replaced
        )
        """What finds out that the page is outdated."""
        self.page = page
        """The present page."""
        self.rows = rows_of(page)
        """A row for each streak, archived ones too, in the owner's own order."""
        self.changes = 0
        """Counts how often the details of the streaks were outdated."""
        self.strip = 0
        """How many of the last periods were read of each streak."""
        self._engine_thread, self._show, self._listed = engine_thread, show, listed
        self._followers: list[Callable[[], object]] = []
        self._gone = ""
        """The id of the owner that was told to be gone."""

    def strip_wanted(self) -> int:
        """How many of the last periods the window has room for, at most."""
        return LONG_STRIP if self.screen.app.size.width >= _LONG else STRIP

    def row_of(self, streak_id: str | None) -> Row | None:
        """A streak's row, whether it is listed or not."""
        return next((row for row in self.rows if row.streak_id == streak_id), None)

    def open_rows(self) -> tuple[Row, ...]:
        """The rows that are not archived, in the owner's own order."""
        return tuple(row for row in self.rows if row.group != ARCHIVED)

    def status_of(self, row: Row) -> str:
        """`live`, `paused` or `archived`."""
        return self.page.streaks[row.streak_id].status

    def start(self) -> None:
        """Shows the first page, and keeps it true from now on."""
        self._show(self.page)
        self.watcher.shows(self.page.version, self.page.changes_at)
        self.watcher.start()

    def show(self, page: Page) -> None:
        """Shows another page."""
        self.page, self.rows = page, rows_of(page)
        self._show(page)
        self.watcher.shows(page.version, page.changes_at)

    def when_outdated(self, follow: Callable[[], object]) -> None:
        """Calls something whenever the details of the streaks are outdated."""
        self._followers.append(follow)

    def outdate_details(self) -> None:
        """What was read of single streaks, besides how they stand, may be another by now."""
        self.changes += 1
        for follow in self._followers:
            follow()

    @in_background(group="page")
    async def reload(self, *, changed: bool = False) -> None:
        """Reads the page anew, without waiting for it."""
        await self.read(changed=changed)

    def reload_replaced(self) -> None:
        """Reads anew all there is, and says why it may be different."""
        said = "The database was replaced by another one; this is what is in it."
        self.screen.app.notify(said, markup=False)
        self.reload(changed=True)

    async def read(self, *, changed: bool = False) -> None:
        """Reads the page anew. With `changed` this program has written something, so that the
        details of the streaks are read anew too.
        """
        old: Page | None
        try:
            page, old = await self.watcher.read(load_page), self.page
        except NotFound:
            page, old = await self._go_on_as_first_owner(), None
        if page is not None:
            same = old is not None and (old.version, old.today) == (page.version, page.today)
            self.take(page, details_too=changed or not same)
            if changed:
                self.watcher.note_write()
            elif old is not None and old.today != page.today:
                self.watcher.note_day_end()

    async def _go_on_as_first_owner(self) -> Page | None:
        """The page of the first owner, since the one in use is gone; told once."""
        gone = self.page.owner
        first = await self.watcher.read(first_owner)
        if first is None:
            return None
        await self._engine_thread.act_as(first)
        page = await ask(self.screen.app, self._engine_thread, load_page)
        if page is not None and gone.id not in (page.owner.id, self._gone):
            self._gone = gone.id
            said = f"{gone.name} is not in this database any more"
            said = f"{said}; these are the streaks of {page.owner.name}."
            self.screen.app.notify(said, severity="warning", markup=False, timeout=10)
        return page

    def take(self, page: Page, *, details_too: bool) -> None:
        """Shows a page that was read anew; with `details_too` the details of its streaks and
        their strips are read anew as well.
        """
        recent = self.page.recent if self.page.owner.id == page.owner.id else {}
        if details_too:
            self.outdate_details()
        self.show(page.with_recent(recent))
        if details_too:
            self.read_strips()

    @in_background(group="recent", exclusive=True)
    async def read_strips(self) -> None:
        """Reads the last periods of all streaks.

        They are shown in two goes: those on top of the list, then all the others.
        """
        ids = [row.streak_id for row in self._listed()]
        self.strip = self.strip_wanted()
        for shown in (ids[:_ON_TOP], ids[_ON_TOP:]):
            recent: dict[str, Recent] = {}
            for start in range(0, len(shown), _AT_ONCE):
                few_ids = shown[start : start + _AT_ONCE]
                question = partial(recent_of, streak_ids=few_ids, count=self.strip)
                few = await ask(self.screen.app, self._engine_thread, question)
                if few is None:
                    return
                recent |= few
            if recent:
                self.show(self.page.with_recent(recent))
