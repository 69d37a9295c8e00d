"""Members: owners for whom an app records (docs/service.md)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.members import NAMES, check_id, profile_text
from unbroken.core.results import Owner
from unbroken.core.text import free_name, one_line
from unbroken.core.typing import Any
from unbroken.engine.answers.owner import owner_answer
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.owners import insert_owner
from unbroken.engine.permissions import require_admin
from unbroken.engine.settings import setting_value
from unbroken.engine.zones import zone_named
from unbroken.store.owners import find_owner_id, is_name_taken, load_owners


def member_id(
    context: Context, caller: Caller, external_id: str, *, tz: str | None = None
) -> str | None:
    """The id of the owner whom an app calls so; an owner is found by their own id too, or by name.

    With `tz` one who is not there is made, in that zone, under the external id as their name.
    """
    require_admin(caller, "member_id")
    store = context.store
    found = find_owner_id(store, external_id)
    if found is not None or tz is None:
        return found
    with context.changing(caller, "add member", journaled=False) as work:
        fields = {
            "name": free_name(check_id(external_id, "external_id"), partial(is_name_taken, store)),
            "external_id": external_id,
            "grace_period_days": setting_value(store, "grace_period_days"),
        }
        return insert_owner(work, fields, zone_named(tz))


def add_member(
    context: Context, caller: Caller, external_id: str, *, tz: str, profile: Mapping[str, Any]
) -> Owner:
    """Adds somebody an app records for, named as their profile says, or else by that id."""
    require_admin(caller, "add_member")
    store = context.store
    with context.changing(caller, "add member") as work:
        if find_owner_id(store, check_id(external_id, "external_id")) is not None:
            message = f"There is a member {external_id} already."
            raise Refusal(ErrorCode.OWNER_EXISTS, message, "external_id")
        text = profile_text(profile)
        name = one_line(" ".join(filter(None, (profile.get(each) for each in NAMES))))
        fields = {
            "name": free_name(name or external_id, partial(is_name_taken, store)),
            "external_id": external_id,
            "grace_period_days": setting_value(store, "grace_period_days"),
            "profile": text,
        }
        owner_id = insert_owner(work, fields, zone_named(tz))
    return owner_answer(load_owners(store, owner_id)[owner_id])
