"""Which field of a form a refusal is about, and how it is said there. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from unbroken.core.errors import ErrorCode, Refusal, StoreError
from unbroken.core.results import Streak
from unbroken.core.streak_fields import FIELDS
from unbroken.core.text import unaccented
from unbroken.wording.rule_fields import LINES

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


_KEY: Final = "activity_type"
_NOUN: Final = next(field.noun for field in FIELDS if field.name == _KEY)
_LABEL: Final = next(line.label for line in LINES if line.field == _KEY).lower()


def said_in_editor(error: Refusal | StoreError, name: str, streaks: Iterable[Streak]) -> str:
    """A refusal of a streak's rules in the words of its form; `streaks` are those that there are,
    of which one may have its `name`.
    """
    if isinstance(error, Refusal) and error.code == ErrorCode.BAD_MILESTONE:
        return "Give it a title."
    if isinstance(error, Refusal) and error.code == ErrorCode.STREAK_EXISTS:
        same = next((each for each in streaks if unaccented(each.name) == unaccented(name)), None)
        if error.field == "name" and same is not None:
            is_archived = same.status == "archived"
            return (
                f"There is {'an archived streak' if is_archived else 'a streak'} “{same.name}”"
                f" already; {'bring that back' if is_archived else 'log to that one'}, choose"
                f" another name, or give another {_LABEL} (below “More”) if two are meant."
            )
    return error.message.replace(_NOUN, _LABEL)
