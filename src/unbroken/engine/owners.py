"""Owners: people, their day and week (docs/domain.md section 2)."""

from __future__ import annotations

from collections.abc import Mapping

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.ids import new_id
from unbroken.core.instants import FIRST_INSTANT
from unbroken.core.owner_fields import DEFAULTS
from unbroken.core.results import NO_PROFILE, Owner
from unbroken.core.rule_validation import (
    check_name,
    check_quiet_hours,
    check_weekday,
    check_whole,
)
from unbroken.core.rules import LARGEST_COUNT
from unbroken.core.typing import Any
from unbroken.engine.answers.owner import owner_answer
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.life_cycle import delete_enrolment
from unbroken.engine.lookup import find_owner, own_or_any
from unbroken.engine.permissions import require_admin
from unbroken.engine.timezone_timeline import insert_zone, set_zone
from unbroken.engine.zones import machine_zone, zone_named
from unbroken.store.connection import Store
from unbroken.store.enrolments import load_enrolments
from unbroken.store.owners import (
    find_owner_id,
    last_owner_position,
    load_owners,
)
from unbroken.store.stored_values import Row
from unbroken.store.unit_of_work import UnitOfWork


def owners(context: Context, caller: Caller) -> list[Owner]:
    """Everybody, for an admin; else only the owner."""
    with context.store.reading():
        if not caller.admin:
            return [owner_answer(context.owner(caller))]
        return [owner_answer(each) for each in load_owners(context.store).values()]


def owner_named(context: Context, caller: Caller, owner: str) -> Owner:
    """The owner meant by a name, its beginning or an id; another than oneself for an admin."""
    return owner_answer(own_or_any(context.store, caller, owner))


def add_owner(
    context: Context,
    caller: Caller,
    name: str,
    *,
    tz: str | None = None,
    day_start: object = 0,
    week_start: str = "monday",
    grace_period_days: object = 0,
    external_id: str | None = None,
    profile: Mapping[str, Any] = NO_PROFILE,
    quiet_hours: str | None = None,
) -> Owner:
    """Adds a person; without `tz` in the machine's zone.

    `external_id` is who they are to the app that records for them, `profile` what it knows of them.
    """
    require_admin(caller, "add_owner")
    store = context.store
    with context.changing(caller, "add owner") as work:
        given: Row = {"name": name, "day_start": day_start, "week_start": week_start}
        given |= {"external_id": external_id, "profile": profile, "quiet_hours": quiet_hours}
        row = _checked(store, {**given, "grace_period_days": grace_period_days}, None)
        zone = machine_zone() if tz is None else zone_named(tz)
        owner_id = insert_owner(work, row, zone)
        work.label = f"add owner {row['name']}"
    return owner_answer(load_owners(store, owner_id)[owner_id])


def edit_owner(
    context: Context,
    caller: Caller,
    owner: str,
    *,
    tz: str | None = None,
    always: bool = False,
    **fields: Any,
) -> Owner:
    """Changes what is given: `name`, `day_start`, `week_start`, `grace_period_days`, `quiet_hours`,
    `profile`, or `tz`.

    A new zone holds from now on; with `always`, the one in force was always wrong and the new one
    takes its place. Logs keep the local dates they were recorded with.
    """
    store = context.store
    with context.changing(caller, "edit owner") as work:
        found = own_or_any(context.store, caller, owner)
        given = {name: value for name, value in fields.items() if value is not None}
        work.update("owners", found.id, **_checked(store, given, found.id))
        if tz is not None:
            set_zone(context, work, found, zone_named(tz), always)
        work.label = f"edit owner {found.name}"
    return owner_answer(load_owners(store, found.id)[found.id])


def remove_owner(context: Context, caller: Caller, owner: str) -> Owner:
    """Removes a person with all their logs; undo brings them back. The last one stays."""
    require_admin(caller, "remove_owner")
    store = context.store
    with context.changing(caller, "remove owner") as work:
        everybody = load_owners(store)
        found = find_owner(everybody.values(), owner)
        if len(everybody) == 1 and found.external_id is None:
            raise Refusal(
                ErrorCode.LAST_OWNER, "The only owner cannot be removed; add another first."
            )
        if found.id == caller.owner_id:
            raise Refusal(
                ErrorCode.OWN_OWNER, "You cannot remove yourself; rename yourself instead."
            )
        for each in load_enrolments(store, owner_id=found.id):
            delete_enrolment(work, each.id)
        for table in ("timers", "skips", "timezones"):
            work.delete(table, owner_id=found.id)
        work.delete("owners", id=found.id)
        work.label = f"remove owner {found.name}"
    return owner_answer(found)


def insert_owner(work: UnitOfWork, fields: Row, zone: str) -> str:
    """Inserts an owner behind the others, with their first zone; answers the id."""
    owner_id, position = new_id(), last_owner_position(work.store) + 1
    work.insert("owners", {**DEFAULTS, **fields, "id": owner_id, "position": position})
    insert_zone(work, owner_id, zone, FIRST_INSTANT)
    return owner_id


def _checked(store: Store, fields: Row, owner_id: str | None) -> Row:
    """The columns of an owner, from fields as people write them."""
    row = dict(fields)
    if "name" in row:
        row["name"] = check_name("name", row["name"])
        for each in load_owners(store).values():
            if each.name.casefold() == row["name"].casefold() and each.id != owner_id:
                raise Refusal(ErrorCode.OWNER_EXISTS, f"There is an owner {each.name} already.")
    if "week_start" in row:
        row["week_start"] = check_weekday(row["week_start"])
    if row.get("external_id") is not None:
        from unbroken.core.members import check_id  # people are added without

        external_id = check_id(row["external_id"], "external_id")
        if find_owner_id(store, external_id) not in (None, owner_id):
            message = f"There is a member {external_id} already."
            raise Refusal(ErrorCode.OWNER_EXISTS, message, "external_id")
    if "profile" in row:
        from unbroken.core.members import profile_text  # people are changed without

        row["profile"] = profile_text(row["profile"])
    if row.get("quiet_hours") is not None:
        row["quiet_hours"] = check_quiet_hours(row["quiet_hours"])
    for name, called, most in (
        ("day_start", "hour at which the day starts", 12),
        ("grace_period_days", "grace", LARGEST_COUNT),
    ):
        if name in row:
            row[name] = check_whole(called, row[name], 0, most)
    return row
