"""What is sent to make and to change records of a schema."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import asdict

from unbroken.core.streak_fields import RULES, Kind

Text = Annotated[str, Meta(max_length=1000)]
Id = Annotated[str, Meta(min_length=1, max_length=200)]
Status = Literal["draft", "live", "paused"]

_TYPES: Final[dict[Kind, Any]] = {
    Kind.WHOLE: int,
    Kind.TARGET: Decimal,
    Kind.WEEKDAYS: list[str],
    Kind.DAY: date,
    Kind.FLAG: bool,
    Kind.REMINDERS: list[str],
}


def _rule_fields() -> Iterator[tuple[str, Any, Any]]:
    for field in RULES:
        kind = Literal[field.choices] if field.choices else _TYPES.get(field.kind, Text)
        if field.is_optional:
            kind = kind | None
        if field.name != "name":
            yield field.name, kind | UnsetType, UNSET


NewStreak: Final[type[Struct]] = msgspec.defstruct(
    "NewStreak",
    [("name", Text), *_rule_fields(), ("status", Status, "live")],
    rename="camel",
    frozen=True,
)
"""A streak to be made, with the rules of docs/domain.md 3; the method is `sum` unless said."""

StreakChange: Final[type[Struct]] = msgspec.defstruct(
    "StreakChange",
    [("name", Text | UnsetType, UNSET), *_rule_fields(), ("status", Status | UnsetType, UNSET)],
    rename="camel",
    frozen=True,
)
"""What of a streak is to be another."""


class NewLog(Struct, frozen=True, rename="camel"):
    """An activity to be recorded. Without `owned_by_id` it is the caller's own."""

    streak_id: Id
    owned_by_id: Id | None = None
    activity_at: datetime | None = None
    activity_value: Decimal | None = None
    activity_id: Id | None = None
    unique_identifier: Id | None = None
    timezone: Annotated[str, Meta(min_length=1, max_length=100)] | None = None
    note: Annotated[str, Meta(max_length=10_000)] = ""
    metadata: dict[str, Any] | None = None


class NewMilestone(Struct, frozen=True, rename="camel"):
    """A milestone to be made."""

    streak_id: Id
    milestone_target_value: Annotated[int, Meta(ge=1, le=1_000_000)]
    title: Text = ""


class MilestoneChange(Struct, frozen=True, rename="camel"):
    """What of a milestone is to be another."""

    milestone_target_value: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None
    title: Text | None = None


class RewardChange(Struct, frozen=True, rename="camel"):
    """What an account adds to a reward; null takes it away."""

    coupon_code: Id | UnsetType | None = UNSET
    reward_issued_at: datetime | UnsetType | None = UNSET
    reward_expiry_at: datetime | UnsetType | None = UNSET


class ProfileChange(Struct, frozen=True, rename="camel"):
    """What is known of a member; what is left out stays."""

    first_name: Text | None = None
    last_name: Text | None = None
    email: Text | None = None
    phone_number: Text | None = None
    status: Text | None = None


class NewMember(ProfileChange, frozen=True, rename="camel", kw_only=True):
    """A member to be made."""

    external_id: Id
    timezone: Annotated[str, Meta(min_length=1, max_length=100)] = "UTC"


def given_in(body: Struct) -> dict[str, Any]:
    """What is given of a body, by the names of the engine."""
    return {name: value for name, value in asdict(body).items() if value is not UNSET}
