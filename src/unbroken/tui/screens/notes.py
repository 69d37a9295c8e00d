"""All notes: what was written down, of one streak or of everything, newest first."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.getters import query_one
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static

from unbroken.core.notes import Written, day_of, text_of
from unbroken.core.results import Log, Streak
from unbroken.core.text import counted
from unbroken.engine.api import Engine
from unbroken.engine.clock import Clock
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.keys_in_force import with_keys
from unbroken.tui.live_screen import LiveScreen, Moment, streak_by_now
from unbroken.tui.model.note_lines import name_of, note_lines
from unbroken.tui.ways import Ways
from unbroken.tui.widgets.key_line import KeyLine
from unbroken.tui.widgets.note_list import NoteList
from unbroken.tui.widgets.search_field import SearchField
from unbroken.wording.dates import local_clock, long_day

_FIND_AFTER: Final = 0.2
"""Seconds without typing after which notes are looked for."""
_AT_ONCE: Final = 100
"""So many notes are read at once; more of them once the cursor comes near the last one."""
_NEAR: Final = 20
_Found = tuple[str, list[Written], bool, dict[str, str]]
"""What was looked for, what was found, whether there may be more, and the streaks' names."""
_NOTHING: Final = "Nothing was written down yet; <dashboard.log_form> on a streak logs with a note."


class NotesScreen(LiveScreen):
    """Lists the notes of one streak, or of all (None); enter shows the day of one."""

    DEFAULT_CSS = """
    NotesScreen {
        #title { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #about { height: auto; padding: 0 1; }
        SearchField { margin: 0 1; }
        NoteList { height: 1fr; max-height: 100%; }
        #whole { display: none; height: auto; max-height: 40%; padding: 0 2; margin-bottom: 1; }
        &.-tall #whole.-told { display: block; }
    }
    """
    BINDING_GROUP_TITLE = "All notes"
    FIELDS_OF = "notes"
    AUTO_FOCUS = "NoteList"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", id="written.back", tooltip="Go back"),
        Binding("slash", "search", "search", id="written.search", tooltip="Search the notes"),
    ]

    listed = query_one(NoteList)
    """The notes."""

    def __init__(
        self, engine_thread: EngineThread, clock: Clock, streak: Streak | None, ways: Ways
    ) -> None:
        super().__init__(engine_thread, clock)
        self._streak, self._ways = streak, ways
        self._moment: Moment | None = None
        self._found: list[Written] = []
        self._names: dict[str, str] = {}
        self._sought, self._more = "", False
        self._resting: Timer | None = None

    def compose(self) -> ComposeResult:
        """Title, search, notes, and all of the chosen one."""
        title = "Notes" if self._streak is None else f"Notes of {self._streak.name}"
        yield Static(Content(title), id="title")
        yield SearchField("a part of a note")
        yield Static("", id="about")
        yield NoteList()
        yield Static("", id="whole")
        yield KeyLine()

    def question(self, engine: Engine, moment: Moment) -> _Found:
        """As many as are listed already, at least a page of them, and whether there may be more."""
        sought, limit = self._sought, max(len(self._found), _AT_ONCE)
        names = {each.activity_type: each.name for each in engine.streaks()}
        found = self._notes(engine, sought, limit)
        return sought, found, len(found) == limit, names

    def _notes(
        self,
        engine: Engine,
        sought: str,
        limit: int,
        before: Written | None = None,
    ) -> list[Written]:
        key = None if self._streak is None else streak_by_now(engine, self._streak).activity_type
        return engine.notes(sought, streak=key, before=before, limit=limit)

    def show_answer(self, moment: Moment, answer: _Found) -> None:
        """Lists them, unless something else is looked for by now."""
        sought, found, more, names = answer
        if sought == self._sought:
            self._moment, self._found, self._more, self._names = moment, found, more, names
            self._list()

    def _list(self) -> None:
        assert self._moment is not None
        moment, found = self._moment, self._found
        shown = self._names if self._streak is None else {}
        count = counted(len(found), "note")
        if found and self._more:
            count = f"the newest {count}"
        title = f"{count} with “{self._sought}”" if self._sought else count
        lines = note_lines(shown, moment.today.year, found, self._sought, self.size.width)
        self.listed.show(found, lines, title)
        nothing = with_keys(self, _NOTHING)
        if self._sought:
            nothing = f"No note has “{self._sought}” in it."
        self.query_one("#about", Static).update(Content("" if found else nothing))
        self.query_one("#about").display = not found
        self._tell_whole()
        if self.focused is None and found:
            self.listed.focus()

    def on_resize(self) -> None:
        """There is more room for names, or less."""
        if self._moment is not None:
            self._list()

    @on(OptionList.OptionHighlighted)
    def follow_cursor(self) -> None:
        """Tells all of the chosen note, and reads more of them near the end of the list."""
        self._tell_whole()
        at = self.listed.highlighted or 0
        if self._more and at >= len(self._found) - _NEAR:
            self.read_more()

    def _tell_whole(self) -> None:
        whole, chosen = self.query_one("#whole", Static), self.listed.chosen
        whole.set_class(chosen is not None, "-told")
        if chosen is None or self._moment is None:
            return
        told = [name_of(chosen, self._names), long_day(day_of(chosen), self._moment.today.year)]
        if isinstance(chosen, Log):
            told.append(local_clock(chosen.activity_at, chosen.timezone))
        head = Content.styled("  ".join(told), "$text-muted")
        whole.update(Content("\n").join([head, Content(text_of(chosen))]))

    @work(group="more", exclusive=True)
    async def read_more(self) -> None:
        """Lists the next page behind the notes that are listed."""
        found = self._found
        question = partial(self._notes, sought=self._sought, limit=_AT_ONCE, before=found[-1])
        older = await ask(self.app, self._engine_thread, question)
        if older is not None and found is self._found:
            self._found, self._more = [*found, *older], len(older) == _AT_ONCE
            self._list()

    @on(Input.Changed)
    def search(self, event: Input.Changed) -> None:
        """Looks for what is typed once that rests."""
        event.stop()
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(_FIND_AFTER, self.find)

    def find(self) -> None:
        """Lists the notes that have what is typed."""
        sought = self.query_one(SearchField).value.strip()
        if sought != self._sought:
            self._sought, self._found = sought, []
            self.read_again()

    @on(Input.Submitted)
    def keep_search(self) -> None:
        """Back to the list, of what was found."""
        self.listed.focus()

    @on(NoteList.Opened)
    def open_day(self, event: NoteList.Opened) -> None:
        """Shows the day of a note in the calendar."""
        event.stop()
        key = event.written.activity_type
        if key is None and self._streak is not None:
            key = self._streak.activity_type
        self._ways.open_calendar(key, day_of(event.written))

    def action_search(self) -> None:
        """Asks for a part of a note."""
        self.query_one(SearchField).begin()

    def action_back(self) -> None:
        """Ends the search, or goes back."""
        if self.query_one(SearchField).end():
            self.listed.focus()
            self.find()
        else:
            self.dismiss(None)
