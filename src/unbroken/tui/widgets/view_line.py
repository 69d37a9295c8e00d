"""The line above the list: its order, view and filter."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from unbroken.tui.model.list_view import Arrangement
from unbroken.tui.widgets.text_field import TextField


class ViewLine(Widget):
    """Blank while order, view and filter are the default ones; hidden where lines are scarce."""

    DEFAULT_CSS = """
    ViewLine {
        width: 100%;
        height: 1;
        padding: 0 1;
        text-wrap: nowrap;
        text-overflow: ellipsis;

        Input { display: none; width: 1fr; }
        &.-asking Input { display: block; }
    }
    """

    arrangement: reactive[Arrangement] = reactive(Arrangement())
    """Order, view and filter."""
    asking: reactive[bool] = reactive(False, toggle_class="-asking")
    """Whether the filter is being typed."""
    quiet: reactive[bool] = reactive(True, toggle_class="-quiet")
    """Whether all three are the default ones."""

    def render(self) -> RenderResult:
        """What differs from the default."""
        return Content("" if self.asking else self.arrangement.words())

    def watch_arrangement(self) -> None:
        """A quiet line can be hidden."""
        self.quiet = not self.asking and not self.arrangement.words()

    def watch_asking(self, asking: bool) -> None:
        """Asks for the filter; the field is made when it is first asked for."""
        self.watch_arrangement()
        if asking:
            field = self.query_one_optional(Input)
            if field is None:
                field = TextField(
                    placeholder="part of a name, or of a note",
                    compact=True,
                    max_length=60,
                    id="filter",
                )
                self.mount(field)
            field.focus()

    def clear(self) -> None:
        """Ends the filter, and empties its field."""
        self.asking = False
        field = self.query_one_optional(Input)
        if field is not None:
            with self.prevent(Input.Changed):
                field.value = ""
