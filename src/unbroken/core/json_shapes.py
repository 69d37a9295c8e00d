"""The JSON keys of every result, in order (docs/interfaces.md section 2).

They are listed by the name of the result's class, so that writing one result loads no other, and
apart from the classes, so that a field can be added or moved without changing what programs read.
"""

from __future__ import annotations

from collections.abc import Iterator

from unbroken.core import owner_fields
from unbroken.core.streak_fields import FIELDS
from unbroken.core.typing import Any, Final

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "OwnerRef": ("id", "name"),
    "ZoneEntry": ("effective_from", "timezone"),
    "Owner": tuple(field.name for field in owner_fields.FIELDS),
    "TargetChange": ("from_day", "aggregation_target_value"),
    "Milestone": ("id", "milestone_target_value", "title"),
    "Streak": (*(field.name for field in FIELDS), "rule"),
    "TaskProgress": (
        *("value", "target", "goal", "unit", "met", "remaining", "period"),
        *("first_day", "last_day", "starts_at", "ends_at", "seconds_left"),
    ),
    "ProgressRecord": (
        *("id", "streak_id", "activity_type", "unique_identifier", "owned_by_id", "owned_by"),
        *("current_progress_value", "completion_target_value", "streak_progress_status"),
        *("streak_started_at", "streak_completed_at", "streak_broken_at"),
        *("last_task_contribution_at", "last_task_completed_at", "task_progress"),
    ),
    "Enrolment": (
        *("streak_id", "activity_type", "name", "user_id", "current_streak", "longest_streak"),
        *("total_count", "last_activity_date", "last_activity_at", "status", "due", "at_risk"),
        *("progress", "task_progress"),
    ),
    "Recording": (
        *("activity_id", "current_streak", "longest_streak", "total_count", "streak_extended"),
        *("streak_started", "duplicate", "log", "task_progress", "progress", "rewards"),
    ),
    "Log": (
        *("id", "streak_id", "activity_type", "owned_by_id", "activity_at", "timezone"),
        *("local_date", "value", "note", "unique_identifier", "recorded_at"),
        *("metadata", "reference"),
    ),
    "Reward": (
        *("id", "milestone_id", "streak_id", "activity_type", "owned_by_id", "progress_id"),
        *("milestone_target_value", "title", "reward_issued_at", "coupon_code"),
        "reward_expiry_at",
    ),
    "Webhook": ("id", "url", "events", "made_at", "secret"),
    "Delivery": ("id", "url", "secret", "body"),
    "NewKey": ("key_id", "key", "secret", "app_id", "user_id", "scopes"),
    "KnownKey": ("key_id", "app_id", "user_id", "scopes", "created_at", "revoked_at"),
    "CalendarDay": ("date", "state", "value", "target", "logs", "in_month"),
    "CalendarPeriod": ("first_day", "last_day", "state", "value", "target"),
    "ChainDays": ("first_day", "last_day", "length", "alive"),
    "Recent": ("states", "today"),
    "Timer": (
        *("streak_id", "activity_type", "name", "owned_by_id", "started_at", "seconds"),
        *("amount", "unit"),
    ),
    "Stopped": ("timer", "recording"),
    "Reminder": (
        *("streak_id", "activity_type", "name", "owned_by_id", "times", "came_at", "ends_at"),
        "text",
    ),
    "Statistics": (
        *("streak_id", "activity_type", "name", "first_day", "last_day", "met", "asked", "share"),
        *("strength", "current_streak", "longest_streak", "logs", "total", "runs", "completion"),
        *("stretch", "stretches", "aims", "weekdays", "ahead", "slips"),
    ),
    "Overview": (
        *("streak_id", "activity_type", "name", "owned_by_id", "owned_by", "met", "asked"),
        *("share", "month", "strength", "current_streak", "longest_streak"),
    ),
    "RunDays": ("first_day", "last_day", "length"),
    "Completion": ("days", "met", "asked", "share", "change"),
    "Stretch": ("first_day", "last_day", "total", "average", "met", "asked", "strength"),
    "Aim": ("span", "first_day", "last_day", "done", "target"),
    "WeekdayFigures": ("weekday", "logs", "total", "met", "asked", "hours"),
    "Ahead": ("milestone_target_value", "title", "left", "days"),
    "Slips": ("last_day", "days_since", "longest_days", "months"),
    "SlipMonth": ("first_day", "slips"),
    "YearReview": (
        *("year", "streak", "first_day", "last_day", "figures", "before"),
        *("months", "weekdays", "runs", "firsts", "milestones", "streaks", "days"),
    ),
    "YearFigures": (
        *("met", "asked", "share", "logs", "days_with_logs", "longest_run", "milestones", "total"),
        *("perfect_days", "best_month", "best_weekday"),
    ),
    "YearMonth": ("first_day", "met", "asked", "share", "logs"),
    "YearWeekday": ("weekday", "met", "asked", "share", "logs"),
    "YearRun": ("activity_type", "name", "first_day", "last_day", "length"),
    "First": ("day", "kind", "activity_type", "name"),
    "Won": ("day", "activity_type", "name", "milestone_target_value", "title"),
    "YearStreak": (
        *("activity_type", "name", "met", "asked", "share", "share_before", "logs"),
        "longest_run",
    ),
    "Skip": ("id", "activity_type", "owner_id", "first_day", "last_day", "reason"),
    "SyncJoined": (
        *("folder", "founded", "devices", "logs", "streaks", "sent_logs", "sent_streaks"),
        *("settled", "dry_run"),
    ),
    "Synced": ("folder", "read", "written", "logs", "settled"),
    "SyncDevice": ("id", "this", "last_seen", "waiting"),
    "SyncNote": ("settled_at", "text"),
    "SyncPlace": ("folder", "sealed", "passphrase", "let_in"),
    "SyncStatus": (
        *("folder", "device", "waiting", "devices", "settled", "problem"),
        *("sealed", "readers", "passphrase", "asking"),
    ),
    "SyncWaiting": ("folder", "git"),
    "SyncAsked": ("folder", "device", "code"),
    "SyncAdmitted": ("folder", "device"),
    "Undone": ("label", "made_at"),
    "Turned": ("changes", "dry_run"),
    "Change": ("number", "label", "rows", "made_at", "undone", "program", "opened_at"),
    "Numbers": ("current_streak", "longest_streak", "progress", "status"),
    "Effect": ("owner", "before", "after"),
    "Edited": ("streak", "effects"),
    "Removal": ("own", "others"),
    "Why": ("title", "lines"),
    "Joined": ("activity_type", "name", "owner", "logs", "before", "after"),
    "Arrival": (*("activity_type", "name", "rule", "logs", "first_day", "last_day", "stands"),),
    "Measure": ("method", "unit"),
    "Imported": (
        *("owners", "streaks", "enrolments", "logs", "skips", "unchanged"),
        *("first_day", "last_day", "rules", "effects", "dry_run"),
    ),
    "Note": ("subject", "text"),
    "Compared": ("before", "after", "lost", "gained", "changed"),
    "Restored": ("logs", "streaks", "skips", "owners", "replaced", "dry_run"),
    "Checked": (
        *("ok", "path", "schema_version", "owners", "streaks", "logs"),
        *("zone_data", "problems", "repaired", "notes", "copy", "set_aside"),
    ),
}
"""A result's class to its keys; each is also the name of the field whose value it has."""

LEFT_OUT: Final[dict[str, tuple[str, ...]]] = {
    "Enrolment": ("excused", "begins_on", "last_safe_day", "expires_at", "timer_started_at"),
    "Edited": ("remark",),
    "Arrival": ("new_logs", "there", "here"),
    "Imported": ("arrivals", "newcomers", "persons", "owner_name"),
    "Numbers": ("missed",),
    "Overview": ("goal", "early"),
    "Statistics": ("early",),
    "Undone": ("rows",),
    "Why": ("sentences", "missed_on"),
    "YearStreak": ("archived",),
}
"""The fields that only this program's own screens, commands and requests read."""


def members_of(result: Any) -> Iterator[tuple[str, Any]]:
    """The keys and values of a result. Raises TypeError for a class that has no keys here."""
    name = type(result).__name__
    if name not in KEYS:
        raise TypeError(f"{name} has no JSON keys.")
    return ((key, getattr(result, key)) for key in KEYS[name])
