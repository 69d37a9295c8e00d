"""The export screen: in which format, and where to."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.widgets import Input, Static

from unbroken.core.errors import Refusal, StoreError
from unbroken.core.exchange_results import ExportReport
from unbroken.exchange import registry
from unbroken.exchange.cancellation import Stopped
from unbroken.exchange.export_file import export_to
from unbroken.exchange.output_files import Taken
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import OwnScreen, open_over
from unbroken.tui.keys_in_force import with_keys
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.model.exchange_words import export_name, written_content
from unbroken.tui.model.folder_entries import path_of, shown
from unbroken.tui.widgets.button import Button
from unbroken.tui.widgets.choice_field import ChoiceField
from unbroken.tui.widgets.form_field import Field, text_input
from unbroken.tui.widgets.form_scroll import FormScroll
from unbroken.tui.widgets.key_line import KeyLine
from unbroken.tui.widgets.progress_line import ProgressLine


class ExportScreen(OwnScreen[None]):
    """Writes everything to a file or a folder, as often as one likes.

    `database` is the file in use, over which nothing is written; None where it is only in memory.
    """

    DEFAULT_CSS = """
    ExportScreen {
        #head { height: 1; padding: 0 1; max-width: 84; }
        #title { width: auto; margin-right: 2; }
        #hint { width: 1fr; text-align: right; }
        #form { height: 1fr; padding: 0 1; max-width: 84; }
        Button { min-width: 0; margin: 0 0 0 13; }
        #written { display: none; height: auto; margin-top: 1; }
    }
    ExportScreen.-roomy {
        #head, #field-format { margin-bottom: 1; }
        Button { margin: 1 0 0 13; }
    }
    """
    BINDING_GROUP_TITLE = "Export"
    FIELDS_OF = "export"
    AUTO_FOCUS = "#format"
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (76, "-roomy")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "export", "export", id="export.go", tooltip="Write the file"),
        Binding("escape", "leave", "back", id="export.back", tooltip="Back, or stop what runs"),
        Binding("down", "app.focus_next", "Next", show=False, id="export.next"),
        Binding("up", "app.focus_previous", "Previous", show=False, id="export.previous"),
    ]

    written = query_one("#written", Static)
    """The result of the last export."""
    progress = query_one(ProgressLine)
    """The progress of writing."""

    def __init__(self, engine_thread: EngineThread, page: Page, database: Path | None) -> None:
        super().__init__()
        self._engine_thread, self._page, self._database = engine_thread, page, database
        self._proposed = self._proposal("json")
        self._writing = False

    def _proposal(self, format: str) -> str:
        """A name in the working directory, or at home where that takes no files."""
        folder = Path.cwd() if os.access(".", os.W_OK) else Path.home()
        return shown(folder / export_name(format, self._page.today.isoformat()))

    def compose(self) -> ComposeResult:
        """The format with what it is for, the name, and what came of it."""
        with Horizontal(id="head"):
            yield Static("Export", id="title")
            does = with_keys(self, "<export.go> exports · <export.back> back")
            yield Static(does, id="hint")
        formats = [(registry.exporter(name).TITLE, name) for name in registry.EXPORTERS]
        with FormScroll(id="form"):
            hint = registry.exporter("json").PURPOSE
            yield Field("Format", ChoiceField("format", formats, "json"), name="format", hint=hint)
            yield Field("File", text_input("path", self._proposed, most=4096), name="path")
            yield Button("Export", id="export")
            yield Static(id="written")
        yield ProgressLine()
        yield KeyLine()

    @property
    def format(self) -> str:
        return str(self.query_one("#format", ChoiceField).value)

    @on(ChoiceField.Changed)
    def choose_format(self) -> None:
        """Says what it is for; a name that was not changed follows."""
        self.query_one("#field-format", Field).hint = registry.exporter(self.format).PURPOSE
        path, before = self.query_one("#path", Input), self._proposed
        self._proposed = self._proposal(self.format)
        if path.value == before:
            path.value = self._proposed

    @on(Input.Changed)
    def forget_fault(self) -> None:
        """Hides what was said of the name before."""
        self.query_one("#field-path", Field).fault = ""

    @on(Input.Submitted)
    @on(Button.Pressed)
    def action_export(self) -> None:
        """Writes it, once however often the key is pressed."""
        if not self._writing:
            self._writing = True
            self._export()

    def action_leave(self) -> None:
        """Stops what is under way, or goes back."""
        if self.progress.steps is None:
            self.dismiss(None)
        else:
            self.progress.stop()

    @work(group="export")
    async def _export(self) -> None:
        text, field = (
            self.query_one("#path", Input).value.strip(),
            self.query_one("#field-path", Field),
        )
        self.written.display = False
        try:
            if not text:
                field.fault = "Write the name of the file."
                return
            question = partial(
                export_to,
                format=self.format,
                target=path_of(text),
                database=self._database,
            )
            try:
                written = await self._run(partial(question, force=False))
            except Taken as taken:
                if not await open_over(
                    self, ConfirmDialog(taken.question, "Replace", destructive=True)
                ):
                    return
                written = await self._run(partial(question, force=True))
            self.written.update(written_content(written))
            self.written.display = True
            self.call_after_refresh(self.written.scroll_visible, animate=False)
        except Stopped:
            field.fault = "Stopped; nothing was written."
        except (Refusal, StoreError) as error:
            field.fault = error.message
        finally:
            self._writing = False

    async def _run(self, question: Callable[..., ExportReport]) -> ExportReport:
        """Writes it, telling how far it is. Raises what the engine does, and Stopped."""
        steps = self.progress.begin("Reading …", "Writing …")
        try:
            return await self._engine_thread.call(partial(question, progressed=steps))
        finally:
            self.progress.end()
