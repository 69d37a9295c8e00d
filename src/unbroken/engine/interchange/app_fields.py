"""What apps that record by HTTP put into an interchange document (docs/interfaces.md section 3)."""

from __future__ import annotations

from unbroken.core.members import check_id, metadata_text, profile_text
from unbroken.core.typing import Any
from unbroken.engine.interchange.document import CONFIG
from unbroken.engine.interchange.document_fields import (
    checked_at,
    object_at,
    refuse_at,
    text_in,
    whole_in,
)
from unbroken.store.stored_values import Row


def external_id_in(place: str, given: dict[str, Any], name: str) -> str | None:
    """An id that an app gives, if there is one."""
    if given.get(name) is None:
        return None
    text = text_in(place, given, name, "")
    return checked_at(place, name, lambda: check_id(text, name))


def metadata_in(place: str, given: dict[str, Any]) -> str | None:
    """The metadata of a log as it is stored, if there is any."""
    value = given.get("metadata")
    if value is None:
        return None
    return checked_at(place, "metadata", lambda: metadata_text(value))


def profile_in(place: str, given: dict[str, Any]) -> str:
    """What an app knows of an owner, as it is stored."""
    if given.get("profile") is None:
        return "{}"
    value = object_at(f"{place}.profile", given["profile"])
    return checked_at(place, "profile", lambda: profile_text(value))


def config_in(given: Any) -> Row:
    """The settings of an app by key, of a document's `config`."""
    if given is None:
        return {}
    config = object_at("config", given)
    types = config.get("activity_types", [])
    if not isinstance(types, list) or not all(isinstance(each, str) for each in types):
        refuse_at("config.activity_types", "must be a list of texts")
    grace = whole_in("config", config, "grace_period_days")
    return dict(zip(CONFIG, (grace, sorted(types)), strict=True))
