"""A field for a path, with a list of the files and folders that it could go on with."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.widgets import Input, OptionList

from unbroken.tui.model.folder_entries import FolderEntry, completed, entries
from unbroken.tui.widgets.form_field import Field
from unbroken.tui.widgets.text_field import TextField


class PathField(TextField):
    """A path; tab goes on writing it, and goes to the next field once there is nothing to add."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", show=False, id="files.complete"),
    ]

    @work(exclusive=True, group="complete")
    async def action_complete(self) -> None:
        """Adds what is certain; the disk may be slow."""
        before = self.value
        whole = await asyncio.to_thread(completed, before) if before else before
        if self.value != before or not self.has_focus:
            return  # somebody has gone on
        if whole == before:
            self.screen.focus_next()
        else:
            self.value, self.cursor_position = whole, len(whole)


class FileFinder(Vertical):
    """The list follows the path as it is written; choosing from it writes the path."""

    DEFAULT_CSS = """
    FileFinder {
        height: 1fr;

        OptionList {
            height: 1fr;
            margin-left: 13;
            padding: 0;
        }
        OptionList.-textual-compact { padding: 0 1; }
    }
    """

    field = query_one("#field-path", Field)
    """The path with its label, and with what is wrong with it."""
    written = query_one("#path", Input)
    """The path as it is written."""
    listed = query_one(OptionList)
    """The files and folders that it could go on with."""

    class Chosen(Message):
        """That file, or what lies in that folder, is meant."""

        def __init__(self, path: str) -> None:
            super().__init__()
            self.path = path

    def __init__(self, label: str, placeholder: str, *, folders_alone: bool = False) -> None:
        """With `folders_alone` no files are listed."""
        super().__init__()
        self._label, self._placeholder = label, placeholder
        self._folders_alone = folders_alone
        self._entries: tuple[FolderEntry, ...] = ()

    def compose(self) -> ComposeResult:
        path = PathField(placeholder=self._placeholder, max_length=4096, compact=True, id="path")
        yield Field(self._label, path, name="path")
        yield OptionList(compact=True)

    def on_mount(self) -> None:
        """Lists the working directory."""
        self.list_entries()

    @on(Input.Changed, "#path")
    def follow(self) -> None:
        """Lists anew; what was refused was another path."""
        self.field.fault = ""
        self.list_entries()

    @work(exclusive=True, group="entries")
    async def list_entries(self) -> None:
        """Lists what the path could go on with; the disk may be slow."""
        listed = await asyncio.to_thread(entries, self.written.value)
        found = tuple(each for each in listed if each.is_folder or not self._folders_alone)
        self._entries = found
        self.listed.clear_options()
        self.listed.add_options([Content(entry.name) for entry in found])
        self.listed.highlighted = 0 if found else None

    @on(Input.Submitted, "#path")
    def choose_written(self, event: Input.Submitted) -> None:
        """Takes the path as it is written."""
        event.stop()
        self.post_message(self.Chosen(event.value))

    @on(OptionList.OptionSelected)
    def choose_listed(self, event: OptionList.OptionSelected) -> None:
        """Opens a folder; a file is what was looked for."""
        event.stop()
        if event.option_index < len(self._entries):
            entry = self._entries[event.option_index]
            self.written.value = entry.path
            self.written.cursor_position = len(entry.path)
            if not entry.is_folder:
                self.post_message(self.Chosen(entry.path))
