"""The settings screen: owners, the time of the current one, and how the app looks."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Button, Input, Static

from unbroken.core.errors import Refusal, StoreError
from unbroken.core.owner_fields import SETTINGS
from unbroken.core.reports import SyncStatus
from unbroken.core.results import Owner
from unbroken.engine.api import Engine
from unbroken.engine.callers import Caller
from unbroken.engine.clock import Clock
from unbroken.tui.actions.preference_keeper import PreferenceKeeper
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.dialogs.owner import OwnerDialog
from unbroken.tui.dialogs.zone import ZoneDialog
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread, Question
from unbroken.tui.front import OwnScreen, open_over, opens
from unbroken.tui.keys_in_force import with_keys
from unbroken.tui.model.dashboard_page import Page, load_page
from unbroken.tui.model.folder_entries import shown
from unbroken.tui.model.moved_day import ChangedOwner, change_owner, moved_day
from unbroken.tui.model.sync_words import NOT_SYNCED
from unbroken.tui.screens.machines import MachinesScreen
from unbroken.tui.screens.sync_setup import SyncSetupScreen
from unbroken.tui.screens.timezone_timeline import TimezoneTimelineScreen
from unbroken.tui.themes import THEMES
from unbroken.tui.widgets.choice_field import ChoiceField
from unbroken.tui.widgets.form_scroll import FormScroll
from unbroken.tui.widgets.key_line import KeyLine
from unbroken.tui.widgets.owner_list import OwnerList
from unbroken.tui.widgets.settings_form import FIELDS, SettingsForm
from unbroken.wording.dates import city
from unbroken.wording.symbols import shapes_named
from unbroken.wording.synchronisation import folder_lines, round_lines


class SettingsScreen(OwnScreen[bool]):
    """Shows the settings and keeps each as soon as it is changed; answers whether any was."""

    DEFAULT_CSS = """
    SettingsScreen {
        #title { height: 1; padding: 0 1; }
        #settings { height: 1fr; padding: 0 1; max-width: 84; }
    }
    """
    BINDING_GROUP_TITLE = "Settings"
    FIELDS_OF = "settings"
    AUTO_FOCUS = "OwnerList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", id="settings.back", tooltip="Back to the streaks"),
        Binding("down", "app.focus_next", "Next", show=False, id="settings.next"),
        Binding("up", "app.focus_previous", "Previous", show=False, id="settings.previous"),
    ]

    owners = query_one(OwnerList)
    """All owners."""
    form = query_one(SettingsForm)
    """What can be set."""

    owner: reactive[Owner | None] = reactive(None, repaint=False)
    """The current owner, as they are now."""

    class PersonChosen(Message):
        """Another owner is to be the current one; posted to the app, and the screen is left."""

        def __init__(self, owner_id: str) -> None:
            super().__init__()
            self.owner_id = owner_id

    def __init__(
        self,
        engine_thread: EngineThread,
        page: Page,
        clock: Clock,
        preferences: PreferenceKeeper,
        *,
        at: str | None = None,
    ) -> None:
        """`at` is the field that has the focus at first; else the people have it."""
        super().__init__()
        self._at = at
        self._engine_thread, self._page, self._clock = engine_thread, page, clock
        self._preferences = preferences
        self._anything = False
        self._kept: dict[str, str] = {}
        self._status: SyncStatus | None = None
        """How it is synced, once that is known."""

    def compose(self) -> ComposeResult:
        """The owners, the settings of the current one, and those of the app."""
        page = self._page
        yield Static("Settings", id="title")
        with FormScroll(id="settings"):
            yield OwnerList(
                page.owner, admin=page.admin, shapes=shapes_named(page.settings["symbols"])
            )
            ours = [theme.name for theme in THEMES]
            others = sorted(set(self.app.available_themes) - set(ours))
            wanted = self._preferences.preferences.theme
            yield SettingsForm(page, wanted, [*ours, *others], self._clock)
        yield KeyLine()

    def on_mount(self) -> None:
        """Shows the current owner, and reads the others."""
        self.owner = self._page.owner
        self._kept = self.form.written
        self.watch(self.app, "theme", self.follow_theme, init=False)
        self.watch(self.form.theme, "expanded", self.end_preview, init=False)
        self.read_owners()
        self.read_machines()
        if self._at is not None:
            self.query_one(f"#{self._at}").focus()

    @on(ChoiceField.Looked, "#theme")
    def preview_theme(self, event: ChoiceField.Looked) -> None:
        """Shows the theme that the cursor of the open list is on."""
        if event.value in self.app.available_themes:
            self.app.theme = event.value

    def end_preview(self, expanded: bool) -> None:
        """The list is closed: what is chosen holds."""
        chosen = self.form.theme.value
        if not expanded and chosen in self.app.available_themes:
            self.app.theme = chosen

    def follow_theme(self, name: str) -> None:
        """The theme was changed by its key, which keeps it."""
        if self.form.theme.expanded:
            return  # it is only looked at
        self._kept["theme"] = name
        self.form.show_theme(name)

    def watch_owner(self, owner: Owner | None) -> None:
        """Shows what the owner's settings mean now."""
        if owner is not None:
            self.form.tell(owner)

    @work(group="people", exclusive=True)
    async def read_owners(self) -> None:
        """Reads all owners, and lists them."""
        owners = await ask(self.app, self._engine_thread, Engine.owners)
        if owners is not None:
            self.owners.show(owners)

    @on(ChoiceField.Changed)
    def keep_choice(self, event: ChoiceField.Changed) -> None:
        self._keep(str(event.field.id), str(event.value))

    @on(Input.Submitted)
    @on(Input.Blurred)
    def keep_text(self, event: Input.Submitted | Input.Blurred) -> None:
        """Keeps what was written, on enter and when the field is left."""
        self._keep(str(event.input.id), event.value.strip())

    def _keep(self, name: str, text: str) -> None:
        if name in FIELDS and self._kept.get(name) != text:
            self._kept[name] = text
            self._save(name, text)

    @work(group="settings")
    async def _save(self, name: str, text: str) -> None:
        try:
            answer = await self._write(name, text)
        except (Refusal, StoreError) as error:
            self._kept.pop(name, None)
            self.form.fault(name, error.message)
            return
        self.form.fault(name, "")
        self._anything = True
        if isinstance(answer, ChangedOwner):
            self.owner = answer.owner
            self._tell_day(answer.said)
            self.read_owners()
        elif name == "theme" and text in self.app.available_themes:
            self.app.theme = text

    async def _write(self, name: str, text: str) -> object:
        """Keeps a value where it belongs; answers the owner where it is theirs."""
        if name == "theme":
            await self._preferences.save({name: text})
            return None
        question: Question[Any] = partial(Engine.configure, key=name, text=text)
        if name in SETTINGS:
            value = text if name == "quiet_hours" else text or "0"
            given: dict[str, Any] = {"owner_id": self._page.owner.id, name: value}
            question = partial(change_owner, **given)
        return await self._engine_thread.call(question)

    @on(Button.Pressed, "#zone")
    @opens
    @work(group="settings")
    async def choose_zone(self) -> None:
        """Asks for the zone, and whether the one before was always wrong."""
        shapes = shapes_named(self._page.settings["symbols"])
        owner = self.owner or self._page.owner
        dialog = ZoneDialog(self.form.zone, shapes, owner, self._clock())
        chosen = await open_over(self, dialog)
        if chosen is not None:
            question = partial(
                change_owner, owner_id=self._page.owner.id, tz=chosen.zone, always=chosen.always
            )
            moved = await ask(self.app, self._engine_thread, lambda engine: question(engine))
            if moved is not None:
                self._anything, self.owner = True, moved.owner
                here = f"Your streaks are in {city(chosen.zone)} from now on."
                self._tell_day(" ".join((here, moved.said)))

    def _tell_day(self, said: str) -> None:
        """Says what has happened to the present day, if anything."""
        if said:
            back = with_keys(self, "<dashboard.undo> in the list takes it back.")
            self.app.notify(f"{said.strip()}\n{back}", timeout=10, markup=False)

    @on(Button.Pressed, "#travels")
    @opens
    @work(group="settings")
    async def show_travels(self) -> None:
        """Shows the travel log, where it can be changed."""
        shapes = shapes_named(self._page.settings["symbols"])
        before = self.owner or self._page.owner
        screen = TimezoneTimelineScreen(self._engine_thread, before, self._clock, shapes)
        owner = await open_over(self, screen)
        if owner is not None:
            self._tell_day(moved_day(before, owner, self._clock()))
            self._anything, self.owner = True, owner
            self.read_owners()

    @on(Button.Pressed, "#backup")
    @work(group="backup", exclusive=True)
    async def back_up(self) -> None:
        """Writes a copy of the database, and says where."""
        path = await ask(self.app, self._engine_thread, Engine.backup)
        if path is not None:
            self.form.say("backup", f"Written to {shown(path)}.")

    @work(group="machines", exclusive=True)
    async def read_machines(self) -> None:
        """Shows the machines that this one agrees with, and when each was seen last."""
        if self._page.admin:
            await self._show_machines()

    @on(Button.Pressed, "#sync")
    @work(group="machines", exclusive=True)
    async def sync_now(self) -> None:
        """Reads and writes the folder, and says what came."""
        done = await ask(self.app, await self._engine_thread.beside(), Engine.sync)
        if done is not None:
            self._anything = True
            self.app.notify("\n".join(round_lines(done)), markup=False)
            await self._show_machines()

    async def _show_machines(self) -> None:
        status = await ask(self.app, await self._engine_thread.beside(), Engine.sync_status)
        if status is not None:
            owner, now = self.owner or self._page.owner, self._clock()
            synced = status.folder is not None
            lines = folder_lines(status, owner, now) if synced else [status.problem or NOT_SYNCED]
            self.form.show_machines("\n".join(lines), synced=synced)
            self._status = status

    @on(Button.Pressed, "#machines")
    @opens
    @work(group="machines-screen")
    async def open_machines(self) -> None:
        """Sets syncing up; or shows the machines, where it is."""
        if self._status is None:
            return  # it is not known yet which of the two it is
        if self._status.folder is None:
            screen: OwnScreen[bool] = SyncSetupScreen(self._engine_thread)
        else:
            owner = self.owner or self._page.owner
            screen = MachinesScreen(self._engine_thread, self._status, owner, self._clock)
        if await open_over(self, screen):
            self._anything = True
            await self._go_on_as_joined()
        self.read_machines()

    async def _go_on_as_joined(self) -> None:
        """Shows the people anew; who was in use may be one of the folder's by now."""
        former = self._page.owner
        owners = await ask(self.app, self._engine_thread, Engine.owners)
        if not owners:
            return
        if former.id not in (each.id for each in owners):
            named = (each for each in owners if each.name.casefold() == former.name.casefold())
            await self._engine_thread.act_as(Caller(True, next(named, owners[0]).id))
        page = await ask(self.app, self._engine_thread, load_page)
        if page is not None:
            self._page, self.owner = page, page.owner
            self.owners.in_use = page.owner.id
            self.owners.show(owners)
            self.form.show(page.owner)
            self._kept |= self.form.written

    @on(OwnerList.Chosen)
    def use_owner(self, event: OwnerList.Chosen) -> None:
        """Leaves, so that the app goes on as another owner."""
        if event.owner.id != self._page.owner.id:
            self.app.post_message(self.PersonChosen(event.owner.id))
            self.dismiss(True)

    @on(OwnerList.EditRequested)
    @opens
    @work(group="people-dialog")
    async def edit_owner(self, event: OwnerList.EditRequested) -> None:
        """Adds an owner, or changes one."""
        saved = await open_over(self, OwnerDialog(self._engine_thread, event.owner))
        if saved is not None:
            self._anything = True
            if saved.id == self._page.owner.id:
                self._tell_day(moved_day(self.owner or self._page.owner, saved, self._clock()))
                self.owner = saved
                self.form.show(saved)
                self._kept |= self.form.written
            self.read_owners()

    @on(OwnerList.RemovalRequested)
    @opens
    @work(group="people-dialog")
    async def remove_owner(self, event: OwnerList.RemovalRequested) -> None:
        """Removes an owner with their logs, after a confirmation."""
        asked = f"Remove {event.owner.name} with all their logs?"
        if await open_over(self, ConfirmDialog(asked, "Remove", destructive=True)):
            owner_id = event.owner.id
            removed = await ask(
                self.app, self._engine_thread, lambda engine: engine.remove_owner(owner_id)
            )
            if removed is not None:
                self._anything = True
                said = f"{removed.name} is removed; undo brings them back."
                self.app.notify(said, markup=False)
                self.read_owners()

    @opens
    @work(group="leave")
    async def action_leave(self) -> None:
        """Goes back, once what was written last is kept."""
        if isinstance(self.focused, Input):
            self._keep(str(self.focused.id), self.focused.value.strip())
        others = [each for each in self.workers if each.group == "settings" and each.node is self]
        if others:
            await self.workers.wait_for_complete(others)
        if not self.form.faulty or await open_over(
            self,
            ConfirmDialog(
                "What is marked was not kept. Leave all the same?", "Leave", destructive=True
            ),
        ):
            self.dismiss(self._anything)
