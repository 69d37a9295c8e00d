"""The fields of forms: a label, an input, a hint and a fault."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Static

from unbroken.tui.widgets.text_field import TextField


class Field(Vertical):
    """A label beside its widgets; below them a hint, or why what was written will not do."""

    DEFAULT_CSS = """
    Field {
        height: auto;

        .line { height: auto; }
        .label { width: 13; }
        .hint, .fault { margin: 0 1 0 13; }
        Input { width: 1fr; }
        Input.-textual-compact { padding: 0 1; }
    }
    """

    hint: reactive[str] = reactive("", init=False)
    """What the field means."""
    fault: reactive[str] = reactive("", init=False)
    """Why it was refused; the hint stands back."""

    def __init__(self, label: str, *widgets: Widget, name: str, hint: str = "") -> None:
        super().__init__(id=f"field-{name}")
        self._label, self._widgets = label, widgets
        self.set_reactive(Field.hint, hint)
        self._said = Static(Content(hint), classes="hint")
        self._said.display = bool(hint)

    def compose(self) -> ComposeResult:
        with Horizontal(classes="line"):
            yield Static(Content(self._label), classes="label")
            yield from self._widgets
        yield self._said

    def watch_hint(self) -> None:
        """Shows the hint, if nothing is wrong."""
        self._say()

    def watch_fault(self) -> None:
        """Shows the fault in place of the hint."""
        self._said.set_class(bool(self.fault), "fault")
        self._said.set_class(not self.fault, "hint")
        self._say()

    def _say(self) -> None:
        said = self.fault or self.hint
        self._said.update(Content(said))
        self._said.display = bool(said)


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
