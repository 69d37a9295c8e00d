"""A button, as small as its words."""

from __future__ import annotations

from typing import Any

from textual import widgets


class Button(widgets.Button):
    """Textual's on one line, which looks up its looks when it is mounted, and not as it is made."""

    def __init__(self, *label: Any, **how: Any) -> None:
        super().__init__(*label, compact=True, **how)

    def update_node_styles(self, animate: bool = True) -> None:
        """There is nothing to look up before there is a place."""
        if self.parent is not None:
            super().update_node_styles(animate)
