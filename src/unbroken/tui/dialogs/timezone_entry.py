"""The dialog that adds or edits one entry of a travel log."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input

from unbroken.core.errors import Refusal, StoreError
from unbroken.core.results import Owner, ZoneEntry
from unbroken.engine.api import Engine
from unbroken.engine.clock import Clock
from unbroken.engine.timezone_timeline import in_force
from unbroken.engine.when import read_when
from unbroken.tui.dialogs.base import Dialog
from unbroken.tui.dialogs.zone import ZoneDialog
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import open_over, opens
from unbroken.tui.widgets.button import Button
from unbroken.tui.widgets.form_field import Field, text_input
from unbroken.wording.dates import local_text
from unbroken.wording.symbols import Shapes
from unbroken.wording.timezones import instant_words

_FIRST: Final = "The first entry; it holds for all time before the next one."
_WRITE: Final = "Write 2026-05-03 14:00, yesterday 14:00 or -2h, as the clocks there show it."


class TimezoneEntryDialog(Dialog[Owner | None]):
    """Asks for a zone and since when it holds; stays open where the engine refuses.

    Answers the owner as they are then, None where nothing is changed. What is written is a time in
    the zone that is chosen; an instant that nobody writes over stays as it is.
    """

    DEFAULT_CSS = """
    TimezoneEntryDialog {
        .box { width: 52; }
        #tz { width: 1fr; height: 1; padding: 0; line-pad: 1; text-align: left; }
        #tz { content-align: left middle; text-wrap: nowrap; text-overflow: ellipsis; }
        #answers { height: 1; margin-top: 1; }
        #answers Button { min-width: 0; margin-right: 2; }
    }
    """
    BINDING_GROUP_TITLE = "Travel log"
    FIELDS_OF = "travel"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "save", id="journey.save", tooltip="Save the entry"),
        Binding("escape", "dismiss(None)", "cancel", id="journey.cancel", tooltip="Change nothing"),
    ]

    zone: reactive[str] = reactive("", init=False)
    """The chosen zone."""

    def __init__(
        self,
        engine_thread: EngineThread,
        owner: Owner,
        entry: ZoneEntry | None,
        clock: Clock,
        shapes: Shapes,
    ) -> None:
        """`entry` is None for a new one."""
        super().__init__()
        self._engine_thread, self._owner, self._entry = engine_thread, owner, entry
        self._clock, self._shapes = clock, shapes
        self._first = entry == owner.timezones[0]
        self._shown = ""
        self.set_reactive(TimezoneEntryDialog.zone, (entry or in_force(owner, clock())).timezone)

    def compose(self) -> ComposeResult:
        """The zone, since when, and what time that is."""
        empty = "at first" if self._first else "now" if self._entry is None else ""
        with VerticalScroll(classes="box", can_focus=False) as box:
            box.border_title = "New entry" if self._entry is None else "Entry"
            box.border_subtitle = self.key_words(
                "enter saves", "<dialog.help!> help", "escape cancels", wide=52
            )
            yield Field("Time zone", Button(id="tz"), name="tz")
            yield Field("Since", text_input("since", "", empty, most=64), name="since")
            with Horizontal(id="answers"):
                yield Button("Save", id="save")
                yield Button("Cancel", id="cancel")

    def on_mount(self) -> None:
        """Shows the entry as it is; where it is known already, since when is asked first."""
        self.watch_zone(self.zone)
        if self._entry is not None:
            self.query_one("#since").focus()

    def watch_zone(self, zone: str) -> None:
        """Shows the zone; an instant that nobody wrote over is another time there."""
        self.query_one("#tz", Button).label = Content(zone)
        since = self.query_one("#since", Input)
        if self._entry is not None and not self._first and since.value == self._shown:
            self._shown = since.value = local_text(self._entry.effective_from, zone)
        self.say_instant()

    @on(Input.Changed)
    def say_instant(self) -> None:
        """Says what time is meant; what is written now was not refused yet."""
        field = self.query_one("#field-since", Field)
        field.fault = ""
        if self._first and self._since() is None:
            field.hint = _FIRST
            return
        unwritten = self._clock() if self._entry is None else self._entry.effective_from
        try:
            field.hint = f"{instant_words(self._since() or unwritten, self.zone)}."
        except Refusal:
            field.hint = _WRITE

    def _since(self) -> datetime | None:
        """The instant that is written, None where nothing is. Raises Refusal for what is none."""
        text = self.query_one("#since", Input).value.strip()
        if text == self._shown:
            return None
        return read_when(text, self._clock(), self._owner, self.zone)

    @on(Button.Pressed, "#tz")
    @opens
    @work(group="zone")
    async def choose_zone(self) -> None:
        """Asks for the zone, and then since when it holds."""
        dialog = ZoneDialog(self.zone, self._shapes, self._owner, self._clock(), asks_always=False)
        chosen = await open_over(self, dialog)
        if chosen is not None:
            self.zone = chosen.zone
            self.query_one("#since").focus()

    @on(Button.Pressed, "#cancel")
    def cancel(self) -> None:
        """Changes nothing; what is being saved already comes first."""
        if not self.saving:
            self.dismiss(None)

    @on(Input.Submitted)
    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Saves, once however often enter is pressed."""
        if not self.saving:
            self.saving = True
            self._save()

    @work(group="save")
    async def _save(self) -> None:
        try:
            since = self._since()
            if self._entry is None:
                since = since or self._clock()
                question = partial(
                    Engine.add_zone, owner=self._owner.id, zone=self.zone, since=since
                )
            else:
                question = partial(
                    Engine.edit_zone,
                    owner=self._owner.id,
                    effective_from=self._entry.effective_from,
                    zone=self.zone,
                    since=since,
                )
            owner = await self._engine_thread.call(question)
            self.dismiss(None if owner == self._owner else owner)
        except (Refusal, StoreError) as error:
            self.saving = False
            self.query_one("#field-since", Field).fault = error.message
