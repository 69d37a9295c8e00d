"""What judging depends on besides the logs: the rules, the periods and the owner's days."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from unbroken.core.exemptions import Exemptions
from unbroken.core.instants import Instant
from unbroken.core.judge_state import Frame
from unbroken.core.periods import PeriodGrid
from unbroken.core.rules import Rules
from unbroken.core.streak_fields import FIELDS
from unbroken.core.typing import TYPE_CHECKING, Final
from unbroken.store.owners import OwnerRow
from unbroken.store.skips import Skipped
from unbroken.store.streaks import StreakRow

if TYPE_CHECKING:  # some commands need frames and no enrolments
    from unbroken.store.enrolments import EnrolmentRow

_JUDGED: Final = [(each.judged_as, each.name) for each in FIELDS if each.judged_as is not None]


def rules_for(streak: StreakRow, owner: OwnerRow) -> Rules:
    """A streak's rules as they hold for an owner, whose grace is the default."""
    return _rules_and_grid(streak, owner.grace_period_days, owner.week_start)[0]


def frame_of(
    streak: StreakRow, owner: OwnerRow, skips: Collection[Skipped], enrolment: EnrolmentRow
) -> Frame:
    """What judging a streak for an owner depends on, besides the logs."""
    rules, grid, none = _rules_and_grid(streak, owner.grace_period_days, owner.week_start)
    void_days = owner.days.void_days()
    exemptions = Exemptions(grid, skips, void_days) if skips or void_days else none
    enrolled_on = owner.days.date_at(enrolment.enrolled_at)
    identifier = enrolment.unique_identifier
    return Frame(rules, grid, exemptions, owner.days, enrolled_on, identifier)


@lru_cache(maxsize=4096)
def _rules_and_grid(
    streak: StreakRow, grace: int, week_start: int
) -> tuple[Rules, PeriodGrid, Exemptions]:
    """The rules, the periods, and what is exempt of those without a skip: alike for many owners."""
    judged = {rule: getattr(streak, name) for rule, name in _JUDGED}
    if streak.grace_periods is None:
        judged["grace"] = grace
    judged["milestones"] = tuple(
        sorted({each.milestone_target_value for each in streak.milestones})
    )
    rules = Rules(**judged)
    grid = rules.grid(week_start)
    return rules, grid, Exemptions(grid)


def judged_until(streak: StreakRow, now: Instant) -> Instant:
    """The instant that a streak is judged at: an archived one stands still (docs/domain.md 3)."""
    return now if streak.archived_at is None else min(now, streak.archived_at)
