"""The footer: the keys that matter most, as many as fit."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from unbroken.tui.columns import ROOMY

_WITH_ROOM = ("log_form", "calendar")
"""The actions that a narrow window leaves to the help screen."""


class KeyLine(Footer):
    """The screen's footer; in a narrow window some keys are left out rather than cut."""

    def __init__(self) -> None:
        super().__init__(compact=True, show_command_palette=False)
        self._roomy: bool | None = None

    def compose(self) -> ComposeResult:
        """The keys that there is room for."""
        self._roomy = self.app.size.width >= ROOMY
        for shown in super().compose():
            if self._roomy or not isinstance(shown, FooterKey) or shown.action not in _WITH_ROOM:
                yield shown

    async def on_resize(self) -> None:
        """There is room for more, or for fewer."""
        if self._roomy is not None and self._roomy != (self.app.size.width >= ROOMY):
            await self.recompose()
