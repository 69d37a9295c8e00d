"""The dialog that asks which streak is meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from unbroken.core.results import Streak
from unbroken.tui.dialogs.base import Dialog
from unbroken.tui.simulated_keys import key_words


class StreakChoice(Dialog[str | None]):
    """Asks which streak; answers its activity type, None where it is called off."""

    DEFAULT_CSS = """
    StreakChoice OptionList {
        height: auto;
        max-height: 12;
        padding: 0;
    }
    StreakChoice.-short OptionList { max-height: 6; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "cancel", id="which.cancel", tooltip="Choose none"),
        Binding("j", "down", "Down", show=False, id="which.down"),
        Binding("k", "up", "Up", show=False, id="which.up"),
    ]

    def __init__(self, question: str, streaks: Iterable[Streak]) -> None:
        """`streaks` in the order they are listed."""
        super().__init__()
        self._question, self._streaks = question, tuple(streaks)

    def compose(self) -> ComposeResult:
        """The question and the streaks."""
        with Vertical(classes="box") as box:
            box.border_subtitle = key_words(self, "enter chooses", "escape cancels")
            yield Static(Content.styled(self._question, "bold"))
            yield OptionList(
                *(Option(Content(each.name), id=each.activity_type) for each in self._streaks),
                compact=True,
            )

    def action_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)
