"""One line that says how the list is looked at, or asks for the filter."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.getters import query_one
from textual.reactive import reactive
from textual.widgets import Input, Static

from unbroken.tui.arrange import Arrangement


class ViewLine(Horizontal):
    """Blank while the list is looked at in the ordinary way; gone then where lines are scarce."""

    DEFAULT_CSS = """
    ViewLine {
        width: 100%;
        height: 1;
        padding: 0 1;

        Static { width: 1fr; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
        Input { display: none; width: 1fr; background: $panel; }

        &.-asking {
            Static { display: none; }
            Input { display: block; }
        }
    }
    """

    arrangement: reactive[Arrangement] = reactive(Arrangement())
    """How the list is looked at."""
    asking: reactive[bool] = reactive(False, toggle_class="-asking")
    """Whether the filter is being typed."""
    quiet: reactive[bool] = reactive(True, toggle_class="-quiet")
    """Whether there is nothing to say."""

    said = query_one(Static)
    """What is said."""

    def compose(self) -> ComposeResult:
        """The words; the field that takes their place is made when it is first asked for."""
        yield Static()

    def on_mount(self) -> None:
        """From now on it follows the list."""
        self.watch_arrangement(self.arrangement)

    def watch_arrangement(self, arrangement: Arrangement) -> None:
        """Says what is out of the ordinary."""
        words = arrangement.words()
        self.quiet = not words and not self.asking
        if self.is_mounted:
            self.said.update(Content(words))

    def watch_asking(self, asking: bool) -> None:
        """Asks for the filter, with the one that is in force."""
        self.quiet = not asking and not self.arrangement.words()
        if asking:
            field = self.query_one_optional(Input)
            if field is None:
                field = Input(placeholder="part of a name", compact=True, max_length=60)
                self.mount(field)
            field.focus()

    def clear(self) -> None:
        """Asks no more."""
        self.asking = False
        field = self.query_one_optional(Input)
        if field is not None:
            with self.prevent(Input.Changed):
                field.value = ""
