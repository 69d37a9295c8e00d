"""A field to choose one of several values in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive, var
from textual.widget import Widget
from textual.widgets._select import SelectOverlay
from textual.widgets.option_list import Option


class ChoiceField(Widget, can_focus=True):
    """The chosen value on one line; enter, space or a click opens the list of all, arrows leave it.

    Textual's `Select` mounts seven widgets, of which its list is rarely seen. This one is a single
    widget, and has that list only while it is open: a form opens in a part of the time. The list
    leaves the last line of the screen alone, which tells the keys.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ChoiceField {
        width: 1fr;
        height: 1;
        padding: 0 1;
        pointer: pointer;
        text-wrap: nowrap;
        text-overflow: ellipsis;

        SelectOverlay { width: 1fr; height: auto; max-height: 10; padding: 0; }
        SelectOverlay { overlay: screen; constrain: none inside; offset: -1 0; margin-bottom: 1; }
        SelectOverlay > .option-list--option { padding: 0 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "open", "Choose", show=False),
        Binding("down", "app.focus_next", "Next", show=False, id="choice.next"),
        Binding("up", "app.focus_previous", "Previous", show=False, id="choice.previous"),
    ]

    value: var[str] = var("", init=False)
    """The chosen value, which is one of the choices."""
    expanded: reactive[bool] = reactive(False)
    """Whether the list is open."""

    class Changed(Message):
        """Another value was chosen."""

        def __init__(self, field: ChoiceField, value: str) -> None:
            super().__init__()
            self.field, self.value = field, value

        @property
        def control(self) -> ChoiceField:
            return self.field

    class Looked(Message):
        """The cursor of the open list is on a value, which is not chosen yet."""

        def __init__(self, field: ChoiceField, value: str) -> None:
            super().__init__()
            self.field, self.value = field, value

        @property
        def control(self) -> ChoiceField:
            return self.field

    def __init__(self, name: str, choices: Sequence[tuple[str, str]], value: str) -> None:
        super().__init__(id=name)
        self._labels = {each: label for label, each in choices}
        self.set_reactive(ChoiceField.value, self.validate_value(value))

    def render(self) -> Content:
        """What was chosen, and at the right edge that there is more to choose from."""
        arrow = " ▲" if self.expanded else " ▼"
        label = Content(self._labels[self.value])
        room = max(self.content_size.width - len(arrow), 0)
        return label.truncate(room, ellipsis=True, pad=True) + arrow

    def validate_value(self, value: str) -> str:
        """Raises `ValueError` for what is no choice."""
        if value not in self._labels:
            raise ValueError(f"{value!r} is none of {list(self._labels)}")
        return value

    def watch_value(self) -> None:
        """Shows it, and tells the form."""
        self.refresh()
        self.post_message(self.Changed(self, self.value))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if self.expanded:
            self._close()
        else:
            self.action_open()

    def action_open(self) -> None:
        """Shows all choices, with the cursor on the chosen one."""
        choices = SelectOverlay()
        choices.add_options([Option(Text(label)) for label in self._labels.values()])
        choices.highlighted = list(self._labels).index(self.value)
        self.expanded = True
        self.mount(choices)
        self.watch(choices, "highlighted", self._look, init=False)
        choices.focus(scroll_visible=False)

    def _look(self, at: int | None) -> None:
        if at is not None and self.expanded:
            self.post_message(self.Looked(self, list(self._labels)[at]))

    @on(SelectOverlay.UpdateSelection)
    def _choose(self, event: SelectOverlay.UpdateSelection) -> None:
        event.stop()
        self.value = list(self._labels)[event.option_index]
        self.focus()
        self._close()

    @on(SelectOverlay.Dismiss)
    def _leave(self, event: SelectOverlay.Dismiss) -> None:
        event.stop()
        if not event.lost_focus:
            self.focus()
        self._close()

    def _close(self) -> None:
        self.expanded = False
        self.query(SelectOverlay).remove()
