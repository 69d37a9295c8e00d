"""A streak as it will stand in the list, while its rules are written."""

from __future__ import annotations

from textual.reactive import reactive

from unbroken.tui.drawing.columns import lay_out, measure
from unbroken.tui.drawing.line import Line
from unbroken.tui.model.streak_row import Row
from unbroken.tui.widgets.line_view import LineView


class RowPicture(LineView, can_focus=False):
    """One row, in as many columns as there is room for."""

    DEFAULT_CSS = """
    RowPicture { height: 1; }
    """

    row: reactive[Row | None] = reactive(None, repaint=False)
    """The streak; None until the engine has judged it."""

    def shown(self) -> tuple[Row | None]:
        """The row."""
        return (self.row,)

    def lay_out(self) -> list[Line]:
        """The line of the streak alone."""
        if self.row is None:
            return []
        width = self.outer_size.width
        lines = lay_out([self.row], measure([self.row], width, 1), self.shapes)
        return [line for line in lines if line.about is not None][:1]

    def cursor_lines(self) -> None:
        """There is no cursor."""
        return

    def watch_row(self) -> None:
        self.redraw()
