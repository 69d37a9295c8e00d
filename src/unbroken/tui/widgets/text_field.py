"""A field for text."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from unbroken.tui.simulated_keys import press_on

_HELP_KEY: Final = "question_mark"


class TextField(Input):
    """A field whose cursor stands still: an app that waits for a person writes nothing. What it
    looks like is looked up when it is mounted, and not as it is made.

    `?` explains it, unless it may be what is written.
    """

    cursor_blink = reactive(False, init=False)

    def update_node_styles(self, animate: bool = True) -> None:
        """There is nothing to look up before there is a place."""
        if self.parent is not None:
            super().update_node_styles(animate)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is text here; that of the help only where any character may be meant."""
        if key == _HELP_KEY and not takes_any_text(self):
            return False
        return super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        """Does what the key of the help does where it is no text."""
        if event.key == _HELP_KEY and not takes_any_text(self):
            event.stop()
            event.prevent_default()
            press_on(self.screen, event.key)


def takes_any_text(focused: Widget | None) -> bool:
    """Whether what has the focus is a field in which any character may be meant."""
    if not isinstance(focused, Input):
        return False
    # Imported here, since the first frame goes without.
    from unbroken.tui.focused_field import field_help

    told = field_help(focused.screen)
    return told is None or told[1].is_text
