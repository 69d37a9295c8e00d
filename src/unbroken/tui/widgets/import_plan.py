"""The plan of an import, with a choice of what becomes of names that are taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Static

from unbroken.core.reports import Arrival
from unbroken.tui.model.exchange_words import taken_text
from unbroken.tui.widgets.arrival_table import ArrivalTable
from unbroken.tui.widgets.button import Button
from unbroken.tui.widgets.choice_field import ChoiceField
from unbroken.tui.widgets.form_field import Field, text_input

_JOIN, _NAME = "join", "name"
_TAKEN: Final = (("join the logs", _JOIN), ("come in beside it", _NAME))
_NEW, _SAME = "new", "same"
_WHOSE: Final = (("somebody who is new here", _NEW), ("you, as on another machine", _SAME))


class ImportPlan(Vertical):
    """Shows the plan as a table to tick, or what came of it, with the buttons to go on and back."""

    DEFAULT_CSS = """
    ImportPlan {
        height: 1fr;

        #told { height: 1fr; min-height: 1; scrollbar-gutter: stable; }
        #field-whose, #field-taken, #field-as, #fault { display: none; }
        #answers { height: 1; }
        Button { min-width: 0; margin-right: 2; }
    }
    ImportPlan.-of-one #field-whose { display: block; }
    ImportPlan.-taken #field-taken { display: block; }
    ImportPlan.-taken.-named #field-as { display: block; }
    ImportPlan.-faulty #fault { display: block; }
    ImportPlan.-done {
        ArrivalTable, #field-whose, #field-taken, #field-as, #back { display: none; }
    }
    """

    table = query_one(ArrivalTable)
    """The streaks, to be ticked."""
    told = query_one("#told", VerticalScroll)
    """The scrolling text."""

    taken: reactive[tuple[str, ...]] = reactive(())
    """The names in the file that streaks have already."""
    of_one: reactive[bool] = reactive(False, toggle_class="-of-one")
    """Whether the file is of one person who is not known here, or was until that was said."""
    done: reactive[bool] = reactive(False, toggle_class="-done")
    """Whether the import is done."""

    class Changed(Message):
        """Other streaks are to come in, or something else is to become of names that are taken."""

    class Accepted(Message):
        """The plan is to be carried out."""

    class Rejected(Message):
        """Another file is to be chosen."""

    def compose(self) -> ComposeResult:
        """The table, the words, the questions, the buttons."""
        yield ArrivalTable()
        with VerticalScroll(id="told"):
            yield Static(id="plan-text")
        yield Field("Whose it is", ChoiceField("whose", _WHOSE, _NEW), name="whose")
        yield Field("If taken", ChoiceField("when-taken", _TAKEN, _JOIN), name="taken")
        yield Field("Its name", text_input("as"), name="as")
        yield Static(id="fault")
        with Horizontal(id="answers"):
            yield Button("Import", id="accept")
            yield Button("Back", id="back")

    @property
    def is_own(self) -> bool:
        """Whether the person of the file is the one who is in use here."""
        return self.of_one and self.query_one("#whose", ChoiceField).value == _SAME

    @property
    def joins(self) -> bool:
        """Whether logs of a name that is taken join the streak that has it."""
        return self.query_one("#when-taken", ChoiceField).value == _JOIN

    @property
    def name_as(self) -> str:
        """The other name that was written."""
        return self.query_one("#as", Input).value.strip()

    def show(self, text: Content, arrivals: Sequence[Arrival] = ()) -> None:
        """Shows streaks, and a text from its beginning."""
        self.table.show(arrivals)
        self.show_words(text)

    def show_words(self, text: Content) -> None:
        """Shows another text; the streaks stay."""
        self.query_one("#plan-text", Static).update(text)
        self.told.scroll_home(animate=False, immediate=True)

    def refuse(self, fault: str) -> None:
        """Shows why the plan was refused, beside the name where one was written."""
        named = self.has_class("-named")
        self.query_one("#field-as", Field).fault = fault if named else ""
        self.query_one("#fault", Static).update(Content(fault))
        self.set_class(bool(fault) and not named, "-faulty")

    def focus_first(self) -> None:
        """Puts the focus where one goes on: on the table, or on the button where there is none."""
        showing = self.table.display and not self.done
        (self.table.listed if showing else self.query_one("#accept")).focus()

    @property
    def nothing_ticked(self) -> bool:
        """Whether there are streaks to bring in, and none of them has a tick."""
        return bool(self.table.arrivals) and len(self.table.left_out) >= len(self.table.arrivals)

    @on(ArrivalTable.Ticked)
    def tick(self, event: ArrivalTable.Ticked) -> None:
        event.stop()
        self.refuse("")
        self.post_message(self.Changed())

    @on(ArrivalTable.Accepted)
    def accept(self, event: ArrivalTable.Accepted) -> None:
        event.stop()
        self.post_message(self.Accepted())

    def ask_name(self) -> None:
        """Asks for the name that is missing."""
        self.refuse("Write the name that it is to have.")
        self.query_one("#as").focus()

    def watch_taken(self, taken: tuple[str, ...]) -> None:
        """Asks only where there is something to ask; another name can be given to one alone."""
        chosen = self.query_one("#when-taken", ChoiceField)
        with chosen.prevent(ChoiceField.Changed):
            chosen.value = _JOIN
        chosen.disabled = len(taken) > 1
        self.set_class(bool(taken), "-taken")
        self._tell_taken()

    def watch_of_one(self) -> None:
        """Whoever it is of, nothing is said of them yet."""
        whose = self.query_one("#whose", ChoiceField)
        with whose.prevent(ChoiceField.Changed):
            whose.value = _NEW

    def watch_done(self, done: bool) -> None:
        """Once it is done the button only closes."""
        self.query_one("#accept", Button).label = "Close" if done else "Import"

    def _tell_taken(self) -> None:
        self.set_class(not self.joins, "-named")
        if self.taken:
            hint = taken_text(self.taken, merge=self.joins)
            self.query_one("#field-taken", Field).hint = hint

    @on(ChoiceField.Changed, "#whose")
    def choose_person(self, event: ChoiceField.Changed) -> None:
        event.stop()
        self.refuse("")
        self.post_message(self.Changed())

    @on(ChoiceField.Changed, "#when-taken")
    def choose_other(self, event: ChoiceField.Changed) -> None:
        """Where another name is wanted, it has to be written first."""
        event.stop()
        self._tell_taken()
        self.refuse("")
        if not self.joins:
            self.query_one("#as").focus()
        if self.joins or self.name_as:
            self.post_message(self.Changed())

    @on(Input.Submitted)
    @on(Input.Blurred)
    def take_name(self, event: Input.Submitted | Input.Blurred) -> None:
        """Tries the plan with the name that was written."""
        event.stop()
        if self.name_as and not self.joins:
            self.post_message(self.Changed())

    @on(Button.Pressed)
    def answer(self, event: Button.Pressed) -> None:
        """Accepts or rejects the plan."""
        event.stop()
        accepted = event.button.id == "accept"
        self.post_message(self.Accepted() if accepted else self.Rejected())
