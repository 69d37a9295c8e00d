"""What is shown while there is no streak."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

_EXAMPLES = (
    (
        "Press n to make your first streak, or type",
        "unbroken add Read --target 20 --unit min --method sum",
    ),
    ("or bring what you have", "unbroken import FILE"),
)
_JOIN = (
    ("Log to one that there is", "unbroken log NAME"),
    ("or bring an archived one back", "unbroken restore NAME"),
)


class Welcome(Static):
    """Says how to begin, in commands that can be typed as they are shown."""

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
        parts = [Content.styled(title, "bold"), Content()]
        for what, command in _JOIN if known else _EXAMPLES:
            parts += [
                Content.styled(f"{what}:", "$text-muted"),
                Content.styled(command, "$primary"),
            ]
        parts.append(Content())
        parts.append(Content.styled("unbroken demo shows how it looks · q quits", "$text-muted"))
        self.update(Content("\n").join(parts))
