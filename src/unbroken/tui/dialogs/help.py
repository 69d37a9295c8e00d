"""The keys, as they are bound."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, NamedTuple

from textual.app import App, ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from unbroken.tui.dialogs.base import Dialog
from unbroken.tui.simulated_keys import key_words


class HelpLine(NamedTuple):
    """Keys that do the same, and what that is."""

    keys: str
    does: str


def help_lines(app: App[Any], bindings: Iterable[ActiveBinding]) -> list[HelpLine]:
    """What the bindings in force do, each told once with all its keys; only those with an id."""
    keys: dict[str, list[str]] = {}
    for binding in sorted((each.binding for each in bindings), key=_moves):
        if binding.id and not binding.system:
            said = binding.tooltip or binding.description
            keys.setdefault(said, []).append(app.get_key_display(binding))
    return [HelpLine(_listed(pressed), said) for said, pressed in keys.items()]


def _moves(binding: Binding) -> bool:
    """Those that only move come last."""
    return binding.group is not None


def _listed(keys: list[str]) -> str:
    return f"{keys[0]}-{keys[-1]}" if len(keys) > 3 else " ".join(keys)


class HelpScreen(Dialog[None]):
    """A table of keys over the screen that they work on."""

    DEFAULT_CSS = """
    HelpScreen #keys {
        width: 68;
        layout: grid;
        grid-size: 2;
        grid-columns: auto 1fr;
        grid-gutter: 0 2;
        grid-rows: auto;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,enter", "dismiss(None)", "back", id="help.back"),
        Binding("j,down", "scroll('down')", "Down", show=False, id="help.down"),
        Binding("k,up", "scroll('up')", "Up", show=False, id="help.up"),
        Binding("q", "app.quit", "quit", show=False, id="help.quit"),
    ]
    AUTO_FOCUS = ""

    def __init__(self, lines: list[HelpLine]) -> None:
        super().__init__()
        self._told = lines

    def compose(self) -> ComposeResult:
        """The keys in one column, what they do in the next."""
        with VerticalScroll(classes="box", id="keys") as keys:
            keys.border_subtitle = key_words("escape goes back")
            for line in self._told:
                yield Static(Content.styled(line.keys, "bold"))
                yield Static(Content(line.does))

    def action_scroll(self, way: str) -> None:
        """A line up or down, where the window is small."""
        keys = self.query_one("#keys", VerticalScroll)
        keys.scroll_relative(y=1 if way == "down" else -1, animate=False)
