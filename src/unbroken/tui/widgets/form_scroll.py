"""Where the fields of a form stand, of which there may be more than are in sight."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget


class FormScroll(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Page keys scroll, and take the focus along where it would be out of sight; the arrows are
    left to the form, which goes from field to field with them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
    ]

    def action_page(self, by: int) -> None:
        """Goes on or back by as much as is in sight."""
        page = max(self.size.height - 1, 1)
        self.scroll_relative(y=by * page, animate=False, immediate=True)
        fields = [each for each in self.screen.focus_chain if self in each.ancestors]
        seen = [each for each in fields if self._is_in_sight(each)]
        if seen and self.screen.focused not in seen:
            seen[0 if by > 0 else -1].focus(scroll_visible=False)

    def _is_in_sight(self, widget: Widget) -> bool:
        """Whether all of it is, by now; the screen may not have been drawn since."""
        first = self.children[0]
        region = self.screen.find_widget(widget).region
        y = region.y - self.screen.find_widget(first).region.y + first.virtual_region.y
        return self.scroll_offset.y <= y <= self.scroll_offset.y + self.size.height - region.height
