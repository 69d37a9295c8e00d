"""The travel log: an owner's time zones over time (docs/domain.md 2.2)."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.getters import query_one
from textual.reactive import reactive
from textual.widgets import Static

from unbroken.core.results import Owner, ZoneEntry
from unbroken.engine.clock import Clock
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.dialogs.timezone_entry import TimezoneEntryDialog
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import OwnScreen, open_over, opens
from unbroken.tui.widgets.key_line import KeyLine
from unbroken.tui.widgets.timezone_list import TimezoneList
from unbroken.wording.dates import city
from unbroken.wording.symbols import Shapes
from unbroken.wording.timezones import removal_words

_ABOUT: Final = "Since when you were where: days begin and end there. Logs keep their dates."


class TimezoneTimelineScreen(OwnScreen[Owner | None]):
    """Shows the entries and saves each change at once; answers the owner if anything changed."""

    DEFAULT_CSS = """
    TimezoneTimelineScreen {
        #title { height: 1; padding: 0 1; }
        #about { height: auto; padding: 0 1; margin-bottom: 1; }
        TimezoneList { max-width: 84; }
    }
    """
    BINDING_GROUP_TITLE = "Travel log"
    AUTO_FOCUS = "TimezoneList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", id="travels.back", tooltip="Back to the settings"),
        Binding("q", "app.quit", "quit", show=False, id="travels.quit", tooltip="Quit"),
    ]

    entries = query_one(TimezoneList)
    """The entries."""

    owner: reactive[Owner | None] = reactive(None, init=False)
    """The owner whose entries are shown, as they are now."""

    def __init__(
        self, engine_thread: EngineThread, owner: Owner, clock: Clock, shapes: Shapes
    ) -> None:
        super().__init__()
        self._engine_thread, self._before, self._clock, self._shapes = (
            engine_thread,
            owner,
            clock,
            shapes,
        )

    def compose(self) -> ComposeResult:
        """Title, explanation and entries."""
        yield Static(Content(f"Travel log of {self._before.name}"), id="title")
        yield Static(_ABOUT, id="about")
        yield TimezoneList(self._shapes)
        yield KeyLine()

    def on_mount(self) -> None:
        self.owner = self._before

    def watch_owner(self, owner: Owner | None) -> None:
        if owner is not None:
            self.entries.show(owner, self._clock())

    @on(TimezoneList.AddRequested)
    def add_entry(self) -> None:
        """Asks for a zone and since when it holds."""
        self._ask_entry(None)

    @on(TimezoneList.EditRequested)
    def edit_entry(self, event: TimezoneList.EditRequested) -> None:
        """Asks for the entry's zone and time anew."""
        self._ask_entry(event.entry)

    @opens
    @work(group="entry")
    async def _ask_entry(self, entry: ZoneEntry | None) -> None:
        if self.owner is not None:
            dialog = TimezoneEntryDialog(
                self._engine_thread, self.owner, entry, self._clock, self._shapes
            )
            self.owner = await open_over(self, dialog) or self.owner

    @on(TimezoneList.RemovalRequested)
    @opens
    @work(group="entry")
    async def remove_entry(self, event: TimezoneList.RemovalRequested) -> None:
        """Removes an entry, after a confirmation that says what follows."""
        owner, entry = self.owner, event.entry
        if owner is None:
            return
        dialog = ConfirmDialog(removal_words(owner, entry), "Remove", destructive=True)
        if await open_over(self, dialog):
            key = owner.id, entry.effective_from
            left = await ask(self.app, self._engine_thread, lambda engine: engine.remove_zone(*key))
            if left is not None:
                self.owner = left
                said = f"{city(entry.timezone)} is removed; undo brings it back."
                self.app.notify(said, markup=False)

    def action_leave(self) -> None:
        self.dismiss(None if self.owner == self._before else self.owner)
