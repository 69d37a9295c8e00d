"""The dialogs that log: how much, on which day, with what said of it."""

from __future__ import annotations

from typing import ClassVar, Final, Generic

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Label, Static

from unbroken.core.errors import Refusal, StoreError
from unbroken.tui.dialogs.base import Dialog
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import Answer, EngineThread
from unbroken.tui.model.dashboard_page import Logged, load_page
from unbroken.tui.model.log_forms import DetailedLog, LogForm, on_one_line
from unbroken.tui.model.refusal_fields import field_of
from unbroken.tui.widgets.text_field import TextField

_PAUSE: Final = 0.2
"""Seconds without typing after which a log is tried out."""
_EDITOR: Final = "Write the note in your editor ($VISUAL or $EDITOR)"
_LOOK: Final = 1.0
"""Seconds until it is looked again which day it is."""


class LogDialog(Dialog[Answer | None], Generic[Answer]):
    """Asks what its form does, and records it; stays open, as it is, where the engine refuses.

    Answers what the engine does, None where it is called off. The classes below differ in their
    looks and in the ids of their keys, which stand in people's own keymaps.
    """

    DEFAULT_CSS = """
    LogDialog {
        .field { height: 1; margin-top: 1; }
        .field Label { width: 9; }
        Input { width: 1fr; }
        Input.-textual-compact { padding: 0 1; }
    }
    """
    BINDING_GROUP_TITLE = "Log"
    FIELDS_OF = "log"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-tall")]  # noqa: RUF012

    DOES: ClassVar[str] = "logs"
    """What enter does."""
    WIDE: ClassVar[int] = 44
    """Cells of the box, where there is room for them."""
    EDITOR: ClassVar[str] = "log.editor"
    """The id of the key that opens an editor for a note."""
    DETAILED: ClassVar[bool] = False
    """Whether faults stand below their fields, and what the log would do below them all."""

    def __init__(self, engine_thread: EngineThread, form: LogForm[Answer]) -> None:
        super().__init__()
        self._engine_thread, self._form = engine_thread, form
        self._whole = {field.name: field.whole for field in form.fields if field.whole}

    def compose(self) -> ComposeResult:
        """What it is about, the fields, and what is wrong with them."""
        form = self._form
        told = [f"<{self.EDITOR}> editor"] if self._has_note else []
        tab = ["tab next field"] if len(form.fields) > 1 else []
        with VerticalScroll(classes="box", can_focus=False) as box:
            box.border_subtitle = self.key_words(
                f"enter {self.DOES}",
                *tab,
                "<dialog.help!> help",
                *told,
                "escape cancels",
                wide=self.WIDE,
            )
            yield Static(Content.styled(form.title, "bold"))
            if form.about:
                yield Static(Content(form.about), classes="quiet")
            for name, label, value, placeholder, longest, _ in form.fields:
                with Horizontal(classes="field"):
                    if label:
                        yield Label(Content(label))
                    yield TextField(
                        value, placeholder=placeholder, max_length=longest, compact=True, id=name
                    )
                if self.DETAILED:
                    yield Static(classes="fault", id=f"{name}-fault")
            if self.DETAILED:
                yield Static(classes="quiet", id="told")
            yield Static(classes="fault", id="fault")

    @property
    def written(self) -> dict[str, str]:
        """What stands in each field; a text of several lines as long as nobody writes over it."""
        shown = {str(field.id): field.value for field in self.query(Input)}
        whole = self._whole.items()
        return shown | {name: text for name, text in whole if shown[name] == on_one_line(text)}

    @property
    def _has_note(self) -> bool:
        return any(field.name == "note" for field in self._form.fields)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a note can be so long that an editor is wanted."""
        return action != "edit_note" or self._has_note

    def action_edit_note(self) -> None:
        """Has the note written in an editor; where that fails, it is as it was."""
        from unbroken.tui.external_editor import EditorFault, edit_text  # few notes are long

        try:
            text = edit_text(self.app, self.written["note"])
        except EditorFault as fault:
            self.app.notify(str(fault), severity="warning", markup=False)
            return
        self._whole["note"] = text
        note = self.query_one("#note", Input)
        note.value = on_one_line(text)
        note.cursor_position = len(note.value)
        note.focus()

    @on(Input.Changed)
    def forget_fault(self) -> None:
        """What is written now was not refused yet."""
        self.blame(None)

    @on(Input.Submitted)
    def save(self) -> None:
        """Records it, once however often enter is pressed."""
        if not self.saving:
            self.saving = True
            self._save()

    @work(group="log")
    async def _save(self) -> None:
        try:
            self.dismiss(await self._engine_thread.call(self._form.record(self.written)))
        except (Refusal, StoreError) as error:
            self.saving = False
            self.blame(error)
            field = field_of(error, self.written)
            if field is not None:
                self.query_one(f"#{field}", Input).focus()

    def blame(self, error: Refusal | StoreError | None) -> None:
        """Says why it was refused, below the field that it is about where there is room for it."""
        field = field_of(error, self.written) if self.DETAILED else None
        for line in self.query(".fault").results(Static):
            here = error is not None and line.id == (f"{field}-fault" if field else "fault")
            line.update(Content(error.message if error is not None and here else ""))
            line.set_class(here, "-said")
            if here:
                line.scroll_visible(animate=False)


class AmountDialog(LogDialog[Logged]):
    """Asks how much is logged now."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "cancel", id="amount.cancel", tooltip="Log nothing"),
    ]


class DayLogDialog(LogDialog[int]):
    """Asks what is logged on a day or a range, or what a log should be."""

    DEFAULT_CSS = """
    DayLogDialog.-short .field { margin-top: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "cancel", id="day.cancel", tooltip="Change nothing"),
        Binding("f4", "edit_note", "editor", id="day.editor", tooltip=_EDITOR),
    ]
    DOES = "saves"
    EDITOR = "day.editor"


class DetailedLogDialog(LogDialog[Logged]):
    """Asks for a log with everything said, and says what it will do before it is made."""

    DEFAULT_CSS = """
    DetailedLogDialog {
        .box { width: 60; }
        .field Label { width: 8; }
        .fault { display: none; padding-left: 8; }
        .fault.-said { display: block; }
        #fault { padding-left: 0; margin-top: 1; }
        #told { margin-top: 1; }

        &.-short {
            .field, #told, #fault { margin-top: 0; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "cancel", id="log.cancel", tooltip="Log nothing"),
        Binding("f4", "edit_note", "editor", id="log.editor", tooltip=_EDITOR),
    ]
    DETAILED = True
    WIDE = 60

    def __init__(self, engine_thread: EngineThread, log: DetailedLog) -> None:
        super().__init__(engine_thread, log.form())
        self._log = log
        self._pausing: Timer | None = None

    def on_mount(self) -> None:
        """Says at once what it would do, if nothing need be typed."""
        self._try_out()
        self.set_interval(_LOOK, self._follow_the_day)

    async def _follow_the_day(self) -> None:
        """What was true of the day before is tried out anew."""
        if self._log.is_outdated():
            page = await ask(self.app, self._engine_thread, load_page)
            if page is not None:
                self._log.page = page
                self._try_out()

    @on(Input.Changed)
    def wait_for_a_pause(self) -> None:
        """Tries the log out, once nobody types."""
        if self._pausing is not None:
            self._pausing.stop()
        self._pausing = self.set_timer(_PAUSE, self._try_out)

    @work(exclusive=True, group="try")
    async def _try_out(self) -> None:
        told = self.query_one("#told", Static)
        said, fault = "", None
        if not self._log.can_be_tried(self.written):
            told.update("")
            return
        try:
            said = await self._engine_thread.call(self._log.try_out(self.written))
        except (Refusal, StoreError) as error:
            fault = error
        self.blame(fault)
        told.update(Content(said))
