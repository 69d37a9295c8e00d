"""Members: owners for whom an app records (docs/service.md)."""

from __future__ import annotations

from unbroken.core.members import check_id
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.owners import insert_owner
from unbroken.engine.permissions import require_admin
from unbroken.engine.settings import setting_value
from unbroken.engine.zones import zone_named
from unbroken.store.connection import Store
from unbroken.store.owners import find_owner_id, is_name_taken


def member_id(
    context: Context, caller: Caller, external_id: str, *, tz: str | None = None
) -> str | None:
    """The id of the owner whom an app calls so; an owner without any is found by name or id.

    With `tz` one who is not there is made, in that zone, under the external id as their name.
    """
    require_admin(caller, "member_id")
    store = context.store
    found = find_owner_id(store, external_id)
    if found is not None or tz is None:
        return found
    with context.changing(caller, "add member", journaled=False) as work:
        fields = {
            "name": _free_name(store, check_id(external_id, "external_id")),
            "external_id": external_id,
            "grace_period_days": setting_value(store, "grace_period_days"),
        }
        return insert_owner(work, fields, zone_named(tz))


def _free_name(store: Store, wanted: str) -> str:
    """A name that nobody has: the one wanted, or with a number behind it."""
    number, name = 1, wanted
    while is_name_taken(store, name):
        number += 1
        name = f"{wanted} {number}"
    return name
