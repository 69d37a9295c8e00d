"""The small dialogs of the calendar: how much, which log, and which streak."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import ClassVar, Final
from zoneinfo import ZoneInfo

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from unbroken.core.errors import Refusal, StoreError
from unbroken.core.results import Log, Streak
from unbroken.engine.api import Engine
from unbroken.engine.day_actions import log_on
from unbroken.engine.when import read_when
from unbroken.tui.dialogs.base import Dialog
from unbroken.tui.engine_thread import Answer, EngineThread, Question
from unbroken.tui.model.calendar_words import range_words
from unbroken.tui.model.words import number
from unbroken.tui.simulated_keys import key_words
from unbroken.tui.widgets.text_field import Entry
from unbroken.wording.dates import long_day

_CLOCK: Final = re.compile(r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?", re.ASCII)
"""A time of day; what looks like one and is none is refused as it was typed."""


class DayDialog(Dialog[Answer]):
    """A dialog with fields, or a list."""

    DEFAULT_CSS = """
    DayDialog {
        .field { height: 1; margin-top: 1; }
        .field Label { width: 9; color: $text-muted; }
        .field Input { width: 1fr; padding: 0 1; background: $panel; }
        OptionList { height: auto; max-height: 12; min-width: 8; border: none; padding: 0; }
        OptionList { background: $surface; }
    }
    DayDialog.-short {
        .field { margin-top: 0; }
        OptionList { max-height: 6; }
    }
    """
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-tall")]  # noqa: RUF012


class LogDialog(DayDialog[int | None]):
    """Asks for an amount, and logs it on a day; stays open where the engine refuses.

    Answers how many logs were recorded or changed, None where it is called off.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "cancel", id="day.cancel", tooltip="Change nothing"),
    ]

    def __init__(self, desk: EngineThread, streak: Streak, day: date) -> None:
        super().__init__()
        self._desk, self._streak, self._day = desk, streak, day
        self._busy = False

    def compose(self) -> ComposeResult:
        """The streak, the day and the fields."""
        with Vertical(classes="box") as box:
            box.border_subtitle = key_words("enter saves", "escape cancels")
            yield Static(Content.styled(self._streak.name, "bold"))
            yield Static(self.days(), classes="quiet")
            for label, field in self.fields():
                with Horizontal(classes="field"):
                    yield Label(Content(label))
                    yield field
            yield Static(classes="fault")

    def days(self) -> str:
        """The day, in words."""
        return long_day(self._day)

    def fields(self) -> Iterable[tuple[str, Input]]:
        """What is asked."""
        yield "Amount", self.amount_field("")

    def amount_field(self, value: str) -> Input:
        """How much."""
        unit = self._streak.unit or "of it"
        return Entry(value, placeholder=f"how many {unit}", max_length=64, compact=True, id="much")

    def typed(self, name: str) -> str | None:
        """What stands in a field; None where there is no such field or nothing in it."""
        field = self.query_one_optional(f"#{name}", Input)
        return field.value.strip() or None if field is not None else None

    def record(self) -> Question[int]:
        """What to ask the engine."""
        activity, day, amount = self._streak.activity_type, self._day, self.typed("much")
        return partial(_add, activity=activity, day=day, amount=amount)

    @on(Input.Changed)
    def forget_fault(self) -> None:
        """What is typed now was not refused yet."""
        self.query_one(".fault", Static).update("")

    @on(Input.Submitted)
    def save(self) -> None:
        """Records it, once however often enter is pressed."""
        if not self._busy:
            self._busy = True
            self._save(self.record())

    @work
    async def _save(self, question: Question[int]) -> None:
        try:
            self.dismiss(await self._desk.call(question))
        except (Refusal, StoreError) as error:
            self._busy = False
            self.query_one(".fault", Static).update(Content(error.message))


class FillDialog(LogDialog):
    """Asks for an amount, and logs it on each day of a range that is not met."""

    def __init__(self, desk: EngineThread, streak: Streak, first: date, last: date) -> None:
        super().__init__(desk, streak, first)
        self._last = last

    def days(self) -> str:
        """The range, in words."""
        return range_words(self._day, self._last)

    def record(self) -> Question[int]:
        """What to ask the engine."""
        activity, first, last = self._streak.activity_type, self._day, self._last
        return partial(
            Engine.fill, streak=activity, first=first, last=last, value=self.typed("much")
        )


class EditDialog(LogDialog):
    """Asks what a log should be: its amount, its time, its note."""

    def __init__(self, desk: EngineThread, streak: Streak, log: Log) -> None:
        super().__init__(desk, streak, log.local_date)
        self._log_before = log
        wall = log.activity_at.astimezone(ZoneInfo(log.timezone))
        self._time, self._date = f"{wall:%H:%M}", wall.date()
        self._note = " ".join(log.note.splitlines())

    def fields(self) -> Iterable[tuple[str, Input]]:
        """The amount only where it counts."""
        log = self._log_before
        if self._streak.aggregation_method == "sum":
            yield "Amount", self.amount_field(number(log.value).replace(",", ""))
        yield "Time", Entry(self._time, placeholder="as 21:30", compact=True, id="time")
        yield "Note", Entry(self._note, compact=True, id="note")

    def record(self) -> Question[int]:
        """Only what was changed."""
        log, note = self._log_before, self.query_one("#note", Input).value
        amount, time = self.typed("much"), self.typed("time")
        if time == self._time:
            time = None
        elif time is not None and _CLOCK.fullmatch(time):
            time = f"{self._date.isoformat()} {time}"
        kept = None if note == self._note else note
        return partial(_edit, log=log, amount=amount, time=time, note=kept)


def _add(engine: Engine, activity: str, day: date, amount: str | None) -> int:
    log_on(engine, activity, day, amount)
    return 1


def _edit(engine: Engine, log: Log, amount: str | None, time: str | None, note: str | None) -> int:
    """Changes a log; a time is read in the log's own zone."""
    at = None
    if time is not None:
        at = read_when(time, engine.clock(), engine.owner(), log.timezone)
    engine.edit_log(log.id, value=amount, at=at, note=note)
    return 1


class StreakDialog(DayDialog[str | None]):
    """Asks which streak; answers its activity type, None where it is called off."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "cancel", id="which.cancel", tooltip="Choose none"),
        Binding("j", "down", "Down", show=False, id="which.down"),
        Binding("k", "up", "Up", show=False, id="which.up"),
    ]

    def __init__(self, question: str, streaks: Iterable[Streak]) -> None:
        super().__init__()
        self._question, self._streaks = question, tuple(streaks)

    def compose(self) -> ComposeResult:
        """The streaks in the owner's own order."""
        with Vertical(classes="box") as box:
            box.border_subtitle = key_words("enter chooses", "escape cancels")
            yield Static(Content.styled(self._question, "bold"))
            yield OptionList(
                *(Option(Content(each.name), id=each.activity_type) for each in self._streaks),
                compact=True,
            )

    def action_down(self) -> None:
        """To the next one."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """To the one before."""
        self.query_one(OptionList).action_cursor_up()

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """That one."""
        self.dismiss(event.option.id)
