"""The notes that were found, below the streaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from unbroken.core.results import Log


class NoteList(OptionList):
    """Logs with a note that has what was looked for, newest first; enter opens the day of one."""

    DEFAULT_CSS = """
    NoteList {
        height: auto;
        max-height: 45%;
        min-width: 8;
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
        """The day of a log is to be shown."""

        def __init__(self, log: Log) -> None:
            super().__init__()
            self.log = log

    def __init__(self) -> None:
        super().__init__(compact=True, classes="pane")
        self.border_subtitle = "tab goes here, enter shows the day"
        self.logs: tuple[Log, ...] = ()
        """What is listed."""

    def show(self, logs: Sequence[Log], lines: Sequence[str], title: str) -> None:
        """Lists logs, each as its line says it; nothing at all where there are none."""
        self.logs = tuple(logs)
        self.set_options(Option(Content(line)) for line in lines)
        self.border_title = Content(title)
        self.highlighted = 0 if logs else None
        self.display = bool(logs)

    @on(OptionList.OptionSelected)
    def open_day(self, event: OptionList.OptionSelected) -> None:
        """Asks for the day of the chosen log."""
        event.stop()
        self.post_message(self.Opened(self.logs[event.option_index]))
