"""A list of what was written down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from unbroken.core.notes import Written
from unbroken.tui.keys_in_force import with_keys


class NoteList(OptionList):
    """Notes and reasons, newest first; enter opens the day of one."""

    DEFAULT_CSS = """
    NoteList {
        height: auto;
        max-height: 45%;
        padding: 0;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        &.-textual-compact { padding: 0 1; }
    }
    """
    BINDING_GROUP_TITLE = "Notes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "day", id="notes.open", tooltip="Show the day of the note"),
        Binding("j", "cursor_down", "Down", show=False, id="notes.down"),
        Binding("k", "cursor_up", "Up", show=False, id="notes.up"),
    ]

    class Opened(Message):
        """The day of what was written down is to be shown."""

        def __init__(self, written: Written) -> None:
            super().__init__()
            self.written = written

    def __init__(self, hint: str = "<notes.open> shows the day") -> None:
        super().__init__(compact=True, classes="pane")
        self._hint = hint
        self.found: tuple[Written, ...] = ()
        """What is listed."""

    def on_mount(self) -> None:
        """Says what the key does."""
        self.border_subtitle = Content(with_keys(self, self._hint))

    @property
    def chosen(self) -> Written | None:
        """What the cursor is on."""
        at = self.highlighted
        return None if at is None or at >= len(self.found) else self.found[at]

    def show(self, found: Sequence[Written], lines: Sequence[str], title: str) -> None:
        """Lists some, each as its line says it; nothing at all where there are none.

        The cursor stays on what it is on as long as that is listed.
        """
        before, self.found = self.chosen, tuple(found)
        self.set_options(Option(Content(line)) for line in lines)
        self.border_title = Content(title)
        ids = [each.id for each in found]
        at = ids.index(before.id) if before is not None and before.id in ids else 0
        self.highlighted = at if found else None
        self.display = bool(found)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where nothing is listed, there is no day to show."""
        return action != "select" or bool(self.found)

    def why_idle(self, name: str) -> str:
        """What is about a note needs one."""
        return "No note is listed whose day could be shown." if name == "notes.open" else ""

    @on(OptionList.OptionSelected)
    def open_day(self, event: OptionList.OptionSelected) -> None:
        """Asks for the day of what was chosen."""
        event.stop()
        self.post_message(self.Opened(self.found[event.option_index]))
