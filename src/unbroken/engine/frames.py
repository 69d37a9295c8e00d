"""What judging depends on besides the logs: the rules, the periods and the owner's days."""

from __future__ import annotations

from collections.abc import Iterable

from unbroken.core.exemptions import Exemptions
from unbroken.core.instants import Instant
from unbroken.core.judge_state import Frame
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
    judged = {rule: getattr(streak, name) for rule, name in _JUDGED}
    if streak.grace_periods is None:
        judged["grace"] = owner.grace
    judged["milestones"] = tuple(
        sorted({each.milestone_target_value for each in streak.milestones})
    )
    return Rules(**judged)


def frame_of(
    streak: StreakRow, owner: OwnerRow, skips: Iterable[Skipped], enrolment: EnrolmentRow
) -> Frame:
    """What judging a streak for an owner depends on, besides the logs."""
    rules = rules_for(streak, owner)
    grid = rules.grid(owner.week_start)
    exemptions = Exemptions(grid, skips, owner.days.void_days())
    enrolled_on = owner.days.date_at(enrolment.enrolled_at)
    identifier = enrolment.unique_identifier
    return Frame(rules, grid, exemptions, owner.days, enrolled_on, identifier)


def judged_until(streak: StreakRow, now: Instant) -> Instant:
    """The instant that a streak is judged at: an archived one stands still (docs/domain.md 3)."""
    return now if streak.archived_at is None else min(now, streak.archived_at)
