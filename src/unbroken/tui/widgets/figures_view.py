"""The figures of a streak, to be scrolled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import reactive

from unbroken.tui.drawing.line import Line
from unbroken.tui.widgets.line_view import LineView
from unbroken.wording.symbols import Shapes


class FiguresView(LineView):
    """Shows the figures in charts and numbers; nothing in them can be chosen."""

    DEFAULT_CSS = """
    FiguresView { height: 1fr; padding: 0 0 0 1; }
    """
    BINDING_GROUP_TITLE = "Insight"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll_down", "Down", show=False, id="insight.down"),
        Binding("k,up", "scroll_up", "Up", show=False, id="insight.up"),
        Binding("pagedown,space", "page_down", "Page down", show=False, id="insight.page_down"),
        Binding("pageup", "page_up", "Page up", show=False, id="insight.page_up"),
        Binding("g,home", "scroll_home", "Start", show=False, id="insight.first"),
        Binding("G,end", "scroll_end", "End", show=False, id="insight.last"),
    ]

    figures: reactive[Callable[[int, Shapes], Sequence[Line]] | None] = reactive(
        None, repaint=False
    )
    """What makes the lines for a width and symbols, once it is known what is shown."""

    def watch_figures(self) -> None:
        self.redraw()

    def shown(self) -> tuple[Any, ...]:
        return (self.figures,)

    def lay_out(self) -> Sequence[Line]:
        if self.figures is None or not self.size.width:
            return ()
        return self.figures(self.size.width - 2, self.shapes)

    def cursor_lines(self) -> tuple[int, int] | None:
        return None
