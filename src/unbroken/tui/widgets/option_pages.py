"""Page keys in lists, also where there is no room for one line of them.

Textual's own `OptionList` then knows no line of its chosen option, and ends the app with a
KeyError. Its palette and its choices are such lists too, so the method itself is mended.
"""

from __future__ import annotations

from typing import Any

from textual.widgets import OptionList

_move_page = OptionList._move_page


def _move_page_where_seen(self: OptionList, direction: Any) -> None:
    if self.scrollable_content_region:
        _move_page(self, direction)


def mend_page_keys() -> None:
    """From now on a page key does nothing in a list that has no room."""
    OptionList._move_page = _move_page_where_seen  # type: ignore[method-assign]
