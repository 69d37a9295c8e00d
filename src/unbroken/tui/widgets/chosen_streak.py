"""What is told of the chosen streak where there is room."""

from __future__ import annotations

from abc import abstractmethod

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from unbroken.tui.model.card_page import CardPage
from unbroken.tui.model.dashboard_page import Page
from unbroken.wording.symbols import UNICODE, Shapes


class ChosenStreak(Static):
    """Told anew whenever the page, the choice, what was read of it, the symbols or its size are
    others; its place stays, whatever it says.
    """

    page: reactive[Page | None] = reactive(None, repaint=False)
    """What the streak is looked up in."""
    shapes: reactive[Shapes] = reactive(UNICODE, repaint=False)
    """The symbols of days."""
    chosen: reactive[str | None] = reactive(None, repaint=False)
    """The id of the streak that is shown."""
    told: reactive[CardPage | None] = reactive(None, repaint=False)
    """What was read of a streak; shown once it is that of the chosen one."""

    def watch_page(self) -> None:
        self._tell()

    def watch_chosen(self) -> None:
        self._tell()

    def watch_told(self) -> None:
        self._tell()

    def watch_shapes(self) -> None:
        self._tell()

    def on_resize(self) -> None:
        """More fits, or less."""
        self._tell()

    def _tell(self) -> None:
        about = self.told if self.told and self.told.streak_id == self.chosen else None
        words = Content("") if self.page is None else self.words(self.page, about)
        self.update(words, layout=False)

    @abstractmethod
    def words(self, page: Page, about: CardPage | None) -> Content:
        """What is told of it; `about` is None while nothing was read of it yet."""
