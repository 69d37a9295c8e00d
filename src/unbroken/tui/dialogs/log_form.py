"""The dialog that logs with everything said: how much, when, and a note."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Label, Static

from unbroken.core.errors import Refusal, StoreError
from unbroken.core.results import Enrolment, Recording
from unbroken.engine.api import Engine
from unbroken.engine.clock import Clock
from unbroken.engine.owner_clock import today_of
from unbroken.engine.when import read_when
from unbroken.tui.dialogs.base import Dialog
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.model.dashboard_page import Logged, Page, load_page, log_one
from unbroken.tui.model.streak_row import Row
from unbroken.tui.model.words import number
from unbroken.tui.simulated_keys import key_words
from unbroken.tui.widgets.text_field import Entry
from unbroken.wording.dates import long_day
from unbroken.wording.rules import span

_PAUSE: Final = 0.2
"""Seconds without typing after which the log is tried out."""
_LOOK: Final = 1.0
"""Seconds until it is looked again which day it is."""
_FIELDS: Final = {
    "bad_amount": "amount",
    "bad_value": "amount",
    "amount": "amount",
    "bad_time": "when",
    "bad_date": "when",
    "future": "when",
    "bad_note": "note",
}
"""Which field a refusal is about, by its code."""


class LogForm(Dialog[Logged | None]):
    """Asks for a log, and says what it will do before it is made.

    Stays open, with what was typed, where the engine refuses.
    """

    DEFAULT_CSS = """
    LogForm {
        .box { width: 60; }
        .field { height: 1; margin-top: 1; }
        .field Label { width: 8; color: $text-muted; }
        Input { width: 1fr; background: $panel; }
        Input.-textual-compact { padding: 0 1; }
        .fault { display: none; padding-left: 8; }
        #fault { padding-left: 0; margin-top: 1; }
        #told { margin-top: 1; }

        &.-short {
            .field, #told, #fault { margin-top: 0; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "cancel", id="log.cancel", tooltip="Log nothing"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-tall")]  # noqa: RUF012

    def __init__(self, desk: EngineThread, page: Page, row: Row, clock: Clock) -> None:
        super().__init__()
        self._desk, self._page, self._row, self._clock = desk, page, row, clock
        self._pausing: Timer | None = None
        self._logging = False

    def compose(self) -> ComposeResult:
        """Three fields, and below them what the log would do."""
        unit = f"how many {self._row.asks}" if self._row.asks else "1"
        with VerticalScroll(classes="box", can_focus=False) as box:
            box.border_subtitle = key_words("enter logs", "escape cancels")
            yield Static(Content.styled(self._row.name, "bold"))
            yield from _field("amount", "Amount", unit, 64)
            yield from _field("when", "When", "now, -2h, yesterday 21:30", 64)
            yield from _field("note", "Note", "", 10_000)
            yield Static(classes="quiet", id="told")
            yield Static(classes="fault", id="fault")

    def on_mount(self) -> None:
        """Says at once what it would do, if nothing need be typed."""
        if self._row.asks is None:
            self._try_out()
        self.set_interval(_LOOK, self._follow_the_day)

    async def _follow_the_day(self) -> None:
        """What was true of the day before is tried out anew."""
        if today_of(self._page.owner, self._clock()) > self._page.today:
            page = await ask(self.app, self._desk, load_page)
            if page is not None:
                self._page = page
                self._try_out()

    def typed(self, field: str) -> str:
        """What stands in a field."""
        return self.query_one(f"#{field}", Input).value.strip()

    @on(Input.Changed)
    def wait_for_a_pause(self, event: Input.Changed) -> None:
        """Tries the log out, once nobody types."""
        self._blame(None)
        if self._pausing is not None:
            self._pausing.stop()
        self._pausing = self.set_timer(_PAUSE, self._try_out)

    @on(Input.Submitted)
    def log_what_was_typed(self) -> None:
        """Logs it, once however often enter is pressed."""
        if not self._logging:
            self._logging = True
            self._log()

    def _at(self) -> datetime | None:
        """The time that is meant, None for now. Raises Refusal for what is no time."""
        text = self.typed("when")
        if not text or text.casefold() == "now":
            return None
        return read_when(text, self._clock(), self._page.owner)

    @work(exclusive=True, group="try")
    async def _try_out(self) -> None:
        told = self.query_one("#told", Static)
        if not self.typed("amount") and self._row.asks is not None:
            told.update("")
            return
        try:
            question = partial(
                _tried,
                activity_type=self._row.activity_type,
                amount=self.typed("amount") or None,
                at=self._at(),
                note=self.typed("note"),
            )
            before, recording = await self._desk.call(question)
        except (Refusal, StoreError) as error:
            told.update("")
            self._blame(error)
        else:
            self._blame(None)
            told.update(effect_words(before, recording, self._page))

    @work(group="log")
    async def _log(self) -> None:
        try:
            question = partial(
                log_one,
                activity_type=self._row.activity_type,
                amount=self.typed("amount") or None,
                at=self._at(),
                note=self.typed("note"),
            )
            self.dismiss(await self._desk.call(question))
        except (Refusal, StoreError) as error:
            self._logging = False
            self._blame(error)

    def _blame(self, error: Refusal | StoreError | None) -> None:
        """Says what is wrong below the field that it is about."""
        place = None if error is None else _FIELDS.get(error.code)
        for fault in self.query(".fault"):
            here = error is not None and fault.id == (f"{place}-fault" if place else "fault")
            fault.display = here
            if here and error is not None and isinstance(fault, Static):
                fault.update(Content(error.message))
                fault.scroll_visible(animate=False)


def _field(field: str, label: str, placeholder: str, longest: int) -> ComposeResult:
    with Horizontal(classes="field"):
        yield Label(label)
        yield Entry(placeholder=placeholder, max_length=longest, compact=True, id=field)
    yield Static(classes="fault", id=f"{field}-fault")


def _tried(
    engine: Engine, activity_type: str, amount: str | None, at: datetime | None, note: str
) -> tuple[Enrolment, Recording]:
    before = engine.status(activity_type)[0]
    return before, engine.log(activity_type, amount, at=at, note=note, new=False, dry_run=True)


def effect_words(before: Enrolment, recording: Recording, page: Page) -> Content:
    """For which day and period a log counts, and what it does."""
    streak = page.streaks[before.streak_id]
    day, progress = recording.log.local_date, recording.task_progress
    current = progress is not None and progress.first_day <= day <= progress.last_day
    said = "today" if day == page.today else long_day(day)
    if streak.every > 1:
        said += f", in {'this' if current else 'an earlier'} period"
    elif streak.aggregation_period != "daily":
        said += f", in {'this' if current else 'an earlier'} {span(streak.aggregation_period)}"
    lines = [f"Counts for {said}."]
    was = before.task_progress
    if current and progress is not None and was is not None:
        unit = f" {progress.unit}" if progress.unit and streak.aggregation_method == "sum" else ""
        too_many = ", too many" if progress.goal == "at_most" and not progress.met else ""
        now = f"{number(progress.value)} of {number(progress.target)}{unit}"
        lines.append(f"{number(was.value)} becomes {now}{too_many}.")
    lines.append(_chain_words(before, recording))
    lines += [f"Earns {reward.title}." for reward in recording.rewards]
    return Content("\n").join(Content(line) for line in lines)


def _chain_words(before: Enrolment, recording: Recording) -> str:
    was, now = before.current_streak, recording.current_streak
    if now > was:
        return f"{was} in a row becomes {now}."
    if now < was:
        return f"{was} in a row falls back to {now}."
    return f"{now} in a row stays." if now else "No chain is alive."
