"""Which field of a form a refusal is about. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from unbroken.core.errors import ErrorCode, Refusal, StoreError

_FIELDS: Final = {
    ErrorCode.BAD_AMOUNT: ("amount",),
    ErrorCode.BAD_TIME: ("when",),
    ErrorCode.BAD_DATE: ("when",),
    ErrorCode.FUTURE: ("when",),
    ErrorCode.BAD_NOTE: ("note",),
    ErrorCode.UNKNOWN_ZONE: ("tz",),
    ErrorCode.BAD_NUMBER: ("grace_period_days", "milestones"),
    ErrorCode.BAD_MILESTONE: ("milestones",),
    ErrorCode.STREAK_EXISTS: ("activity_type",),
}
"""The fields, on whichever form, that a refusal is about which names none, by its code."""


def field_of(error: Refusal | StoreError | None, fields: Collection[str]) -> str | None:
    """The one among a form's fields that an error is about, None where it is about none of them."""
    if error is None or isinstance(error, StoreError):
        return None
    named = (error.field,) if error.field else _FIELDS.get(error.code, ())
    return next((each for each in named if each in fields), None)
