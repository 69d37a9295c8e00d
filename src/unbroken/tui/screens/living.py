"""A screen on a page that lives: the clock goes on, other programs change the file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.reactive import reactive

from unbroken.core.errors import NotFound
from unbroken.core.results import Settings
from unbroken.engine.clock import Clock
from unbroken.engine.status import ARCHIVED
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.model.dashboard_page import Page, first_owner, load_page, recent_of
from unbroken.tui.model.list_view import Arrangement, arrange
from unbroken.tui.model.streak_row import Row, rows_of
from unbroken.tui.screens.lookout import Lookout
from unbroken.wording.symbols import UNICODE, Shapes, shapes_named

if TYPE_CHECKING:
    from unbroken.engine.calendar import Recent

_ON_TOP = 20
_AT_ONCE = 10


class LivingScreen(Lookout[None]):
    """Holds a page and its rows, and keeps them true.

    The page is replaced as a whole: after a change, when another program changed the file, and
    when time makes it read differently.
    """

    page: reactive[Page | None] = reactive(None)
    """What is shown."""
    arrangement: reactive[Arrangement] = reactive(Arrangement(), bindings=True)
    """Which of the streaks are shown, and in what order."""
    rows: reactive[tuple[Row, ...]] = reactive(())
    """The page's streaks in the order they are shown."""
    shapes: reactive[Shapes] = reactive(UNICODE)
    """The symbols in use."""

    changes: reactive[int] = reactive(0, repaint=False, init=False)
    """Counts what is another by now, besides how the streaks stand."""

    class SettingsRead(Message):
        """The settings are others than before."""

        def __init__(self, settings: Settings) -> None:
            super().__init__()
            self.settings = settings

    def __init__(self, desk: EngineThread, page: Page, clock: Clock) -> None:
        super().__init__(desk, clock)
        self._first_page = page
        self._gone = ""
        """The id of the owner that was told to be gone."""
        self._all_rows: tuple[Row, ...] = ()
        self.set_reactive(LivingScreen.arrangement, Arrangement.kept(page.settings))

    def on_mount(self) -> None:
        """Shows the page, and looks out for changes of the file and of the day from now on."""
        self.page = self._first_page
        self.look_out()
        self.set_timer(0.05, self.read_strips)

    def watch_page(self, old: Page | None, page: Page | None) -> None:
        """Hands the page down to the widgets, and waits for the moment that outdates it."""
        if page is None:
            return
        self.shapes = shapes_named(page.settings["symbols"])
        self._all_rows = rows_of(page)
        self.rows = arrange(self._all_rows, self.arrangement)
        if old is not None and old.settings != page.settings:
            self.post_message(self.SettingsRead(page.settings))
        self.shows(page.version, page.changes_at)

    def watch_arrangement(self) -> None:
        """Lists the same streaks in another way."""
        self.rows = arrange(self._all_rows, self.arrangement)
        if any(not row.strip for row in self.rows) and self.is_mounted:
            self.read_strips()

    def listed(self) -> tuple[Row, ...]:
        """Every row that is not archived, in the owner's own order."""
        return tuple(row for row in self._all_rows if row.group != ARCHIVED)

    def every_row(self) -> tuple[Row, ...]:
        """Every row, archived ones too, in the owner's own order."""
        return self._all_rows

    def row_of(self, streak_id: str | None) -> Row | None:
        """A streak's row, whether it is listed or not."""
        return next((row for row in self._all_rows if row.streak_id == streak_id), None)

    def outdated(self) -> None:
        """Reads the page anew."""
        self.reload()

    def replaced(self) -> None:
        """Reads anew all there is, and says why it may be different."""
        said = "The database was replaced by another one; this is what is in it."
        self.app.notify(said, markup=False)
        self.reload(changed=True)

    @work(group="page")
    async def reload(self, *, changed: bool = False) -> None:
        """Reads the page anew, without waiting for it."""
        await self.read_page(changed=changed)

    async def read_page(self, *, changed: bool = False) -> None:
        """Reads the page anew; with `changed`, also what of it is read later."""
        try:
            page, old = await self.read(load_page), self.page
        except NotFound:
            page, old = await self._go_on_as_first(), None
        if page is not None:
            same = old is not None and (old.version, old.today) == (page.version, page.today)
            self.take_page(page, strips_too=changed or not same)
            if changed or (old is not None and old.today != page.today):
                self.post_message(self.Written(own=changed))

    async def _go_on_as_first(self) -> Page | None:
        """The page of the first owner, since there is no more of the one in use; told once."""
        gone = None if self.page is None else self.page.owner
        first = await self.read(first_owner)
        if first is None or gone is None:
            return None
        await self._desk.act_as(first)
        page = await ask(self.app, self._desk, load_page)
        if page is not None and gone.id not in (page.owner.id, self._gone):
            self._gone = gone.id
            said = f"{gone.name} is not in this database any more"
            said = f"{said}; these are the streaks of {page.owner.name}."
            self.app.notify(said, severity="warning", markup=False, timeout=10)
        return page

    def take_page(self, page: Page, *, strips_too: bool) -> None:
        """Shows another page; with `strips_too` the last periods are read anew."""
        recent = self.page.recent if self.page and self.page.owner.id == page.owner.id else {}
        self.changes += strips_too
        self.page = page.with_recent(recent)
        if strips_too:
            self.read_strips()

    @work(exclusive=True, group="recent")
    async def read_strips(self) -> None:
        """Reads the last periods of all streaks, a few at a time so that a key press can go ahead.

        They are shown in two goes: those on top of the list, then all the others.
        """
        page = self.page
        if page is None:
            return
        ids = [row.streak_id for row in self.rows]
        for shown in (ids[:_ON_TOP], ids[_ON_TOP:]):
            recent: dict[str, Recent] = {}
            for start in range(0, len(shown), _AT_ONCE):
                few = shown[start : start + _AT_ONCE]
                read = await ask(self.app, self._desk, partial(recent_of, streak_ids=few))
                if read is None:
                    return
                recent |= read
            if recent and self.page is not None:
                self.page = self.page.with_recent(recent)
