"""The list of what was changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from rich.cells import cell_len
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

_NARROW: Final = 60
"""Below so many cells a change says in fewer of them when it was made."""


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
        whens = [each.short if 0 < self._room < _NARROW else each.when for each in lines]
        wide = max(map(len, whens), default=0)
        # one ink, that of the row: a quieter one could not be read on the ground of focus
        self.set_options(
            Option(Content(f"{when:<{wide}}  {self._told(each.words, wide + 2)}"))
            for when, each in zip(whens, lines, strict=True)
        )
        self.highlighted = min(at, len(lines) - 1) if lines else None
        self.refresh_bindings()

    def _told(self, words: Sequence[str], beside: int) -> str:
        """The first of some texts that has room, or as much as there is room for of the last."""
        if not self._room:
            return words[0]
        room = self._room - beside
        fitting = next((each for each in words if cell_len(each) <= room), words[-1])
        return fit(fitting, room, UNICODE).rstrip()

    @property
    def chosen(self) -> Change | None:
        """The change under the cursor."""
        at = self.highlighted
        return self._listed[at].change if at is not None and at < len(self._listed) else None

    @on(OptionList.OptionHighlighted)
    def follow_cursor(self) -> None:
        """What enter does depends on the change."""
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
