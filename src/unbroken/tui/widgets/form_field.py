"""The fields of forms: a label, an input, a hint and a fault."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Select, Static

from unbroken.tui.widgets.text_field import TextField


class Field(Vertical):
    """A label beside its widgets; below them a hint, or why what was written will not do."""

    DEFAULT_CSS = """
    Field {
        height: auto;

        .line { height: auto; }
        .label { width: 13; }
        .hint, .fault { display: none; margin: 0 1 0 13; }
        Input { width: 1fr; }
        Input.-textual-compact { padding: 0 1; }
    }
    Field.-hinted .hint { display: block; }
    Field.-faulty .hint { display: none; }
    Field.-faulty .fault { display: block; }
    """

    hint: reactive[str] = reactive("")
    """What the field means."""
    fault: reactive[str] = reactive("")
    """Why it was refused; the hint stands back."""

    def __init__(self, label: str, *widgets: Widget, name: str, hint: str = "") -> None:
        super().__init__(id=f"field-{name}")
        self._label, self._widgets = label, widgets
        self.set_reactive(Field.hint, hint)

    def compose(self) -> ComposeResult:
        with Horizontal(classes="line"):
            yield Static(Content(self._label), classes="label")
            yield from self._widgets
        yield Static(classes="hint")
        yield Static(classes="fault")

    def on_mount(self) -> None:
        self.watch_hint(self.hint)

    def watch_hint(self, hint: str) -> None:
        self._say(".hint", "-hinted", hint)

    def watch_fault(self, fault: str) -> None:
        """Shows the fault in place of the hint."""
        self._say(".fault", "-faulty", fault)

    def _say(self, where: str, kind: str, said: str) -> None:
        self.set_class(bool(said), kind)
        for line in self.query(where).results(Static):
            line.update(Content(said))


def text_input(
    name: str, value: str = "", placeholder: str = "", known: Iterable[str] = (), most: int = 200
) -> Input:
    """A line to write in; `known` values are suggested."""
    suggested = sorted(set(known), key=str.casefold)
    return TextField(
        value,
        placeholder=placeholder,
        suggester=SuggestFromList(suggested, case_sensitive=False) if suggested else None,
        max_length=most,
        compact=True,
        id=name,
    )


class ChoiceField(Select[str]):
    """A list to choose from, on one line; enter or space opens it, arrows leave it."""

    DEFAULT_CSS = """
    ChoiceField {
        width: 1fr;

        SelectCurrent { height: 1; }
        &.-textual-compact > SelectCurrent { padding: 0 1; }
        SelectCurrent Static#label { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        SelectOverlay { padding: 0; max-height: 8; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", "Next", show=False, id="choice.next"),
        Binding("up", "app.focus_previous", "Previous", show=False, id="choice.previous"),
    ]


def choice(name: str, choices: Sequence[tuple[str, str]], value: str) -> ChoiceField:
    """A list to choose from: labels with the values they stand for."""
    labelled = [(Content(label), each) for label, each in choices]
    options: Any = labelled
    return ChoiceField(options, value=value, allow_blank=False, compact=True, id=name)
