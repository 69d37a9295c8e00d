"""The streaks of a file, each to be ticked or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.getters import query_one
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from unbroken.core.reports import Arrival
from unbroken.tui.model.arrival_rows import table_lines
from unbroken.wording.symbols import UNICODE, Shapes


class _Lines(OptionList):
    """The lines; a click on one turns its tick over, where enter goes on."""

    class Clicked(Message):
        """The line under the pointer was clicked on."""

    def on_click(self, event: Click) -> None:
        event.prevent_default()
        at = event.style.meta.get("option")
        if at is not None:
            self.highlighted = at
            self.post_message(self.Clicked())


class ArrivalTable(Vertical):
    """Lists streaks under heads that stay; space ticks one or takes the tick away."""

    DEFAULT_CSS = """
    ArrivalTable {
        height: auto;
        max-height: 60%;

        #heads { height: 1; padding: 0 1; }
        OptionList { height: 1fr; padding: 0; text-wrap: nowrap; }
        OptionList.-textual-compact { padding: 0 1; }
    }
    ArrivalTable.-empty { display: none; }
    """
    BINDING_GROUP_TITLE = "Streaks to import"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "tick", id="import.tick", tooltip="Bring it in, or leave it out"),
        Binding(
            "a", "tick_all", "all", id="import.tick_all", tooltip="Bring in all of them, or none"
        ),
        Binding("j", "move('down')", "Down", show=False, id="import.table_down"),
        Binding("k", "move('up')", "Up", show=False, id="import.table_up"),
    ]

    listed = query_one(OptionList)
    """The lines."""

    arrivals: reactive[tuple[Arrival, ...]] = reactive(())
    """The streaks of the file."""
    left_out: reactive[frozenset[str]] = reactive(frozenset())
    """The activity types of those that have no tick."""
    shapes: reactive[Shapes] = reactive(UNICODE)
    """The symbols in use."""

    class Ticked(Message):
        """Other streaks are to come in."""

    class Accepted(Message):
        """Those that are ticked are to come in now."""

    def compose(self) -> ComposeResult:
        yield Static(id="heads", classes="quiet")
        yield _Lines(compact=True)

    def show(self, arrivals: Sequence[Arrival]) -> None:
        """Lists streaks; those left out stay in the list as they were known before."""
        told = {each.activity_type: each for each in arrivals}
        kept = tuple(
            told.pop(each.activity_type, each)
            for each in self.arrivals
            if each.activity_type in told or each.activity_type in self.left_out
        )
        self.arrivals = (*kept, *told.values())

    def forget(self) -> None:
        """Another file is read: all that it has is to come in."""
        self.left_out = frozenset()
        self.arrivals = ()

    def watch_arrivals(self) -> None:
        self._draw()

    def watch_left_out(self) -> None:
        self._draw()

    def on_resize(self) -> None:
        """Other columns fit."""
        self._draw()

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        self.set_class(not self.arrivals, "-empty")
        self.styles.height = len(self.arrivals) + 1
        at, width = self.listed.highlighted or 0, self.size.width - 3
        heads, lines = table_lines(self.arrivals, self.left_out, max(width, 1), self.shapes)
        self.query_one("#heads", Static).update(Content(heads))
        self.listed.set_options(Option(Content(each)) for each in lines)
        self.listed.highlighted = min(at, len(lines) - 1) if lines else None

    @on(_Lines.Clicked)
    def action_tick(self) -> None:
        """Turns over the tick of the line that the cursor is on."""
        at = self.listed.highlighted
        if at is not None and at < len(self.arrivals):
            self.left_out = self.left_out ^ {self.arrivals[at].activity_type}
            self.post_message(self.Ticked())

    def action_tick_all(self) -> None:
        """Ticks all; where all have a tick, none."""
        keys = frozenset(each.activity_type for each in self.arrivals)
        self.left_out = frozenset() if self.left_out else keys
        self.post_message(self.Ticked())

    def action_move(self, where: str) -> None:
        if where == "down":
            self.listed.action_cursor_down()
        else:
            self.listed.action_cursor_up()

    @on(OptionList.OptionSelected)
    def accept(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Accepted())
