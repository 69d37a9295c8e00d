"""The dialog that explains how a streak stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import takewhile
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from unbroken.core.reports import Why
from unbroken.engine.explanation import ATTEMPT, BROKE, CHAIN, SAVES
from unbroken.tui.clipboard import copy
from unbroken.tui.dialogs.base import Dialog
from unbroken.tui.drawing.prose import fold
from unbroken.tui.model.copied_text import why_text
from unbroken.wording.dates import day_and_month
from unbroken.wording.symbols import UNICODE, Shapes

_NARROW: Final = 42
"""Cells up to which the line of keys needs its shortest words."""


class Sentences(Static):
    """A text whose numbers stay with what they count, however wide it is."""

    def __init__(self, words: Content) -> None:
        super().__init__(words)
        self._words = words

    def on_resize(self) -> None:
        """Folds the text into the room that there is."""
        self.update(fold(self._words, self.content_size.width))


class WhyScreen(Dialog[bool]):
    """Shows why a streak is alive, left for now or broken: the verdict, what it rests on, and what
    came before. Answers whether the day that `broke` it is to be shown.
    """

    DEFAULT_CSS = """
    WhyScreen .box { width: 60; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,w", "dismiss(False)", "back", id="why.back", tooltip="Go back"),
        Binding("enter", "day", "day", id="why.day", tooltip="Show the day that broke it"),
        Binding("y", "copy", "copy", id="why.copy", tooltip="Copy what is said here"),
        Binding("j,down", "scroll(1)", "Down", show=False, id="why.down"),
        Binding("k,up", "scroll(-1)", "Up", show=False, id="why.up"),
    ]
    AUTO_FOCUS = ""

    def __init__(
        self,
        why: Why,
        strip: Sequence[str] = (),
        shapes: Shapes = UNICODE,
        *,
        broke: date | None = None,
    ) -> None:
        """`strip` are the states of the last periods, `broke` the day that ended a chain last."""
        super().__init__()
        self._why, self._strip, self._shapes, self._broke = why, strip, shapes, broke

    def compose(self) -> ComposeResult:
        """The verdict, and the sentences that lead to it."""
        with VerticalScroll(classes="box", can_focus=False) as why:
            does = "shows" if self.app.size.width > _NARROW else "to"
            shows = () if self._broke is None else (f"enter {does} {day_and_month(self._broke)}",)
            why.border_title = Content(self._why.title)
            why.border_subtitle = self.key_words(*shows, "y copies", "escape back", wide=60)
            yield Sentences(why_words(self._why, self._strip, self._shapes))

    def action_day(self) -> None:
        """Asks for the day that broke it; where nothing has, goes back."""
        self.dismiss(self._broke is not None)

    def action_copy(self) -> None:
        """Copies the verdict with its sentences."""
        copy(self.app, why_text(self._why), "why it stands so")

    def action_scroll(self, lines: int) -> None:
        """Down or up, where the window is small."""
        self.query_one(".box", VerticalScroll).scroll_relative(y=lines, animate=False)


def why_words(why: Why, strip: Sequence[str] = (), shapes: Shapes = UNICODE) -> Content:
    """The last periods, what the verdict rests on, and below headings what saves the streak and
    what came before.
    """
    standing = [line for line in why.lines if line.startswith((ATTEMPT, CHAIN))]
    told = [line for line in why.lines if line not in standing]
    present = [*takewhile(lambda line: BROKE not in line, told)]
    because = [*takewhile(lambda line: not line.endswith(SAVES), present)]
    parts = [Content("\n").join(map(Content, [*because, *standing]))]
    if strip:
        states = (Content.styled(shapes.of_state(each), state_style(each)) for each in strip)
        parts.insert(0, Content("").join(states))
    saves, before = present[len(because) :], told[len(present) :]
    for heading, lines in (("What saves it", saves), ("What came before", before)):
        if lines:
            label = Content.styled(heading, "$text-muted")
            parts.append(Content("\n").join([label, *map(Content, lines)]))
    return Content("\n\n").join(part for part in parts if part)


def state_style(state: str) -> str:
    """How the shape of a state is told in a text."""
    return {"met": "$success", "partial": "$success", "missed": "$error"}.get(state, "$text-muted")
