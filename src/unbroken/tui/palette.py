"""The palette's entries for single streaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from textual.command import Hit, Hits, Provider
from textual.content import Content

from unbroken.tui.screens.acting import ActingScreen


class StreakCommands(Provider):
    """Each streak: log it, open its calendar, edit it."""

    def _commands(self) -> Iterator[tuple[str, Callable[[], object]]]:
        screen = self.screen
        if isinstance(screen, ActingScreen):
            for row in screen.listed():
                yield f"Log {row.name}", partial(screen.log_row, row)
                yield f"Calendar of {row.name}", partial(screen.open_calendar, row.activity_type)
                yield f"Edit {row.name}", partial(screen.open_editor, row)

    async def search(self, query: str) -> Hits:
        """The commands that have the query in them."""
        matcher = self.matcher(query)
        for title, run in self._commands():
            score = matcher.match(title)
            if score > 0:
                shown = Content(title)
                yield Hit(score, shown, run, text=title)
