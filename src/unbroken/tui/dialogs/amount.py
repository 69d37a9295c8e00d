"""The dialog that asks for an amount."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, Static

from unbroken.core.errors import Refusal, StoreError
from unbroken.tui.dialogs.base import Dialog
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.model.dashboard_page import Logged, Page, log_one
from unbroken.tui.model.streak_row import Row
from unbroken.tui.simulated_keys import key_words
from unbroken.tui.widgets.text_field import Entry


class AmountDialog(Dialog[Logged | None]):
    """Asks how much, and logs it; stays open, with what was typed, where the engine refuses."""

    DEFAULT_CSS = """
    AmountDialog Input { margin-top: 1; background: $panel; }
    AmountDialog Input.-textual-compact { padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "cancel", id="amount.cancel", tooltip="Log nothing"),
    ]

    amount = query_one(Input)
    """What is typed."""
    fault = query_one("#fault", Static)
    """Why it was refused."""

    def __init__(self, desk: EngineThread, page: Page, row: Row) -> None:
        super().__init__()
        self._desk, self._page, self._row = desk, page, row
        self._logging = False

    def compose(self) -> ComposeResult:
        """The question in as few lines as it needs."""
        with Vertical(classes="box") as box:
            box.border_subtitle = key_words("enter logs", "escape cancels")
            yield Static(Content.styled(self._row.name, "bold"))
            yield Static(Content(self._row.amounts[0]), classes="quiet")
            yield Entry(placeholder=f"how many {self._row.asks}", max_length=64, compact=True)
            yield Static(classes="fault", id="fault")

    @on(Input.Changed)
    def forget_fault(self) -> None:
        """What is typed now was not refused yet."""
        self.fault.update("")

    @on(Input.Submitted)
    def log_amount(self) -> None:
        """Logs it, once however often enter is pressed."""
        if not self._logging:
            self._logging = True
            self._log(self.amount.value.strip() or None)

    @work
    async def _log(self, amount: str | None) -> None:
        question = partial(log_one, activity_type=self._row.activity_type, amount=amount)
        try:
            self.dismiss(await self._desk.call(question))
        except (Refusal, StoreError) as error:
            self._logging = False
            self.fault.update(Content(error.message))
