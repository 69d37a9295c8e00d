"""Reading the card of the chosen streak, which lies beside the list where there is room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from textual.screen import Screen
from textual.timer import Timer

from unbroken.core.errors import Refusal, StoreError
from unbroken.tui.actions.background import in_background
from unbroken.tui.actions.page_loader import PageLoader
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.model.card_page import CardKey, CardPage, load_card

WIDE: Final = 116
"""From so many cells on there is room for the card."""
_TALL: Final = 36
"""From so many lines on there may be room for the last weeks below the list."""
WEEKS_LINES: Final = 11
"""The lines that these take, with one to stand apart from the list."""

_READ_AFTER: Final = 0.08
"""Seconds that a streak stays chosen before its card is read."""
_CARDS: Final = 64
"""So many cards are remembered."""


class CardReader:
    """Reads a streak's card once the choice rests on it, and gives it to `show`.

    Cards that were read are remembered as long as nothing is changed.
    """

    def __init__(
        self,
        screen: Screen[Any],
        engine_thread: EngineThread,
        pages: PageLoader,
        *,
        show: Callable[[CardPage], None],
    ) -> None:
        self.screen = screen
        self.cards: dict[CardKey, CardPage] = {}
        """The cards that are remembered."""
        self._engine_thread, self._pages, self._show = engine_thread, pages, show
        self._chosen: str | None = None
        self._resting: Timer | None = None

    def has_room(self) -> bool:
        """Whether there is room for a card."""
        return self.screen.app.size.width >= WIDE

    def has_room_below(self) -> bool:
        """Whether there may be room for the last weeks too."""
        return self.has_room() and self.screen.app.size.height >= _TALL

    def choose(self, streak_id: str | None) -> None:
        """Shows the card of a streak at once where it is remembered, else reads it soon; not where
        there is no room for it.
        """
        self._chosen = streak_id
        if self._resting is not None:
            self._resting.stop()
        if not self.screen.is_mounted or not self.has_room():
            return
        key = self._key()
        if key is None:
            return
        known = self.cards.get(key)
        if known is not None:
            self._show(known)
        else:
            self._resting = self.screen.set_timer(_READ_AFTER, self._read)

    def _key(self) -> CardKey | None:
        page, chosen = self._pages.page, self._chosen
        if chosen is None or chosen not in page.streaks:
            return None
        weeks = self.has_room_below()
        return CardKey(chosen, page.version, self._pages.changes, page.now, weeks)

    @in_background(group="card", exclusive=True)
    async def _read(self) -> None:
        key, page = self._key(), self._pages.page
        if key is None:
            return
        try:
            card = await self._engine_thread.call(
                lambda engine: load_card(engine, page, key.streak_id, weeks=key.weeks)
            )
        except (Refusal, StoreError):
            return  # the card then tells what the page knows
        if len(self.cards) >= _CARDS:
            self.cards.clear()
        self.cards[key] = card
        if key == self._key():
            self._show(card)
