"""The past of a streak in words: its latest attempts, and what was won in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from unbroken.core.figures import Statistics
from unbroken.core.instants import instant_of
from unbroken.core.judge_state import BROKEN
from unbroken.core.local_days import LocalDays
from unbroken.core.results import ProgressRecord, Reward, Streak
from unbroken.core.typing import Final, NamedTuple
from unbroken.wording.symbols import Shapes
from unbroken.wording.told import BarRow, Section, bars, dated, in_columns

_LATEST: Final = 6
"""Attempts, and milestones, that are told."""


class Past(NamedTuple):
    """The attempts at a streak and what was won in them, both oldest first, on an owner's days."""

    attempts: Sequence[ProgressRecord]
    rewards: Sequence[Reward]
    days: LocalDays

    def day_of(self, moment: datetime) -> date:
        """The owner's local date at a moment, in the zone that was theirs then."""
        return date.fromordinal(self.days.date_at(instant_of(moment)))


def past_sections(
    past: Past, found: Statistics, streak: Streak, cells: int, shapes: Shapes
) -> Iterator[Section]:
    """The latest attempts as times below each other, from the first of them on, with why each
    ended; and what was won.

    How many periods an attempt has is left out where some of them were after the last day.
    """
    told: list[tuple[date, date, BarRow]] = []
    for each in past.attempts:
        begun = past.day_of(each.streak_started_at)
        over = each.streak_completed_at or each.streak_broken_at
        ended = None if over is None else past.day_of(over)
        last = found.last_day if ended is None else min(ended, found.last_day)
        if begun > found.last_day or last < found.first_day:
            continue
        goes_on = ended is None or ended > found.last_day
        met = each.last_task_completed_at
        is_known = met is None or past.day_of(met) <= found.last_day
        row = BarRow(
            (f"{each.current_progress_value:,}" if is_known else "",),
            0,
            ("goes on" if goes_on else _ended(each, streak, last, found.last_day),),
            "quiet" if not goes_on and each.streak_progress_status == BROKEN else "met",
        )
        told.append((max(begun, found.first_day), last, row))
    latest = told[-_LATEST:]
    if latest:
        first = latest[0][0]
        whole = max((found.last_day - first).days, 1)
        rows = [
            row._replace(begins=(begun - first).days / whole, part=(last - first).days / whole)
            for begun, last, row in latest
        ]
        yield Section("Attempts", tuple(bars(rows, cells, shapes)))
    won = [
        (each, day)
        for each in past.rewards
        if found.first_day <= (day := past.day_of(each.reward_issued_at)) <= found.last_day
    ]
    if won:
        said = in_columns(
            [
                (dated(day, found.last_day), f"{each.milestone_target_value:,}")
                for each, day in won[-_LATEST:]
            ]
        )
        yield Section(
            "Won",
            tuple(
                ((text, "plain"), (f"  {each.title}", "strong"))
                for text, (each, _) in zip(said, won[-_LATEST:], strict=True)
            ),
        )


def _ended(attempt: ProgressRecord, streak: Streak, day: date, today: date) -> str:
    """Why an attempt ended: `missed 2 May`, `slip 2 May`, `completed 2 May`."""
    if attempt.streak_progress_status == BROKEN:
        if streak.goal == "at_most":
            return f"slip {dated(day, today)}"
        return f"missed {dated(day - timedelta(days=1), today)}"
    return f"completed {dated(day, today)}"
