"""A field for text."""

from __future__ import annotations

from textual.reactive import reactive
from textual.widgets import Input


class TextField(Input):
    """A field whose cursor stands still: an app that waits for a person writes nothing."""

    cursor_blink = reactive(False, init=False)
