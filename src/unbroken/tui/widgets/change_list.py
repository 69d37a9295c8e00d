"""The list of what was changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from unbroken.core.reports import Change
from unbroken.tui.drawing.line import fit
from unbroken.tui.model.change_lines import ChangeLine
from unbroken.wording.symbols import UNICODE


class ChangeList(OptionList):
    """The changes of a journal, newest first; enter turns all up to the chosen one."""

    DEFAULT_CSS = """
    ChangeList {
        height: 1fr;
        padding: 0;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        &.-textual-compact { padding: 0 1; }
    }
    """
    BINDING_GROUP_TITLE = "Changes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "select",
            "take back",
            id="journal.turn",
            tooltip="Take back all up to this change, or do it again, asked",
        ),
        Binding("j", "cursor_down", "Down", show=False, id="journal.down"),
        Binding("k", "cursor_up", "Up", show=False, id="journal.up"),
    ]

    class Chosen(Message):
        """All changes up to this one are to be taken back, or done again."""

        def __init__(self, change: Change) -> None:
            super().__init__()
            self.change = change

    def __init__(self) -> None:
        super().__init__(compact=True)
        self._listed: Sequence[ChangeLine] = ()
        self._room = 0

    def show(self, lines: Sequence[ChangeLine]) -> None:
        """Lists changes; the cursor stays on the line it was on, or goes to the first."""
        at, self._listed = self.highlighted or 0, lines
        wide = max((len(each.when) for each in lines), default=0)
        # one ink, that of the row: a quieter one could not be read on the ground of focus
        told = (f"{each.when:<{wide}}  {each.words}" for each in lines)
        drawn = (Content(fit(each, self._room, UNICODE) if self._room else each) for each in told)
        self.set_options(Option(each) for each in drawn)
        self.highlighted = min(at, len(lines) - 1) if lines else None
        self.refresh_bindings()

    def on_resize(self) -> None:
        """What is cut off is cut between two words."""
        room = self.scrollable_content_region.width
        if room != self._room:
            self._room = room
            self.show(self._listed)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where nothing is listed, nothing can be taken back."""
        return action != "select" or bool(self._listed)

    @on(OptionList.OptionSelected)
    def request_turn(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(self._listed[event.option_index].change))
