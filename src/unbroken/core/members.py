"""What apps know of people and of activities: checked, and as it is stored.

A member is an owner for whom an app records (docs/service.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.instants import Instant
from unbroken.core.text import one_line
from unbroken.core.typing import Any, Final, NamedTuple

NAMES: Final = ("first_name", "last_name")

PROFILE_FIELDS: Final = (*NAMES, "email", "phone_number", "status")
"""What is known of a member, each a text."""

LONGEST_ID: Final = 200
"""Characters of an external id, and of an app's own id of an activity."""

LARGEST_METADATA: Final = 16_384
"""Bytes of the metadata of a log, as JSON."""

DEEPEST: Final = 32
"""How many objects and lists may lie in each other."""


class App(NamedTuple):
    """An app for which the service answers; `is_configured`: it has not given up its config."""

    id: str
    org_id: str
    created_at: Instant
    created_by: str
    is_configured: bool


def check_id(text: str, called: str) -> str:
    """An id that an app gives. Raises Refusal for one that is empty, too long, or no plain text."""
    if not text or len(text) > LONGEST_ID or one_line(text) != text:
        raise Refusal(
            ErrorCode.BAD_ID, f"The {called} must be 1 to {LONGEST_ID} plain characters.", called
        )
    return text


def profile_text(profile: Mapping[str, Any]) -> str:
    """A profile as it is stored. Raises Refusal for a field that it cannot have."""
    for name, value in profile.items():
        if name not in PROFILE_FIELDS:
            raise Refusal(ErrorCode.BAD_TEXT, f"A profile has no field “{name[:40]}”.", "profile")
        if not isinstance(value, str):
            raise Refusal(ErrorCode.BAD_TEXT, f"The {name} must be text.", name)
    known = {name: one_line(profile[name]) for name in PROFILE_FIELDS if name in profile}
    return _json({name: value for name, value in known.items() if value})


def metadata_text(metadata: Mapping[str, Any] | None) -> str | None:
    """Metadata as it is stored. Raises Refusal for more than 16 kB, or too much in each other."""
    if metadata is None:
        return None
    if not isinstance(metadata, Mapping):
        raise Refusal(ErrorCode.BAD_METADATA, "The metadata must be an object.", "metadata")
    if not _is_shallow(metadata, DEEPEST):
        message = f"The metadata has more than {DEEPEST} objects or lists in each other."
        raise Refusal(ErrorCode.BAD_METADATA, message, "metadata")
    try:
        text = _json(metadata)
        size = len(text.encode())
    except (TypeError, ValueError):  # not a number, infinity, half a character
        message = "The metadata has a value that JSON cannot hold."
        raise Refusal(ErrorCode.BAD_METADATA, message, "metadata") from None
    if size > LARGEST_METADATA:
        message = f"The metadata is larger than {LARGEST_METADATA:,} bytes."
        raise Refusal(ErrorCode.BAD_METADATA, message, "metadata")
    return text


def _json(value: Any) -> str:
    return json.dumps(
        value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_number
    )


def _number(value: Any) -> float:
    """A decimal of a document, as its own reader gives them."""
    return float(str(value))


def _is_shallow(value: Any, depth: int) -> bool:
    inner = value.values() if isinstance(value, Mapping) else value
    if not isinstance(value, Mapping | list):
        return True
    return depth > 0 and all(_is_shallow(each, depth - 1) for each in inner)
