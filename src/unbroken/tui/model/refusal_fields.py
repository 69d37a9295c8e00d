"""Which field of a form a refusal is about. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from unbroken.core.errors import Refusal, StoreError

_FIELDS: Final = {
    "bad_amount": ("amount",),
    "bad_value": ("amount",),
    "amount": ("amount",),
    "bad_time": ("when",),
    "bad_date": ("when",),
    "future": ("when",),
    "bad_note": ("note",),
    "unknown_zone": ("tz",),
    "bad_number": ("grace_period_days", "milestones"),
    "bad_milestone": ("milestones",),
    "streak_exists": ("activity_type",),
}
"""The fields, on whichever form, that a refusal is about which names none, by its code."""


def field_of(error: Refusal | StoreError | None, fields: Collection[str]) -> str | None:
    """The one among a form's fields that an error is about, None where it is about none of them."""
    if error is None or isinstance(error, StoreError):
        return None
    named = (error.field,) if error.field else _FIELDS.get(error.code, ())
    return next((each for each in named if each in fields), None)
