"""What is shown while there is no streak."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

_FIRST = (
    ("n", "makes your first streak, with examples to start from"),
    ("i", "brings in what you have: Loop, harsh, Beaver Habits and more"),
)
_NONE_OPEN = (
    ("n", "makes a new streak"),
    ("v", "shows the archived ones; a brings one back"),
    ("i", "brings in a file"),
)
_LAST = (
    ("?", "lists the keys"),
    ("q", "quits; “unbroken demo” then shows how it looks when it is full"),
)


class Welcome(Static):
    """Says how to begin, by the keys that do it."""

    DEFAULT_CSS = """
    Welcome {
        width: 100%;
        height: 1fr;
        padding: 0 2;
        overflow-y: auto;
    }
    """

    known: reactive[bool] = reactive(False)
    """Whether the database has streaks, none of which is the owner's or all of which rest."""

    def watch_known(self, known: bool) -> None:
        """Says what fits."""
        title = "None of your streaks is open." if known else "No streaks yet."
        lines = [Content.styled(title, "bold"), Content()]
        for key, does in (*(_NONE_OPEN if known else _FIRST), *_LAST):
            lines.append(Content.assemble((key, "$primary bold"), f"  {does}"))
        self.update(Content("\n").join(lines))
