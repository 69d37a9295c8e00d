"""The past of a streak in words: its latest attempts, and what was won in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from unbroken.core.figures import Statistics
from unbroken.core.judge_state import BROKEN, COMPLETED
from unbroken.core.local_days import zone_info
from unbroken.core.results import ProgressRecord, Reward, Streak
from unbroken.core.typing import Final, NamedTuple
from unbroken.wording.symbols import Shapes
from unbroken.wording.told import Row, Section, bars, dated, in_columns

_LATEST: Final = 6
"""Attempts, and milestones, that are told."""


class Past(NamedTuple):
    """The attempts at a streak and what was won in them, both oldest first, in an owner's zone."""

    attempts: Sequence[ProgressRecord]
    rewards: Sequence[Reward]
    zone: str


def past_sections(
    past: Past, found: Statistics, streak: Streak, cells: int, shapes: Shapes
) -> Iterator[Section]:
    """The latest attempts as times below each other, with why each ended; and what was won."""
    zone, whole = zone_info(past.zone), max((found.last_day - found.first_day).days, 1)
    rows = []
    for each in past.attempts:
        begun = each.streak_started_at.astimezone(zone).date()
        over = each.streak_completed_at or each.streak_broken_at
        ended = found.last_day if over is None else over.astimezone(zone).date()
        if begun > found.last_day or ended < found.first_day:
            continue
        rows.append(
            Row(
                (f"{each.current_progress_value:,}",),
                min((ended - found.first_day).days / whole, 1),
                (_ended(each, streak, ended, found.last_day),),
                "quiet" if each.streak_progress_status == BROKEN else "met",
                max((begun - found.first_day).days / whole, 0),
            )
        )
    if rows:
        yield Section("Attempts", tuple(bars(rows[-_LATEST:], cells, shapes)))
    won = [
        (each, day)
        for each in past.rewards
        if found.first_day
        <= (day := each.reward_issued_at.astimezone(zone).date())
        <= found.last_day
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
    if attempt.streak_progress_status == COMPLETED:
        return f"completed {dated(day, today)}"
    return "goes on"
