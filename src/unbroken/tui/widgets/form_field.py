"""The fields of forms: a label, an input, a hint and a fault."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Static

from unbroken.tui.widgets.text_field import TextField


class Field(Vertical):
    """A label beside its widgets; below them a hint, or why what was written will not do.

    It draws the label itself, and has a line below only once there is something to say: a form has
    twenty of them, and each widget more is felt when it opens.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"label"}
    DEFAULT_CSS = """
    Field {
        height: auto;
        min-height: 1;

        & > * { margin-left: 13; }
        .line { height: auto; }
        .hint, .fault { margin: 0 1 0 13; }
        Input { width: 1fr; }
        Input.-textual-compact { padding: 0 1; }
    }
    """

    label: reactive[str] = reactive("", init=False)
    """What stands before it."""
    hint: reactive[str] = reactive("", init=False)
    """What the field means."""
    fault: reactive[str] = reactive("", init=False)
    """Why it was refused; the hint stands back."""

    def __init__(
        self,
        label: str,
        *widgets: Widget,
        name: str,
        hint: str = "",
        classes: str | None = None,
    ) -> None:
        super().__init__(id=f"field-{name}", classes=classes)
        self._widgets = widgets
        self._said: Static | None = None
        self.set_reactive(Field.label, label)
        self.set_reactive(Field.hint, hint)

    def compose(self) -> ComposeResult:
        if len(self._widgets) == 1:
            yield self._widgets[0]
        else:
            yield Horizontal(*self._widgets, classes="line")
        if self.hint or self.fault:
            yield self._line()

    def render(self) -> Content:
        """The label; the widgets stand to the right of it."""
        return Content.styled(self.label, self.get_visual_style("label", partial=True))

    def watch_hint(self) -> None:
        """Shows the hint, if nothing is wrong."""
        self._say()

    def watch_fault(self) -> None:
        """Shows the fault in place of the hint."""
        self._say()

    def _line(self) -> Static:
        """The line below the widgets."""
        kind = "fault" if self.fault else "hint"
        self._said = Static(Content(self.fault or self.hint), classes=kind)
        return self._said

    def _say(self) -> None:
        if not self.is_mounted:
            return  # the line is made with the widgets
        if self._said is None:
            self.mount(self._line())
            return
        self._said.update_classes({"fault": bool(self.fault), "hint": not self.fault})
        self._said.update(Content(self.fault or self.hint))
        self._said.display = bool(self.fault or self.hint)


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
