"""One line that says how the list is looked at, or asks for the filter."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from unbroken.tui.model.list_view import Arrangement


class ViewLine(Widget):
    """Blank while the list is looked at in the ordinary way; gone then where lines are scarce."""

    DEFAULT_CSS = """
    ViewLine {
        width: 100%;
        height: 1;
        padding: 0 1;
        color: $text-muted;
        text-wrap: nowrap;
        text-overflow: ellipsis;

        Input { display: none; width: 1fr; background: $panel; }
        &.-asking Input { display: block; }
    }
    """

    arrangement: reactive[Arrangement] = reactive(Arrangement())
    """How the list is looked at."""
    asking: reactive[bool] = reactive(False, toggle_class="-asking")
    """Whether the filter is being typed."""
    quiet: reactive[bool] = reactive(True, toggle_class="-quiet")
    """Whether there is nothing to say."""

    def render(self) -> RenderResult:
        """What is out of the ordinary."""
        return Content("" if self.asking else self.arrangement.words())

    def watch_arrangement(self) -> None:
        """A line that has nothing to say may go."""
        self.quiet = not self.asking and not self.arrangement.words()

    def watch_asking(self, asking: bool) -> None:
        """Asks for the filter; the field is made when it is first asked for."""
        self.watch_arrangement()
        if asking:
            from textual.widgets import Input

            from unbroken.tui.widgets.text_field import TextField

            field = self.query_one_optional(Input)
            if field is None:
                field = TextField(placeholder="part of a name", compact=True, max_length=60)
                self.mount(field)
            field.focus()

    def clear(self) -> None:
        """Asks no more."""
        self.asking = False
        from textual.widgets import Input

        field = self.query_one_optional(Input)
        if field is not None:
            with self.prevent(Input.Changed):
                field.value = ""
