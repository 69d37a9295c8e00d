"""How the list of streaks is looked at, and the owner's own order of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual.screen import Screen

from unbroken.core.errors import Refusal, StoreError
from unbroken.tui.actions.background import in_background
from unbroken.tui.actions.page_loader import PageLoader
from unbroken.tui.actions.preference_keeper import PreferenceKeeper
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.keys_in_force import with_keys
from unbroken.tui.model.list_view import VIEWS, Arrangement, arrange, moved
from unbroken.tui.model.streak_row import Row


class ListArranger:
    """Holds the arrangement of the list, gives each new one to `show`, and remembers it."""

    def __init__(
        self,
        screen: Screen[Any],
        engine_thread: EngineThread,
        pages: PageLoader,
        preferences: PreferenceKeeper,
        *,
        show: Callable[[Arrangement], None],
    ) -> None:
        self.screen = screen
        self.arrangement = Arrangement.kept(preferences.preferences)
        """Which of the streaks are shown, and in what order."""
        self._engine_thread, self._pages, self._show = engine_thread, pages, show
        self._preferences = preferences
        self._held: dict[str, str] = {}
        self._held_on = pages.page.today

    def rows(self) -> tuple[Row, ...]:
        """The present page's streaks in the order they are shown."""
        if self._held_on != self._pages.page.today:
            self._held = {}
        return arrange(self._pages.rows, self.arrangement, self._held)

    def hold(self, streak_id: str) -> None:
        """Leaves a streak in the group that it stands in now, until `let_go`."""
        row = self._pages.row_of(streak_id)
        if row is not None:
            self._held_on = self._pages.page.today
            self._held = {streak_id: row.group, **self._held}

    def let_go(self) -> None:
        """Lists each streak in the group in which it stands."""
        if self._held:
            self._held = {}
            self._show(self.arrangement)

    def filter(self, text: str) -> None:
        """Lists only the names that have a text in them."""
        self._arrange(self.arrangement._replace(sought=text))

    def next_order(self) -> None:
        """Goes on to the next order."""
        self._arrange(self.arrangement.next_order())

    def next_view(self) -> None:
        """Goes on to the next view in which there is something."""
        self._arrange(self.arrangement.next_view(self._pages.rows))

    def show_all(self) -> None:
        """Goes back to the view of all."""
        self._arrange(self.arrangement._replace(view=VIEWS[0]))

    def fold(self, heading: str) -> None:
        """Folds or unfolds a group."""
        self._arrange(self.arrangement.turned(heading))

    def reveal(self, row: Row) -> None:
        """Lists a streak; whatever hides it is given up."""
        self._arrange(self.arrangement.showing(row))

    def tell_hidden(self, row: Row) -> None:
        """Says which streak has a number, where it cannot be logged by it."""
        way = with_keys(self.screen, self.arrangement.way_to(row))
        fault = f"{row.number} is {row.name}, which is not in sight; {way}"
        self.screen.app.notify(fault, markup=False)

    def _arrange(self, arrangement: Arrangement) -> None:
        before, after = self.arrangement.to_keep(), arrangement.to_keep()
        self.arrangement, self._held = arrangement, {}
        self._show(arrangement)
        if self._pages.page.admin and after != before:
            self._keep({key: after[key] for key in after if after[key] != before[key]})

    @in_background(group="settings")
    async def _keep(self, changes: dict[str, str]) -> None:
        await self._preferences.keep(self.screen.app, changes)

    def move(self, row: Row | None, by: int) -> None:
        """Moves a streak, or the folded group that begins with it, up or down in the owner's own
        order, which is shown at once; says why where the list is not in that order.
        """
        fault = with_keys(self.screen, self.arrangement.why_fixed())
        if fault:
            self.screen.app.notify(fault, markup=False)
        elif row is not None:
            self._move(row, by)

    def _move(self, row: Row, by: int) -> None:
        whole = bool(row.folded)
        streak_ids = moved(self._pages.open_rows(), row.streak_id, by, whole=whole)
        self._pages.show(self._pages.page.in_order(streak_ids))
        self._keep_order(streak_ids)

    @in_background(group="order")
    async def _keep_order(self, streak_ids: Sequence[str]) -> None:
        try:
            await self._engine_thread.call(lambda engine: engine.reorder(streak_ids))
            self._pages.watcher.note_write()
        except (Refusal, StoreError) as error:
            self.screen.app.notify(error.message, severity="warning", markup=False)
            self._pages.reload(changed=True)
