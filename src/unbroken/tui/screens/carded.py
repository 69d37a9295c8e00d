"""A screen that tells more of one streak, on a card beside the list where there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import work
from textual.reactive import reactive
from textual.timer import Timer

from unbroken.core.errors import Refusal, StoreError
from unbroken.engine.clock import Clock
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.screens.acting import ActingScreen

if TYPE_CHECKING:
    from unbroken.tui.model.card_page import CardKey, CardPage
    from unbroken.tui.widgets.streak_card import StreakCard

WIDE: Final = 100
"""From so many cells on there is room for the card."""

_READ_AFTER: Final = 0.08
"""Seconds that a streak stays chosen before its card is read."""
_CARDS: Final = 64


class CardedScreen(ActingScreen):
    """Reads the card of the chosen streak, once the choice rests; remembers those it has read."""

    chosen: reactive[str | None] = reactive(None)
    """The id of the streak that is told of."""
    told: reactive[CardPage | None] = reactive(None)
    """What was read of a streak last."""

    def __init__(self, desk: EngineThread, page: Page, clock: Clock) -> None:
        super().__init__(desk, page, clock)
        self._resting: Timer | None = None
        self._cards: dict[CardKey, CardPage] = {}

    def new_card(self) -> StreakCard:
        """A card that follows this screen."""
        from unbroken.tui.widgets.streak_card import StreakCard

        kind = CardedScreen
        return StreakCard().data_bind(kind.page, kind.shapes, kind.chosen, kind.told)

    def has_room(self) -> bool:
        """Whether there is room for a card."""
        return self.app.size.width >= WIDE

    def watch_page(self, old: Page | None, page: Page | None) -> None:
        """The card follows the page."""
        super().watch_page(old, page)
        self.read_card_soon()

    def watch_chosen(self) -> None:
        """The card follows the choice."""
        self.read_card_soon()

    def read_card_soon(self) -> None:
        """Shows what was read of the card before, or reads it once the choice rests."""
        if self._resting is not None:
            self._resting.stop()
        if not self.is_mounted or not self.has_room():
            return
        key = self._card_key()
        if key is None:
            return
        known = self._cards.get(key)
        if known is not None:
            self.told = known
        else:
            self._resting = self.set_timer(_READ_AFTER, self._read_card)

    def _card_key(self) -> CardKey | None:
        from unbroken.tui.model.card_page import CardKey

        page, chosen = self.page, self.chosen
        if page is None or chosen is None or chosen not in page.streaks:
            return None
        return CardKey(chosen, page.version, self.changes, page.now)

    @work(exclusive=True, group="card")
    async def _read_card(self) -> None:
        from unbroken.tui.model.card_page import load_card

        key, page = self._card_key(), self.page
        if key is None or page is None:
            return
        try:
            told = await self._desk.call(lambda engine: load_card(engine, page, key.streak_id))
        except (Refusal, StoreError):
            return  # the card then tells what the page knows
        if len(self._cards) >= _CARDS:
            self._cards.clear()
        self._cards[key] = told
        if key == self._card_key():
            self.told = told
