"""What the log dialogs ask, and what is asked of the engine then."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any, Final, Generic, NamedTuple

from unbroken.core.clock_times import on_full_clock
from unbroken.core.local_days import zone_info
from unbroken.core.results import Log, Streak
from unbroken.engine.api import Engine
from unbroken.engine.clock import Clock
from unbroken.engine.day_actions import log_on
from unbroken.engine.owner_clock import today_of
from unbroken.engine.when import read_when
from unbroken.tui.engine_thread import Answer, Question
from unbroken.tui.model.calendar_words import range_words
from unbroken.tui.model.dashboard_page import Logged, Page, log_one
from unbroken.tui.model.log_effect import day_words, effect_words
from unbroken.tui.model.streak_row import Row
from unbroken.wording.dates import long_day

Written = Mapping[str, str]
"""What stands in each field, by its name."""

_CLOCK: Final = re.compile(r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?", re.ASCII)
"""A time of day; what looks like one and is none is refused as it was typed."""


class LogField(NamedTuple):
    """A line to write in: its name, what stands before it, in it, and in it while it is empty.

    `whole` is a text of several lines of which `value` is all on one.
    """

    name: str
    label: str
    value: str = ""
    placeholder: str = ""
    longest: int = 0
    whole: str = ""


class LogForm(NamedTuple, Generic[Answer]):
    """What a dialog about `title` asks.

    `about` says more of it on a line of its own. `record` makes a question for the engine of what
    is written; it raises Refusal for what cannot be read.
    """

    title: str
    about: str
    fields: tuple[LogField, ...]
    record: Callable[[Written], Question[Answer]]


def amount_form(row: Row) -> LogForm[Logged]:
    """Asks how much is logged now."""
    field = LogField("amount", "", "", f"how many {row.asks}", 64)

    def record(written: Written) -> Question[Logged]:
        return partial(log_one, activity_type=row.activity_type, amount=_said(written, "amount"))

    return LogForm(row.name, row.amounts[0], (field,), record)


def day_form(streak: Streak, day: date) -> LogForm[int]:
    """Asks how much is logged on a day; answers how many logs are made."""

    def record(written: Written) -> Question[int]:
        amount = _said(written, "amount")
        return partial(_add, activity=streak.activity_type, day=day, amount=amount)

    return LogForm(streak.name, long_day(day), (_amount_of(streak),), record)


def fill_form(streak: Streak, first: date, last: date) -> LogForm[int]:
    """Asks how much is logged on each day of a range that is not met; answers how many are."""

    def record(written: Written) -> Question[int]:
        return partial(
            Engine.fill,
            streak=streak.activity_type,
            first=first,
            last=last,
            value=_said(written, "amount"),
        )

    return LogForm(streak.name, range_words(first, last), (_amount_of(streak),), record)


def edit_form(streak: Streak, log: Log) -> LogForm[int]:
    """Asks what a log should be: its amount where it counts, its time in its own zone, its note.

    Only what was written over is changed, and what was emptied is refused, but for the note;
    answers how many logs are.
    """
    wall = log.activity_at.astimezone(zone_info(log.timezone))
    summed = streak.aggregation_method == "sum"
    exact = (
        *([_amount_of(streak, f"{log.value:f}")] if summed else []),
        LogField("time", "Time", f"{wall:%H:%M}", "as 21:30"),
    )
    fields = (*exact, LogField("note", "Note", on_one_line(log.note), whole=log.note))

    def record(written: Written) -> Question[int]:
        said = {each: written[each.name].strip() for each in exact}
        changed = {each.name: text for each, text in said.items() if text != each.value}
        time = changed.get("time")
        if time is not None and _CLOCK.fullmatch(clock := on_full_clock(time)):
            time = f"{wall.date().isoformat()} {clock}"
        note = None if written["note"] == log.note else written["note"]
        return partial(_edit, log=log, amount=changed.get("amount"), time=time, note=note)

    return LogForm(streak.name, long_day(log.local_date), fields, record)


def on_one_line(text: str) -> str:
    """A text as it stands in a line to write in."""
    return " ".join(text.splitlines())


def _said(written: Written, name: str) -> str | None:
    """What stands in a field; None where there is no such field or nothing in it."""
    return written.get(name, "").strip() or None


def _amount_of(streak: Streak, value: str = "") -> LogField:
    return LogField("amount", "Amount", value, f"how many {streak.unit or 'of it'}", 64)


def _add(engine: Engine, activity: str, day: date, amount: str | None) -> int:
    log_on(engine, activity, day, amount)
    return 1


def _edit(engine: Engine, log: Log, amount: str | None, time: str | None, note: str | None) -> int:
    at = None
    if time is not None:
        at = read_when(time, engine.clock(), engine.owner(), log.timezone)
    engine.edit_log(log.id, value=amount, at=at, note=note)
    return 1


class DetailedLog:
    """A log of a streak with everything said, which can be tried out before it is made.

    `page` says whose log it is, and is replaced when the day is over.
    """

    def __init__(self, page: Page, row: Row, clock: Clock) -> None:
        self.page, self._row, self._clock = page, row, clock

    def form(self) -> LogForm[Logged]:
        """Asks how much, when, and for a note."""
        unit = f"how many {self._row.asks}" if self._row.asks else "1"
        fields = (
            LogField("amount", "Amount", "", unit, 64),
            LogField("when", "When", "", "now, -2h, yesterday 21:30", 64),
            LogField("note", "Note", "", "", 10_000),
        )
        return LogForm(self._row.name, "", fields, self._record)

    def _given(self, written: Written) -> dict[str, Any]:
        """The arguments of a log. Raises Refusal for what is no time."""
        when = _said(written, "when")
        now = when is None or when.casefold() == "now"
        return {
            "activity_type": self._row.activity_type,
            "amount": _said(written, "amount"),
            "at": None if now else read_when(when or "", self._clock(), self.page.owner),
            "note": _said(written, "note") or "",
        }

    def _record(self, written: Written) -> Question[Logged]:
        return partial(log_one, **self._given(written))

    def can_be_tried(self, written: Written) -> bool:
        """Whether there is an amount, or none is needed; or at least a time, to judge by itself."""
        return self._row.asks is None or any(_said(written, each) for each in ("amount", "when"))

    def try_out(self, written: Written) -> Question[str]:
        """What the log would do, in words; without its amount for which day it counts. Raises
        Refusal for what is no time.
        """
        given = self._given(written)
        if self._row.asks is not None and given["amount"] is None:
            return partial(_try_out_time, page=self.page, **given)
        return partial(_try_out, page=self.page, **given)

    def is_outdated(self) -> bool:
        """Whether the page is of a day that is over."""
        return today_of(self.page.owner, self._clock()) > self.page.today


def _try_out(
    engine: Engine,
    page: Page,
    activity_type: str,
    amount: str | None,
    at: datetime | None,
    note: str,
) -> str:
    before = engine.status(activity_type)[0]
    recording = engine.log(activity_type, amount, at=at, note=note, new=False, dry_run=True)
    day = recording.log.local_date
    earlier = {} if recording.in_open_period else engine.periods(activity_type, day, day)
    period = next(iter(earlier.get(before.streak_id, ())), None)
    return effect_words(before, recording, page, period)


def _try_out_time(
    engine: Engine, page: Page, activity_type: str, at: datetime | None, **others: Any
) -> str:
    before = engine.status(activity_type)[0]
    recording = engine.log(activity_type, 1, at=at, new=False, dry_run=True)
    return day_words(before, recording, page)
