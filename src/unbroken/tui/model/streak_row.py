"""How a page is told: from the engine's results to rows of words. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Final, NamedTuple

from unbroken.core.day_states import CalendarPeriod
from unbroken.core.results import Enrolment, Log, Recording, Streak, TaskProgress
from unbroken.engine.urgency import LEFT, NOW, Place, arranged, stand_of
from unbroken.tui.model.dashboard_page import Page
from unbroken.wording.amounts import amount, unit_behind
from unbroken.wording.dates import long_day
from unbroken.wording.open_period import ends_texts, open_period, running_words
from unbroken.wording.rules import period_noun
from unbroken.wording.states import done_before
from unbroken.wording.status import done_already
from unbroken.wording.symbols import shapes_named

_ROUND: Final = (7, 30, 50, 100, 200, 365, 500, 1000)


NONE_ALLOWED: Final = "at most 0"
"""What stands in place of the bar of a limit that allows none."""
_NUMBERS: Final = "123456789"
_LAST: Final = 3
"""So many periods before its end an attempt is told of in the list."""


class Detail(NamedTuple):
    """A line below a streak: what it is about, its part of 0 to 1, and that in numbers."""

    label: str
    part: float
    amount: str


class Attempt(NamedTuple):
    """How far an attempt has come: it is in its period number `at`, and has `reached` so many."""

    noun: str
    at: int
    reached: int
    length: int

    @property
    def label(self) -> str:
        """`day 4 of 7`."""
        return f"{self.noun} {self.at} of {self.length}"

    def detail(self) -> Detail:
        """The line below its streak."""
        return Detail(self.label, self.reached / self.length, f"{self.reached} of {self.length}")


class Row(NamedTuple):
    """One streak as it is shown.

    `number` is its key, its own in every order. `part` is None where there is nothing to fill
    and `bar_words` stand instead of the bar. `amounts` say the same in ever fewer cells, and so
    does `left`, which is empty where no time presses. `asks` is the unit that a log must give
    an amount of. `group` is how it stands, `ends_at` when its open period ends, `own_group` what
    the owner filed it under. `heading` is what it is listed below, if anything; `folds` is what the
    heading is remembered by when it is folded, empty where it cannot be, and `folded` says of how
    many streaks the row is all that is left. `is_limit` says that a log is one more of what is to
    be avoided, `is_slip` that each is one too many.
    """

    streak_id: str
    activity_type: str
    number: str
    group: str
    state: str
    name: str
    part: float | None
    bar_words: str
    amounts: tuple[str, ...]
    left: tuple[str, ...]
    now: str
    best: str
    attempt: Detail | None
    today: Detail | None
    strip: tuple[str, ...]
    asks: str | None
    color: str | None = None
    ends_at: datetime | None = None
    own_group: str = ""
    is_limit: bool = False
    is_slip: bool = False
    heading: str = ""
    folds: str = ""
    folded: int = 0

    @property
    def place(self) -> Place:
        """What puts it in its place of the list."""
        return Place(self.name, self.group, self.own_group, self.ends_at)

    @property
    def under_own_group(self) -> bool:
        """Whether the heading is one of the owner's own."""
        return bool(self.heading) and self.folds == self.heading


def rows_of(page: Page) -> tuple[Row, ...]:
    """The rows in the owner's own order."""
    rows = [_row(page, each) for each in page.enrolments]
    numbers = _numbers(row for row in rows if page.streaks[row.streak_id].status == "live")
    return tuple(row._replace(number=numbers.get(row.streak_id, " ")) for row in rows)


def _numbers(rows: Iterable[Row]) -> dict[str, str]:
    """The number keys of the first nine, as they are listed in the owner's own order, by id."""
    own = arranged(rows, "own", lambda row: row.place)
    return {row.streak_id: number for number, (_, row) in zip(_NUMBERS, own, strict=False)}


def log_words(row: Row, *, short: bool = False) -> str:
    """What a log has come to: `Gym 2 of 3 this week · 19 in a row`."""
    done = row.amounts[-1 if short else 0]
    chain = f" · {row.now} in a row" if row.now not in ("0", "1") else ""
    return f"{row.name} {done}{chain}"


def celebration(before: Enrolment | None, recording: Recording, name: str) -> str | None:
    """One line for what deserves it, else None.

    That is a milestone, a completed attempt, or a period met with which the chain reaches a round
    number; every other met period only shows in its row. No log of a limit meets anything.
    """
    for reward in recording.rewards:
        return f"{name}: {reward.title} ({reward.milestone_target_value})"
    record, past = recording.progress, before.progress if before else None
    if record is not None and record.streak_progress_status == "completed":
        if past and past.id == record.id and past.streak_progress_status == "completed":
            return None
        reached, length = record.current_progress_value, record.completion_target_value
        return f"{name} is complete: {reached} of {length}."
    chain, task = recording.current_streak, recording.task_progress
    if task is not None and task.goal == "at_most":
        return None
    if chain in _ROUND and before is not None and before.current_streak < chain:
        return f"{name}: {chain} in a row."
    return None


def repeated(
    before: Enrolment | None,
    recording: Recording,
    streak: Streak,
    period: CalendarPeriod | None = None,
) -> str:
    """What is said of a log that was not asked for any more: `Bed was done already today; that is
    2 now`; nothing of any other. `period` is the one that it counts in as it stood before, where
    that is not the open one.
    """
    task = recording.task_progress
    if before is not None and task is not None and recording.in_open_period:
        already, value = done_already(streak, before.task_progress), task.value
    elif period is not None:
        already, value = done_before(streak, period), period.value + recording.log.value
    else:
        return ""
    more = f"; that is {amount(value)} now" if streak.aggregation_method == "count" else ""
    return f"{streak.name} was {already}{more}" if already else ""


def backdated(log: Log, name: str) -> str:
    """One line for a log of another day than today, which the list may not show."""
    return f"{name} is logged for {long_day(log.local_date)}."


def _row(page: Page, enrolment: Enrolment) -> Row:
    streak = page.streaks[enrolment.streak_id]
    progress, stand = enrolment.task_progress, stand_of(enrolment)
    told = open_period(
        *(streak, enrolment, stand.rests),
        left_of(page, enrolment),
        timer_of(page, enrolment),
    )
    is_slip = progress is not None and not stand.rests and not progress.target
    attempt = attempt_of(streak, enrolment)
    return Row(
        streak_id=enrolment.streak_id,
        activity_type=enrolment.activity_type,
        number=" ",
        group=stand.group,
        state=stand.state,
        name=enrolment.name,
        part=told.part,
        bar_words=NONE_ALLOWED if is_slip else "",
        amounts=told.amounts,
        left=told.left,
        now=str(enrolment.current_streak),
        best=str(enrolment.longest_streak),
        attempt=None if attempt is None else attempt_news(streak, attempt),
        today=None if progress is None else _today(page, streak, progress),
        strip=page.recent[streak.id].states if streak.id in page.recent else (),
        asks=(streak.unit or None) if streak.aggregation_method == "sum" else None,
        color=streak.color,
        ends_at=None if progress is None else progress.ends_at,
        own_group=streak.group or "",
        is_limit=streak.goal == "at_most",
        is_slip=is_slip,
    )


def left_of(page: Page, enrolment: Enrolment) -> tuple[str, ...]:
    """How long the open period lasts where that presses, in ever fewer cells; else nothing."""
    presses = stand_of(enrolment).group in (NOW, LEFT)
    return ends_texts(enrolment, page.today, presses=presses)


def timer_of(page: Page, enrolment: Enrolment) -> tuple[str, ...]:
    """How long a timer runs, in ever fewer cells; nothing where none does."""
    return running_words(enrolment, page.now, shapes_named(page.settings["symbols"]))


def attempt_news(streak: Streak, attempt: Attempt) -> Detail | None:
    """How far the attempt has come where that is news: at a milestone, and close to the end."""
    milestones = {each.milestone_target_value for each in streak.milestones}
    if attempt.at in milestones or attempt.at > attempt.length - _LAST:
        return attempt.detail()
    return None


def attempt_of(streak: Streak, enrolment: Enrolment) -> Attempt | None:
    """How far the attempt has come, where it has a length."""
    length = streak.completion_target_value
    if length is None:
        return None
    record, progress = enrolment.progress, enrolment.task_progress
    reached = 0
    if record and record.streak_progress_status == "in_progress":
        reached = record.current_progress_value
    elif record and progress and record.streak_completed_at is not None:
        reached = length if record.streak_completed_at >= progress.starts_at else 0
    earned = progress is not None and progress.met and progress.goal == "at_least"
    at = min(reached if earned and reached else reached + 1, length)
    return Attempt(period_noun(streak.aggregation_period, streak.every), at, reached, length)


def _today(page: Page, streak: Streak, progress: TaskProgress) -> Detail | None:
    """What today gave, where a period is longer than a day; nothing where that is nothing."""
    recent = page.recent.get(streak.id)
    if progress.first_day == progress.last_day or not progress.target or recent is None:
        return None
    value = recent.today
    if not value or value == progress.value:
        return None
    part = float(min(value / progress.target, Decimal(1)))
    return Detail("today", part, f"{amount(value)}{unit_behind(streak)}")
