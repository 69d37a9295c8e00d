"""The list of an owner's time zones over time."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from unbroken.core.results import Owner, ZoneEntry
from unbroken.engine.timezone_timeline import in_force
from unbroken.wording.dates import city
from unbroken.wording.symbols import Shapes
from unbroken.wording.timezones import since_words


class TimezoneList(OptionList):
    """The entries of a travel log, newest first; enter edits one."""

    DEFAULT_CSS = """
    TimezoneList {
        height: 1fr;
        padding: 0;
        &.-textual-compact { padding: 0 1; }
    }
    """
    BINDING_GROUP_TITLE = "Travel log"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", "add", id="travels.add", tooltip="Add where you were since when"),
        Binding("e,enter", "select", "edit", id="travels.edit", tooltip="Change the entry"),
        Binding(
            "x,delete", "remove", "remove", id="travels.remove", tooltip="Remove the entry, asked"
        ),
        Binding("j", "cursor_down", "Down", show=False, id="travels.down"),
        Binding("k", "cursor_up", "Up", show=False, id="travels.up"),
    ]

    class AddRequested(Message):
        """An entry is to be added."""

    class _About(Message):
        def __init__(self, entry: ZoneEntry) -> None:
            super().__init__()
            self.entry = entry

    class EditRequested(_About):
        """This entry is to be changed."""

    class RemovalRequested(_About):
        """This entry is to be removed."""

    def __init__(self, shapes: Shapes) -> None:
        super().__init__(compact=True)
        self._shapes = shapes
        self._entries: list[ZoneEntry] = []

    def show(self, owner: Owner, now: datetime) -> None:
        """Shows an owner's entries; the cursor goes to a new one, or stays where it was."""
        at, known = self.highlighted or 0, self._entries
        self._entries = list(reversed(owner.timezones))
        current = in_force(owner, now)
        self.set_options(Option(self._line(owner, each, each == current)) for each in self._entries)
        new = [place for place, each in enumerate(self._entries) if known and each not in known]
        self.highlighted = new[0] if new else min(at, len(self._entries) - 1)
        self.refresh_bindings()

    def _line(self, owner: Owner, entry: ZoneEntry, current: bool) -> Content:
        mark = self._shapes.met if current else " "
        since, place = since_words(owner, entry), city(entry.timezone)
        return Content(f"{mark} {since:<21}  {place}{', now' if current else ''}")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The only entry cannot be removed."""
        return action != "remove" or len(self._entries) > 1

    def why_idle(self, name: str) -> str:
        """Why an entry stays."""
        return "The only entry cannot be removed." if name == "travels.remove" else ""

    @on(OptionList.OptionSelected)
    def request_edit(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.EditRequested(self._entries[event.option_index]))

    def action_add(self) -> None:
        self.post_message(self.AddRequested())

    def action_remove(self) -> None:
        if self.highlighted is not None:
            self.post_message(self.RemovalRequested(self._entries[self.highlighted]))
