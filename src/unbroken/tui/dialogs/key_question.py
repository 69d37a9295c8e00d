"""The dialog that takes the next key pressed."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from unbroken.tui.dialogs.base import Dialog
from unbroken.tui.model.key_actions import KeyAction, keys_shown


class KeyQuestion(Dialog[str | None]):
    """Asks for a key for an action; answers it, None for escape.

    `refusal` says why a key will not do; the dialog then waits for another one.
    """

    DEFAULT_CSS = """
    KeyQuestion {
        .box { width: 56; }
        #fault { margin-top: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self, action: KeyAction, keys: tuple[str, ...], refusal: Callable[[str], str]
    ) -> None:
        super().__init__()
        self._action, self._keys, self._refusal = action, keys, refusal

    def compose(self) -> ComposeResult:
        """What the key is for, the keys it has, and why the last one will not do."""
        with Vertical(classes="box") as box:
            box.border_title = "Press the new key"
            box.border_subtitle = self.key_words("escape leaves it", wide=56)
            yield Static(Content(f"{self._action.does}."))
            yield Static(Content(f"Now: {keys_shown(self._keys)}"), classes="quiet")
            yield Static(id="fault")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key does anything here but be taken."""
        return False

    def on_key(self, event: events.Key) -> None:
        """Takes a key, or says why not."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(None)
            return
        said = self._refusal(event.key)
        self.query_one("#fault", Static).update(Content(said))
        if not said:
            self.dismiss(event.key)
