"""The machines that share a folder: how they stand, and what can be done about it."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, Static

from unbroken.core.errors import Refusal, StoreError
from unbroken.core.reports import Synced, SyncStatus
from unbroken.core.results import Owner
from unbroken.engine.api import Engine
from unbroken.engine.clock import Clock
from unbroken.exchange.cancellation import Stopped
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.engine_calls import ask, tell
from unbroken.tui.engine_thread import EngineThread, Question
from unbroken.tui.front import OwnScreen, open_over, opens
from unbroken.tui.keys_in_force import with_keys
from unbroken.tui.model.sync_words import LEAVE_QUESTION, REBUILD_QUESTION
from unbroken.tui.widgets.button import Button
from unbroken.tui.widgets.form_field import Field, text_input
from unbroken.tui.widgets.key_line import KeyLine
from unbroken.tui.widgets.progress_line import ProgressLine
from unbroken.wording.synchronisation import round_lines, status_parts

_PARTS: Final = ("Folder", "Waiting", "Sealed", "Machines", "Settled")
"""What is told of, as `status_parts` has it."""
_HINT: Final = "enter does what is marked"
_STOPS: Final = "<machines.back> stops, nothing is kept"
_STOPPED: Final = "Stopped; nothing was changed."


class MachinesScreen(OwnScreen[bool]):
    """Shows the folder and its machines, syncs now, lets others in, rebuilds, leaves.

    Answers whether anything may be another by now. All of it is done beside the engine's own
    thread, since the folder may be slow.
    """

    DEFAULT_CSS = """
    MachinesScreen {
        #head { height: 1; padding: 0 1; max-width: 100; }
        #title { width: auto; margin-right: 2; }
        #hint { width: 1fr; text-align: right; }
        #told { height: 1fr; min-height: 1; padding: 0 1; max-width: 100; }
        #told Static { margin: 0 1 0 13; }
        #field-code { display: none; margin: 0 1; max-width: 84; }
        #answers { height: 1; padding: 0 1; }
        #answers Button { min-width: 0; margin-right: 2; }
    }
    MachinesScreen.-sealed #field-code { display: block; }
    MachinesScreen.-roomy { #head, #told { margin-bottom: 1; } }
    """
    BINDING_GROUP_TITLE = "Machines"
    FIELDS_OF = "machines"
    AUTO_FOCUS = "#sync"
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (76, "-roomy")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sync", "sync now", id="machines.sync", tooltip="Read and write the folder"),
        Binding(
            "r",
            "rebuild",
            "rebuild",
            id="machines.rebuild",
            tooltip="Read all of the folder again, and write what it lacks",
        ),
        Binding("x", "end", "leave", id="machines.leave", tooltip="Sync no more"),
        Binding("escape", "leave", "back", id="machines.back", tooltip="Back, or stop what runs"),
        Binding("down", "move(1)", "Down", show=False, id="machines.down"),
        Binding("up", "move(-1)", "Up", show=False, id="machines.up"),
    ]

    told = query_one("#told", VerticalScroll)
    """How it stands."""
    progress = query_one(ProgressLine)
    """The progress of what takes long."""

    def __init__(
        self, engine_thread: EngineThread, status: SyncStatus, owner: Owner, clock: Clock
    ) -> None:
        super().__init__()
        self._engine_thread, self._status = engine_thread, status
        self._owner, self._clock = owner, clock
        self._anything = False

    def compose(self) -> ComposeResult:
        """How it stands, a code to let in, and what can be done."""
        with Horizontal(id="head"):
            yield Static("Machines", id="title")
            yield Static(_HINT, id="hint")
        with VerticalScroll(id="told", can_focus=False):
            for name in _PARTS:
                yield Field(name, Static(id=name.lower()), name=name.lower())
        code = text_input("code", placeholder="the code that a machine shows", most=40)
        yield Field("Let in", code, name="code")
        with Horizontal(id="answers"):
            yield Button("Sync now", id="sync", action="screen.sync")
            yield Button("Rebuild…", id="rebuild", action="screen.rebuild")
            yield Button("Leave…", id="leave", action="screen.end")
        yield ProgressLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Shows how it stands."""
        self._show()

    def _show(self) -> None:
        self.set_class(self._status.sealed, "-sealed")
        for name, lines in status_parts(self._status, self._owner, self._clock()):
            self.query_one(f"#{name.lower()}", Static).update(Content("\n".join(lines)))
            self.query_one(f"#field-{name.lower()}").display = bool(lines)

    async def _read(self) -> None:
        """Reads how it stands by now."""
        beside = await self._engine_thread.beside()
        status = await ask(self.app, beside, Engine.sync_status)
        if status is not None:
            self._status = status
            self._show()

    def action_sync(self) -> None:
        """Reads and writes the folder now, and says what came."""
        self._run("Syncing …", Engine.sync)

    @opens
    @work(group="machines-dialog")
    async def action_rebuild(self) -> None:
        """Reads all of the folder again, after a confirmation."""
        asked = REBUILD_QUESTION.format(folder=self._status.folder)
        if self.progress.steps is None and await open_over(self, ConfirmDialog(asked, "Rebuild")):
            self._run("Rebuilding …", None)

    def _run(self, doing: str, question: Question[Synced] | None) -> None:
        """Begins what takes long, unless it does already; None is to rebuild."""
        if self.progress.steps is None:
            steps = self.progress.begin(doing)
            self.query_one("#hint", Static).update("" if question else with_keys(self, _STOPS))
            self._carry_out(question or partial(Engine.sync_rebuild, progressed=steps))

    @work(group="machines")
    async def _carry_out(self, question: Question[Synced]) -> None:
        done: Synced | None = None
        try:
            done = await (await self._engine_thread.beside()).call(question)
        except Stopped:
            self.app.notify(_STOPPED, markup=False)
        except (Refusal, StoreError) as error:
            tell(self.app, error)
        self.progress.end()
        self.query_one("#hint", Static).update(_HINT)
        if done is not None:
            self._anything = True
            self.app.notify("\n".join(round_lines(done)), markup=False)
        await self._read()

    @on(Input.Submitted, "#code")
    @work(group="machines")
    async def let_in(self, event: Input.Submitted) -> None:
        """Lets the machine in whose code was written."""
        field, code = self.query_one("#field-code", Field), event.value.strip()
        if not code:
            field.fault = "Write the code as the other machine shows it."
            return
        try:
            beside = await self._engine_thread.beside()
            done = await beside.call(partial(Engine.sync_admit, code=code))
        except (Refusal, StoreError) as error:
            field.fault = error.message
            return
        event.input.value = ""
        field.hint = f"{done.device} is let in; let it look again there."
        await self._read()

    @on(Input.Changed, "#code")
    def forget_fault(self) -> None:
        """Hides what was said of the code before."""
        self.query_one("#field-code", Field).fault = ""

    @opens
    @work(group="machines-dialog")
    async def action_end(self) -> None:
        """Syncs no more, after a confirmation."""
        asked = LEAVE_QUESTION.format(folder=self._status.folder)
        if self.progress.steps is not None or not await open_over(
            self, ConfirmDialog(asked, "Leave", destructive=True)
        ):
            return
        beside = await self._engine_thread.beside()
        folder = await ask(self.app, beside, Engine.sync_leave)
        if folder is not None:
            said = f"Synced no more; what was recorded stays here and in {folder}."
            self.app.notify(said, markup=False)
            self.dismiss(True)

    def action_leave(self) -> None:
        """Stops what is under way, or goes back."""
        if self.progress.steps is not None:
            self.progress.stop()
        else:
            self.dismiss(self._anything)

    def action_move(self, by: int) -> None:
        """Scrolls how it stands as far as it goes, then goes to the next field."""
        told = self.told
        end = told.max_scroll_y if by > 0 else 0
        if told.scroll_y != end:
            told.scroll_relative(y=by, animate=False, immediate=True)
        elif by > 0:
            self.focus_next()
        else:
            self.focus_previous()
