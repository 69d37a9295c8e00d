"""The dialog that explains how a streak stands."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from unbroken.core.reports import Why
from unbroken.tui.dialogs.base import Dialog
from unbroken.tui.simulated_keys import key_words


class WhyScreen(Dialog[None]):
    """Shows why a streak is alive, at risk or broken."""

    DEFAULT_CSS = """
    WhyScreen .box { width: 60; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,w,enter", "dismiss(None)", "back", id="why.back", tooltip="Go back"),
        Binding("j,down", "scroll(1)", "Down", show=False, id="why.down"),
        Binding("k,up", "scroll(-1)", "Up", show=False, id="why.up"),
    ]
    AUTO_FOCUS = ""

    def __init__(self, why: Why) -> None:
        super().__init__()
        self._why = why

    def compose(self) -> ComposeResult:
        """The verdict, and the sentences that lead to it."""
        with VerticalScroll(classes="box", can_focus=False) as why:
            why.border_subtitle = key_words("escape goes back")
            yield Static(why_words(self._why))

    def action_scroll(self, lines: int) -> None:
        """Down or up, where the window is small."""
        self.query_one(".box", VerticalScroll).scroll_relative(y=lines, animate=False)


def why_words(why: Why) -> Content:
    """The verdict in bold, each sentence on a line of its own."""
    lines = (Content(line) for line in why.lines)
    return Content("\n").join((Content.styled(why.title, "bold"), Content(), *lines))
