"""The dialog that asks whether to do something."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from unbroken.tui.dialogs.base import Dialog
from unbroken.tui.simulated_keys import key_words
from unbroken.tui.widgets.button import Button


class ConfirmDialog(Dialog[bool]):
    """Asks a question, which may have several lines; answers whether it is to be done.

    `yes` names what is then done, in a word or two. What is `destructive` is told in the colour of
    error, and enter alone never does it: the focus is on Cancel.
    """

    DEFAULT_CSS = """
    ConfirmDialog {
        .box { width: 56; overflow-y: auto; }
        #asked { width: 100%; }
        #answers { width: auto; height: 1; margin-top: 1; }
        Button {
            min-width: 0;
            margin-right: 2;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss(True)", "yes", id="confirm.yes", tooltip="Do it"),
        Binding("n,escape", "dismiss(False)", "no", id="confirm.no", tooltip="Leave it"),
        Binding("left,h", "app.focus_previous", "Left", show=False, id="confirm.left"),
        Binding("right,l", "app.focus_next", "Right", show=False, id="confirm.right"),
    ]

    KEYS: ClassVar[tuple[str, ...]] = ("enter chooses", "<confirm.yes> yes", "<confirm.no> no")
    """What the keys do."""

    def __init__(self, question: str, yes: str, *, destructive: bool = False) -> None:
        super().__init__()
        self._question, self._yes, self._destructive = question, yes, destructive

    def compose(self) -> ComposeResult:
        """The question, and its two answers."""
        with Vertical(classes="box") as box:
            box.border_subtitle = key_words(self, *self.KEYS)
            yield Static(Content(self._question), id="asked")
            with Horizontal(id="answers"):
                kind = "-destructive" if self._destructive else ""
                yield Button(Content(self._yes), id="yes", classes=kind)
                yield Button("Cancel", id="no")

    def on_mount(self) -> None:
        """What cannot be meant by an enter too many has not the focus."""
        super().on_mount()
        if self._destructive:
            self.query_one("#no").focus()

    @on(Button.Pressed)
    def answer(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")
