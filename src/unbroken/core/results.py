"""What the engine answers: frozen values, whose fields are those of docs/interfaces.md 2.

Instants are aware times in UTC, local dates are dates, amounts are exact decimals.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from unbroken.core.typing import Any, Final, NamedTuple


class OwnerRef(NamedTuple):
    """An owner, in short."""

    id: str
    name: str


class ZoneEntry(NamedTuple):
    """An owner's zone, from an instant on."""

    effective_from: datetime
    timezone: str


Profile = Mapping[str, str]
"""What an app knows of a person, by field: see `core.members`."""

NO_PROFILE: Profile = MappingProxyType({})


FIRST_NAME: Final = "me"
"""What the first owner is called until somebody says otherwise."""


class Owner(NamedTuple):
    """A person whose habits these are; `external_id` is who they are to the app they come from.

    In the `quiet_hours`, such as `22:00-07:00`, they are reminded of nothing.
    """

    id: str
    name: str
    day_start: int
    week_start: str
    grace_period_days: int
    timezones: tuple[ZoneEntry, ...]
    external_id: str | None = None
    profile: Profile = NO_PROFILE
    quiet_hours: str | None = None


class TargetChange(NamedTuple):
    """A target that holds from a day on."""

    from_day: date
    aggregation_target_value: Decimal


class Milestone(NamedTuple):
    """A number of periods at which the owner gets something."""

    id: str
    milestone_target_value: int
    title: str


class Streak(NamedTuple):
    """The rules of one habit (docs/domain.md 3), and the same `rule` said in words."""

    id: str
    activity_type: str
    name: str
    description: str
    unit: str | None
    color: str | None
    group: str | None
    aggregation_method: str
    aggregation_period: str
    every: int
    goal: str
    aggregation_target_value: Decimal
    targets: tuple[TargetChange, ...]
    completion_target_value: int | None
    grace_periods: int | None
    schedule: tuple[str, ...] | None
    starts_on: date
    strict: bool
    reminders: tuple[str, ...] | None
    status: str
    archived_at: datetime | None
    milestones: tuple[Milestone, ...]
    rule: str


class TaskProgress(NamedTuple):
    """What the owner has done in the current period against the target."""

    value: Decimal
    target: Decimal
    goal: str
    unit: str | None
    met: bool
    remaining: Decimal
    period: str
    first_day: date
    last_day: date
    starts_at: datetime
    ends_at: datetime
    seconds_left: int


class ProgressRecord(NamedTuple):
    """One attempt at a streak by one owner."""

    id: str
    streak_id: str
    activity_type: str
    unique_identifier: str
    owned_by_id: str
    owned_by: OwnerRef
    current_progress_value: int
    completion_target_value: int | None
    streak_progress_status: str
    streak_started_at: datetime
    streak_completed_at: datetime | None
    streak_broken_at: datetime | None
    last_task_contribution_at: datetime | None
    last_task_completed_at: datetime | None
    task_progress: TaskProgress | None


class Enrolment(NamedTuple):
    """How one streak of one owner stands at the present moment.

    The last five have no name in docs/interfaces.md. `excused` says that all days of the open
    period are skipped (docs/domain.md 4.3); `begins_on` is the day from which the streak counts,
    where that is still to come and no log has opened it before. On `last_safe_day` a log still
    keeps the streak, and at `expires_at` it ends without one; None where silence ends nothing.
    Since `timer_started_at` a timer runs for it.
    """

    streak_id: str
    activity_type: str
    name: str
    user_id: str
    current_streak: int
    longest_streak: int
    total_count: int
    last_activity_date: date | None
    last_activity_at: datetime | None
    status: str
    due: bool
    at_risk: bool
    progress: ProgressRecord | None
    task_progress: TaskProgress | None
    excused: bool = False
    begins_on: date | None = None
    last_safe_day: date | None = None
    expires_at: datetime | None = None
    timer_started_at: datetime | None = None


class Log(NamedTuple):
    """One recorded activity.

    `metadata` is a JSON object of whoever recorded it, `reference` their own id of the activity.
    """

    id: str
    streak_id: str
    activity_type: str
    owned_by_id: str
    activity_at: datetime
    timezone: str
    local_date: date
    value: Decimal
    note: str
    unique_identifier: str | None
    recorded_at: datetime
    metadata: Mapping[str, Any] | None = None
    reference: str | None = None


class Reward(NamedTuple):
    """A milestone reached in one attempt, with the coupon that an app has added, if it has."""

    id: str
    milestone_id: str
    streak_id: str
    activity_type: str
    owned_by_id: str
    progress_id: str
    milestone_target_value: int
    title: str
    reward_issued_at: datetime
    coupon_code: str | None = None
    reward_expiry_at: datetime | None = None


class Recording(NamedTuple):
    """What recording an activity did."""

    activity_id: str
    current_streak: int
    longest_streak: int
    total_count: int
    streak_extended: bool
    streak_started: bool
    duplicate: bool
    log: Log
    task_progress: TaskProgress | None
    progress: ProgressRecord | None
    rewards: tuple[Reward, ...]

    @property
    def in_open_period(self) -> bool:
        """Whether the log lies in the period that `task_progress` is of."""
        task = self.task_progress
        return task is not None and task.first_day <= self.log.local_date <= task.last_day


class CalendarDay(NamedTuple):
    """One day of a month: its own value, and its period's state and target."""

    date: date
    state: str
    value: Decimal
    target: Decimal | None
    logs: int
    in_month: bool


Settings = dict[str, Any]
"""Every setting by its key."""
