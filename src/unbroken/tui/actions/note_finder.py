"""Looking for notes while the filter of the list is typed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from textual.screen import Screen
from textual.timer import Timer

from unbroken.core.errors import Refusal, StoreError
from unbroken.core.text import counted
from unbroken.engine.api import Engine
from unbroken.tui.actions.background import in_background
from unbroken.tui.actions.page_loader import PageLoader
from unbroken.tui.engine_thread import EngineThread

if TYPE_CHECKING:
    from unbroken.tui.widgets.note_list import NoteList

_FIND_AFTER: Final = 0.2
"""Seconds without typing after which notes are looked for."""
_SHORTEST: Final = 2
"""Characters that a text needs; nearly every note has a single one."""
_MOST: Final = 50
"""So many notes are listed at most."""


class NoteFinder:
    """Lists below the streaks the notes that have a text in them; the list is made when it is first
    needed.
    """

    def __init__(self, screen: Screen[Any], engine_thread: EngineThread, pages: PageLoader) -> None:
        self.screen = screen
        self._engine_thread, self._pages = engine_thread, pages
        self._sought = ""
        self._resting: Timer | None = None

    @property
    def listed(self) -> NoteList | None:
        """The list, where it lists anything."""
        found = self.screen.query("NoteList").results()
        return next((each for each in found if each.display), None)  # type: ignore[return-value]

    def find(self, sought: str) -> None:
        """Lists notes once the text rests; at once none where it is too short to look for."""
        self._sought = sought.strip()
        if self._resting is not None:
            self._resting.stop()
        if len(self._sought) >= _SHORTEST:
            self._resting = self.screen.set_timer(_FIND_AFTER, self.find_again)
        elif self.listed is not None:
            self.listed.show((), (), "")

    @in_background(group="notes", exclusive=True)
    async def find_again(self) -> None:
        """Looks for the same notes, which may be others by now."""
        sought = self._sought
        if len(sought) < _SHORTEST:
            return
        try:
            notes = await self._engine_thread.call(
                partial(Engine.notes, text=sought, limit=_MOST + 1)
            )
        except (Refusal, StoreError):
            return  # what is asked for next says why
        if sought != self._sought:
            return
        from unbroken.tui.model.note_lines import note_lines  # the first frame goes without
        from unbroken.tui.widgets.note_list import NoteList  # the first frame goes without

        found = self.screen.query_one_optional(NoteList)
        if found is None:
            found = NoteList("tab goes here, <notes.open> shows the day")
            await self.screen.mount(found, after="#body")
        shown, page = notes[:_MOST], self._pages.page
        count = f"the newest {_MOST} notes" if len(notes) > _MOST else counted(len(shown), "note")
        names = {each.activity_type: each.name for each in page.streaks.values()}
        lines = note_lines(names, page.today.year, shown, sought, self.screen.size.width)
        found.show(shown, lines, f"{count} with “{sought}”")
