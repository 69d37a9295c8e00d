"""Setting up syncing: a place is named, what would come and go is shown, and the machine joins."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Final, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.reactive import reactive
from textual.widgets import Input, Static

from unbroken.core.errors import ErrorCode, Refusal, StoreError
from unbroken.core.reports import SyncAsked, SyncJoined
from unbroken.engine.api import Engine
from unbroken.exchange.cancellation import Steps, Stopped
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import OwnScreen
from unbroken.tui.keys_in_force import with_keys
from unbroken.tui.model.sync_words import asked_content, field_of, joined_content
from unbroken.tui.widgets.button import Button
from unbroken.tui.widgets.choice_field import ChoiceField
from unbroken.tui.widgets.file_finder import FileFinder
from unbroken.tui.widgets.form_field import Field
from unbroken.tui.widgets.key_line import KeyLine
from unbroken.tui.widgets.progress_line import ProgressLine
from unbroken.tui.widgets.text_field import TextField

CHOOSE, PLAN, WAITS, DONE = "choose", "plan", "waits", "done"
_HINTS: Final = {
    CHOOSE: "tab completes · enter looks",
    PLAN: "enter syncs",
    WAITS: "enter looks again",
    DONE: "enter closes",
}
_BUTTONS: Final = {
    PLAN: ("Sync", "Back"),
    WAITS: ("Look again", "Ask no more"),
    DONE: ("Close", ""),
}
"""By step: what goes on, and what goes back."""
_PHRASE, _LET_IN, _AS_IT_IS = "passphrase", "seal", "as-it-is"
_SEALING: Final = (
    ("as the folder is", _AS_IT_IS),
    ("let machines in", _LET_IN),
    ("passphrase", _PHRASE),
)
_SEALING_HINTS: Final = {
    _AS_IT_IS: "",
    _LET_IN: "A new folder is encrypted; others are let in by a code.",
    _PHRASE: "A new folder is encrypted with it.",
}
_GIT: Final = (("no", "off"), ("commit, pull, push", "on"))
_STOPPED: Final = "Stopped; nothing was changed."
_NOT_YET: Final = "It is not let in yet, or the folder has not brought that here."
_WHILE_WRITING: Final = "Stopped; it is synced, and what is not yet written goes with what is next."


class _Wanted(NamedTuple):
    """What was written: `repeated` is the passphrase once more."""

    folder: str
    git: bool
    seal: bool
    passphrase: str | None
    repeated: str


class SyncSetupScreen(OwnScreen[bool]):
    """Syncs the database to a folder, a server or a bucket; answers whether it is now.

    All is read and tried out beside the engine's own thread, in one transaction that is kept only
    at the end: until then it can be stopped, with nothing left behind.
    """

    DEFAULT_CSS = """
    SyncSetupScreen {
        #head { height: 1; padding: 0 1; max-width: 84; }
        #title { width: auto; margin-right: 2; }
        #hint { width: 1fr; text-align: right; }
        #choose { height: 1fr; padding: 0 1; max-width: 84; overflow-y: auto; }
        FileFinder { min-height: 3; }
        #found { display: none; height: 1fr; padding: 0 1; max-width: 84; }
        #told { height: 1fr; min-height: 1; }
        #field-passphrase, #field-repeated, #fault { display: none; }
        #answers { height: 1; }
        #answers Button { min-width: 0; margin-right: 2; }
    }
    SyncSetupScreen.-by-phrase { #field-passphrase, #field-repeated { display: block; } }
    SyncSetupScreen.-faulty #fault { display: block; }
    SyncSetupScreen.-found {
        #choose { display: none; }
        #found { display: block; }
    }
    SyncSetupScreen.-roomy { #head, #told { margin-bottom: 1; } }
    """
    BINDING_GROUP_TITLE = "Setting up"
    FIELDS_OF = "sync"
    AUTO_FOCUS = "#path"
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (76, "-roomy")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "go_on", "go on", id="sync.go", tooltip="Look, sync or close"),
        Binding("escape", "leave", "back", id="sync.back", tooltip="Back, or stop what runs"),
        Binding("down", "move(1)", "Down", show=False, id="sync.down"),
        Binding("up", "move(-1)", "Up", show=False, id="sync.up"),
    ]

    finder = query_one(FileFinder)
    """The path or the address."""
    told = query_one("#told", VerticalScroll)
    """What would come and go, or what came of it."""
    progress = query_one(ProgressLine)
    """The progress of looking or joining."""

    step: reactive[str] = reactive(CHOOSE, init=False)
    """Choosing a place, looking at what would come, waiting to be let in, or done."""

    def __init__(self, engine_thread: EngineThread) -> None:
        super().__init__()
        self._engine_thread = engine_thread
        self._wanted: _Wanted | None = None
        self._joining = False

    def compose(self) -> ComposeResult:
        """The place and how it is reached, then what was found there."""
        with Horizontal(id="head"):
            yield Static("Sync", id="title")
            yield Static(id="hint")
        with Vertical(id="choose"):
            yield Field("Git", ChoiceField("git", _GIT, "off"), name="git")
            yield Field("Sealing", ChoiceField("sealing", _SEALING, _AS_IT_IS), name="sealing")
            yield Field("Passphrase", _unseen("passphrase"), name="passphrase")
            yield Field("Once more", _unseen("repeated"), name="repeated")
            yield FileFinder("Folder", "a folder or an address", folders_alone=True)
        with Vertical(id="found"):
            with VerticalScroll(id="told"):
                yield Static(id="text")
            yield Static(id="fault")
            with Horizontal(id="answers"):
                yield Button("Sync", id="accept")
                yield Button("Back", id="reject")
        yield ProgressLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Says what the keys do; goes on where this machine waits to be let in."""
        self._say_hint()
        self._take_up_waiting()

    @work(group="sync")
    async def _take_up_waiting(self) -> None:
        waiting = await ask(self.app, self._engine_thread, Engine.sync_waiting)
        if waiting is not None and not self.finder.written.value:
            self.query_one("#git", ChoiceField).value = "on" if waiting.git else "off"
            self.finder.written.value = waiting.folder
            self._look()

    def watch_step(self, step: str) -> None:
        """Shows what belongs to the step."""
        self.set_class(step != CHOOSE, "-found")
        for name, label in zip(("accept", "reject"), _BUTTONS.get(step, ()), strict=False):
            button = self.query_one(f"#{name}", Button)
            button.display = bool(label)
            button.label = label
        self._say_hint()
        first = "path" if step == CHOOSE else "accept"
        self.call_after_refresh(self.query_one(f"#{first}").focus)  # once it is shown

    def _say_hint(self) -> None:
        hint = _HINTS[self.step]
        if self.progress.steps is not None:
            hint = "<sync.back> stops, nothing is kept"
        self.query_one("#hint", Static).update(with_keys(self, hint))

    @on(ChoiceField.Changed, "#sealing")
    def ask_passphrase(self, event: ChoiceField.Changed) -> None:
        """A passphrase is asked for only where one is meant."""
        self.set_class(event.value == _PHRASE, "-by-phrase")
        self.query_one("#field-sealing", Field).hint = _SEALING_HINTS[event.value]
        self._forget_faults()

    @on(Input.Changed)
    @on(ChoiceField.Changed, "#git")
    def _forget_faults(self) -> None:
        """Hides what was said of the values before."""
        for field in self.query(Field):
            field.fault = ""

    @on(Input.Submitted)
    @on(FileFinder.Chosen)
    def _look(self) -> None:
        """Looks what lies in the place, and what would come and go."""
        folder = self.finder.written.value.strip()
        if not folder:
            self.finder.field.fault = "Write the path of a folder, or the address of a place."
            return
        sealing = str(self.query_one("#sealing", ChoiceField).value)
        phrase, repeated = (
            self.query_one(f"#{name}", Input).value for name in ("passphrase", "repeated")
        )
        if sealing == _PHRASE and not phrase:
            self.query_one("#field-passphrase", Field).fault = "Write the passphrase."
            return
        by_git = self.query_one("#git", ChoiceField).value == "on"
        given = phrase if sealing == _PHRASE else None
        self._start(_Wanted(folder, by_git, sealing == _LET_IN, given, repeated))

    def _start(self, wanted: _Wanted, *, joins: bool = False) -> None:
        if self.progress.steps is None:
            self._wanted = wanted
            self._run(wanted, joins)

    @work(group="sync")
    async def _run(self, wanted: _Wanted, joins: bool) -> None:
        self._joining = joins
        steps = (
            self.progress.begin("Joining …")
            if joins
            else self.progress.begin("Looking …", "Trying it out …")
        )
        self._say_hint()
        found: SyncAsked | SyncJoined | None = None
        error: Refusal | StoreError | None = None
        try:
            beside = await self._engine_thread.beside()
            question = partial(_joined if joins else _found, wanted=wanted, steps=steps)
            found = await beside.call(question)
        except Stopped:
            by_now = joins and await self._engine_thread.call(Engine.is_synced_by_now)
            said = _WHILE_WRITING if by_now else _STOPPED
            error = Refusal(ErrorCode.INTERRUPTED, said)
            if by_now:
                self.app.notify(said, markup=False)
                self.dismiss(True)
        except (Refusal, StoreError) as raised:
            error = raised
        if steps is not self.progress.steps:
            return  # it was given up while the place was looked at
        self.progress.end()
        self._say_hint()
        self._refuse(error)
        if isinstance(found, SyncAsked):
            if self.step == WAITS:
                self._refuse(Refusal(ErrorCode.SEALED, _NOT_YET))
            self._show(WAITS, asked_content(found))
        elif found is not None:
            self._show(DONE if joins else PLAN, joined_content(found))

    def _show(self, step: str, text: Content) -> None:
        self.query_one("#text", Static).update(text)
        self.told.scroll_home(animate=False, immediate=True)
        self.step = step

    def _refuse(self, error: Refusal | StoreError | None) -> None:
        """Says why it will not do, where it was written; nothing where nothing is wrong."""
        self._forget_faults()
        said = "" if error is None else error.message
        self.query_one("#fault", Static).update(Content(said))
        self.set_class(bool(said), "-faulty")
        if error is not None and self.step == CHOOSE:
            name = field_of(error, by_phrase=self.has_class("-by-phrase"))
            self.query_one(f"#field-{name}", Field).fault = said

    @on(Button.Pressed, "#accept")
    def action_go_on(self) -> None:
        """Looks what lies there, joins, or closes the screen."""
        if self.step == DONE:
            self.dismiss(True)
        elif self.step == CHOOSE or self._wanted is None:
            self._look()
        else:
            self._start(self._wanted, joins=self.step == PLAN)

    def action_leave(self) -> None:
        """Stops what is under way, or goes a step back."""
        if self.progress.steps is not None:
            self.progress.stop()
            if not self._joining:  # a place that does not answer keeps nobody waiting
                self.progress.end()
                self._say_hint()
        elif self.step in (PLAN, WAITS):
            self._refuse(None)
            self.step = CHOOSE
        else:
            self.dismiss(self.step == DONE)

    @on(Button.Pressed, "#reject")
    def go_back(self) -> None:
        """Another place is to be chosen; where this machine waits, it does so no more."""
        if self.step == WAITS and self.progress.steps is None:
            self._stop_waiting()
        else:
            self.action_leave()

    @work(group="sync")
    async def _stop_waiting(self) -> None:
        if await ask(self.app, await self._engine_thread.beside(), Engine.sync_leave) is not None:
            self._refuse(None)
            self.step = CHOOSE

    def action_move(self, by: int) -> None:
        """Scrolls what was found, or goes to the next field."""
        if self.step != CHOOSE:
            self.told.scroll_relative(y=by, animate=False, immediate=True)
        elif by > 0:
            self.focus_next()
        else:
            self.focus_previous()


def _unseen(name: str) -> TextField:
    """A field for a passphrase."""
    return TextField(password=True, max_length=200, compact=True, id=name)


def _found(engine: Engine, wanted: _Wanted, steps: Steps) -> SyncAsked | SyncJoined:
    """What joining would do; or the code, where this machine has to be let in first."""
    place = engine.sync_place(wanted.folder, git=wanted.git)
    if place.sealed and not (wanted.passphrase is not None or place.let_in):
        return engine.sync_ask(wanted.folder, git=wanted.git)
    if place.sealed is None and wanted.passphrase not in (None, wanted.repeated):
        raise Refusal(
            ErrorCode.SEALED,
            "The two are not the same; write the passphrase of a new folder twice.",
            "repeated",
        )
    return _set_up(engine, wanted, steps, dry_run=True)


def _joined(engine: Engine, wanted: _Wanted, steps: Steps) -> SyncJoined:
    return _set_up(engine, wanted, steps, dry_run=False)


def _set_up(engine: Engine, wanted: _Wanted, steps: Steps, *, dry_run: bool) -> SyncJoined:
    return engine.sync_setup(
        wanted.folder,
        git=wanted.git,
        seal=wanted.seal,
        passphrase=wanted.passphrase,
        dry_run=dry_run,
        progressed=steps,
    )
