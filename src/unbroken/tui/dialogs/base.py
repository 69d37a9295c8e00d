"""What every dialog is: a box in the middle of the screen, as small as its question."""

from __future__ import annotations

from textual import events
from textual.screen import ModalScreen

from unbroken.tui.front import Answer, OwnScreen
from unbroken.tui.simulated_keys import press_on


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

    def on_click(self, event: events.Click) -> None:
        """A click beside the box goes back, as escape does."""
        if not self.query_one(".box").region.contains(event.screen_x, event.screen_y):
            press_on(self, "escape")
