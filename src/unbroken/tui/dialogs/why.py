"""The dialog that explains how a streak stands."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile
from typing import ClassVar, Final

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from unbroken.core.day_states import NONE
from unbroken.core.reports import About, Why
from unbroken.tui.clipboard import copy
from unbroken.tui.dialogs.base import Dialog
from unbroken.tui.drawing.day_cells import state_cells
from unbroken.tui.drawing.prose import fold
from unbroken.tui.model.copied_text import why_text
from unbroken.wording.dates import day_and_month
from unbroken.wording.symbols import UNICODE, Shapes

_WIDE: Final = 60
"""Cells of the dialog where there is room; its style says the same."""
_NARROW: Final = 42
"""Cells up to which the line of keys has no room for the weekday."""
_HEADINGS: Final = {
    About.RESCUE: "What saves it",
    About.BEFORE: "What came before",
    About.LATER: "What came of it",
}


class Sentences(Static):
    """A text whose numbers stay with what they count, however wide it is."""

    def __init__(self, words: Content) -> None:
        super().__init__(words)
        self._words = words

    def on_resize(self) -> None:
        """Folds the text into the room that there is."""
        self.update(fold(self._words, self.content_size.width), layout=False)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the text has where it is so wide."""
        return len(fold(self._words, width).plain.split("\n"))


class WhyScreen(Dialog[bool]):
    """Shows why a streak is alive, left for now or broken: the verdict, what it rests on, and what
    came before. Answers whether the missed day that it tells of is to be shown.
    """

    DEFAULT_CSS = """
    WhyScreen .box { width: 60; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,w", "dismiss(False)", "back", id="why.back", tooltip="Go back"),
        Binding("enter", "day", "day", id="why.day", tooltip="Show the day that was missed"),
        Binding("y", "copy", "copy", id="why.copy", tooltip="Copy what is said here"),
        Binding("pagedown,space", "page(1)", "Page down", show=False, id="why.page_down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="why.page_up"),
        Binding("j,down", "scroll(1)", "Down", show=False, id="why.down"),
        Binding("k,up", "scroll(-1)", "Up", show=False, id="why.up"),
    ]
    AUTO_FOCUS = ""

    def __init__(
        self,
        why: Why,
        strip: Sequence[str] = (),
        shapes: Shapes = UNICODE,
    ) -> None:
        """`strip` are the states of the last periods."""
        super().__init__()
        self._why, self._strip, self._shapes = why, strip, shapes

    def compose(self) -> ComposeResult:
        """The verdict, and the sentences that lead to it."""
        with VerticalScroll(classes="box", can_focus=False) as why:
            missed_on = self._why.missed_on
            day = "" if missed_on is None else day_and_month(missed_on)
            if self.app.size.width <= _NARROW:
                day = day.partition(" ")[2]
            shows = (f"<why.day> shows {day}",) if day else ()
            title, words = self._why.title, why_words(self._why, self._strip, self._shapes)
            if cell_len(title) > min(_WIDE, self.app.size.width) - 6:  # the ring has no room for it
                words = Content("\n\n").join([Content.styled(title, "bold"), words])
                title = "Why"
            why.border_title = Content(title)
            why.border_subtitle = self.key_words(
                *shows, "<why.copy> copies", "<why.back> back", wide=_WIDE
            )
            yield Sentences(words)

    def action_day(self) -> None:
        """Asks for the day that was missed; where none was, goes back."""
        self.dismiss(self._why.missed_on is not None)

    def action_copy(self) -> None:
        """Copies the verdict with its sentences."""
        copy(self.app, why_text(self._why), "why it stands so")

    def action_scroll(self, lines: int) -> None:
        """Down or up, where the window is small."""
        self.query_one(".box", VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_page(self, way: int) -> None:
        """A page down or up."""
        page = max(self.query_one(".box", VerticalScroll).size.height - 1, 1)
        self.action_scroll(way * page)


def why_words(why: Why, strip: Sequence[str] = (), shapes: Shapes = UNICODE) -> Content:
    """The last periods, what the verdict rests on, and below headings what saves the streak, what
    came before, and what came of a past day.
    """

    def told(about: About) -> list[Content]:
        return [Content(each.text) for each in why.sentences if each.about == about]

    parts = [Content("\n").join([*told(About.VERDICT), *told(About.STANDING)])]
    if strip:
        begun = dropwhile(lambda state: state == NONE, strip)
        parts.insert(0, Content("").join(state_cells(each, shapes, gap="") for each in begun))
    for about, heading in _HEADINGS.items():
        if sentences := told(about):
            label = Content.styled(heading, "$text-muted")
            parts.append(Content("\n").join([label, *sentences]))
    return Content("\n\n").join(part for part in parts if part)
