"""What every dialog is: a box in the middle of the screen, as small as its question."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen

from unbroken.tui.front import Answer, OwnScreen
from unbroken.tui.simulated_keys import fitting_key_words, press_on

_EDGES: Final = 6
"""The cells of an edge that take no words."""


class Dialog(ModalScreen[Answer], OwnScreen[Answer]):
    """A question over the screen that it is about; its widgets go into one of class `box`."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;

        .box {
            width: 44;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            padding: 0 1;

        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "question_mark,f1",
            "app.help",
            "help",
            show=False,
            id="dialog.help",
            tooltip="Explain the field, and list the keys",
        ),
        Binding(
            "ctrl+g",
            "app.jump",
            "jump",
            show=False,
            id="dialog.jump",
            tooltip="Go to a thing in sight by the letter on it",
        ),
    ]

    _told: tuple[str, ...] = ()
    _wide = 44

    def key_words(self, *told: str, wide: int = 44) -> Content:
        """What the keys do, as much of it as the edge of a box so wide has room for; the way out,
        which is told last, always.
        """
        self._told, self._wide = told, wide
        return fitting_key_words(self, min(self.app.size.width, wide) - _EDGES, *told)

    def on_resize(self) -> None:
        """There may be room for more or fewer of the keys now."""
        if self._told:
            words = self.key_words(*self._told, wide=self._wide)
            self.query_one(".box").border_subtitle = words

    def on_click(self, event: events.Click) -> None:
        """A click beside the box goes back, as escape does."""
        if not self.query_one(".box").region.contains(event.screen_x, event.screen_y):
            press_on(self, "escape")
