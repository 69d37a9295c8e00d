"""The journal: what was changed, to be taken back up to a chosen change."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.widgets import Static

from unbroken.core.reports import Change, Undone
from unbroken.core.results import Owner
from unbroken.engine.api import Engine
from unbroken.engine.clock import Clock
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread, Question
from unbroken.tui.front import OwnScreen, open_over
from unbroken.tui.model.change_lines import change_lines, turn_question, turned_words
from unbroken.tui.widgets.change_list import ChangeList
from unbroken.tui.widgets.key_line import KeyLine
from unbroken.wording.journal import undone_words

_ABOUT: Final = "Newest first. What is taken back takes all that came after it back, too."
_EMPTY: Final = "Nothing was changed yet that could be taken back."


class JournalScreen(OwnScreen[bool]):
    """Lists the owner's changes and turns some of them; answers whether any was."""

    DEFAULT_CSS = """
    JournalScreen {
        #title { height: 1; padding: 0 1; }
        #about { height: auto; padding: 0 1; margin-bottom: 1; }
    }
    """
    BINDING_GROUP_TITLE = "Changes"
    AUTO_FOCUS = "ChangeList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", id="journal.back", tooltip="Back to the streaks"),
        Binding("u", "undo", "undo", id="journal.undo", tooltip="Take back the last change"),
        Binding(
            "ctrl+r",
            "redo",
            "redo",
            show=False,
            id="journal.redo",
            tooltip="Do again what was taken back",
        ),
    ]

    changes = query_one(ChangeList)
    """The changes."""

    def __init__(self, engine_thread: EngineThread, clock: Clock) -> None:
        super().__init__()
        self._engine_thread, self._clock = engine_thread, clock
        self._turned = self._any = False

    @property
    def own_words(self) -> dict[str, str]:
        """What enter does with the chosen change."""
        change = self.changes.chosen
        return {"journal.turn": "do again"} if change is not None and change.undone else {}

    def compose(self) -> ComposeResult:
        """Title, explanation and changes."""
        yield Static("Changes", id="title")
        yield Static(_ABOUT, id="about")
        yield ChangeList()
        yield KeyLine()

    def on_mount(self) -> None:
        """Shows what there is."""
        self.run_worker(self._read(), group="journal")

    async def _read(self) -> None:
        known = await ask(self.app, self._engine_thread, _known)
        if known is not None:
            owner, changes = known
            self.query_one("#about", Static).update(_ABOUT if changes else _EMPTY)
            self._any = bool(changes)
            self.changes.show(change_lines(owner, changes, self._clock()))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where nothing was changed, nothing can be taken back."""
        return action not in ("undo", "redo") or self._any

    def why_idle(self, name: str) -> str:
        """What is about a change needs one."""
        return _EMPTY if name in ("journal.turn", "journal.undo", "journal.redo") else ""

    @on(ChangeList.Chosen)
    @work(group="turn")
    async def turn_to(self, event: ChangeList.Chosen) -> None:
        """Turns all changes up to one, after a question that says how many they are."""
        change = event.change
        turn = partial(Engine.redo_to if change.undone else Engine.undo_to, number=change.number)
        tried = await ask(self.app, self._engine_thread, partial(turn, dry_run=True))
        if tried is not None:
            count = len(tried.changes)
            yes = "Do again" if change.undone else "Take back"
            if not await open_over(self, ConfirmDialog(turn_question(change, count), yes)):
                return
            self.saving = True
            turned = await ask(self.app, self._engine_thread, partial(turn, expected=count))
            self.saving = False
            if turned is not None:
                self._turned = True
                self.app.notify(turned_words(change, turned), timeout=3, markup=False)
        await self._read()

    @work(group="turn")
    async def turn_last(self, turn: Question[Undone], done: str) -> None:
        """Turns one change, unasked, as in the list of streaks."""
        self.saving = True
        undone = await ask(self.app, self._engine_thread, turn)
        self.saving = False
        if undone is not None:
            self._turned = True
            self.app.notify(f"{done}: {undone_words(undone)}.", timeout=3, markup=False)
            await self._read()

    def action_undo(self) -> None:
        """Takes back the owner's last change."""
        self.turn_last(Engine.undo, "Took back")

    def action_redo(self) -> None:
        """Does again what was taken back last."""
        self.turn_last(Engine.redo, "Did again")

    def action_leave(self) -> None:
        if not self.saving:
            self.dismiss(self._turned)


def _known(engine: Engine) -> tuple[Owner, list[Change]]:
    return engine.owner(), engine.journal()
