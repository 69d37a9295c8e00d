"""An owner's timezone timeline, entry by entry (docs/domain.md 2.2).

An entry holds until the next one, the first one for all time before it too. Logs keep the local
dates they were recorded with; what is judged from them is judged anew. Each operation raises
Forbidden where the timeline is somebody else's.
"""

from __future__ import annotations

from datetime import datetime

from unbroken.core.errors import ErrorCode, NotFound, Refusal
from unbroken.core.instants import FIRST_INSTANT, LAST_INSTANT, Instant, instant_of
from unbroken.core.results import Owner, ZoneEntry
from unbroken.engine.answers.owner import owner_answer
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.lookup import own_or_any
from unbroken.engine.zones import zone_named
from unbroken.store.owners import OwnerRow, load_owners, timezone_key
from unbroken.store.stored_values import Row
from unbroken.store.unit_of_work import UnitOfWork


def add_zone(context: Context, caller: Caller, owner: str, zone: str, since: datetime) -> Owner:
    """Says that a person was in `zone` from `since` on.

    Raises Refusal for an unknown zone, and for a `since` that is still to come, lies outside the
    years 1970 to 2100, or has an entry already.
    """
    with context.changing(caller, "add to the travel log") as work:
        found = own_or_any(context.store, caller, owner)
        name = zone_named(zone)
        insert_zone(work, found.id, name, _free(context, found, since))
        work.label = f"add {name} to the travel log"
    return _reload(context, found)


def edit_zone(
    context: Context,
    caller: Caller,
    owner: str,
    effective_from: datetime,
    *,
    zone: str | None = None,
    since: datetime | None = None,
) -> Owner:
    """Changes the zone of the entry that holds from `effective_from` on, or its instant.

    Raises NotFound where there is no such entry, and Refusal as `add_zone` does.
    """
    with context.changing(caller, "edit the travel log") as work:
        found, at = own_or_any(context.store, caller, owner), instant_of(effective_from)
        entry = _entry(context, found, at)
        changed: Row = {} if zone is None else {"timezone": zone_named(zone)}
        if since is not None and since != effective_from:
            changed["effective_from"] = _free(context, found, since)
        work.update("timezones", entry, **changed)
    return _reload(context, found)


def remove_zone(context: Context, caller: Caller, owner: str, effective_from: datetime) -> Owner:
    """Removes the entry that holds from `effective_from` on.

    Raises NotFound where there is no such entry, and Refusal where it is the only one.
    """
    with context.changing(caller, "remove from the travel log") as work:
        found, at = own_or_any(context.store, caller, owner), instant_of(effective_from)
        entry = _entry(context, found, at)
        if len(found.days.entries) == 1:
            raise Refusal(
                ErrorCode.LAST_ZONE, "The only entry cannot be removed; change its zone instead."
            )
        work.delete("timezones", id=entry)
        work.label = f"remove {found.days.zone_at(at)} from the travel log"
    return _reload(context, found)


def in_force(owner: Owner, now: datetime) -> ZoneEntry:
    """The entry of a timeline that holds at `now`."""
    past = [each for each in owner.timezones if each.effective_from <= now]
    return past[-1] if past else owner.timezones[0]


def set_zone(context: Context, work: UnitOfWork, owner: OwnerRow, zone: str, always: bool) -> None:
    """Puts a zone in force from now on; or, with `always`, in place of the one in force."""
    now, entries = context.now(), owner.days.entries
    since = max((at for at, _ in entries if at <= now), default=entries[0][0])
    if always or since == now:
        work.update("timezones", _entry(context, owner, since), timezone=zone)
    elif zone != owner.days.zone_at(now):
        insert_zone(work, owner.id, zone, now)


def insert_zone(work: UnitOfWork, owner_id: str, zone: str, since: Instant) -> None:
    """Inserts an entry of a timeline."""
    row = {"owner_id": owner_id, "effective_from": since, "timezone": zone}
    work.insert("timezones", row)


def _entry(context: Context, owner: OwnerRow, at: Instant) -> int:
    """The key of an entry."""
    key = timezone_key(context.store, owner.id, at)
    if key is None:
        raise NotFound(
            "There is no such entry in the travel log; look at it again.", ErrorCode.NO_ZONE
        )
    return key


def _free(context: Context, owner: OwnerRow, since: datetime) -> Instant:
    """The instant at which a new entry may begin."""
    at = instant_of(since)
    if not FIRST_INSTANT <= at <= LAST_INSTANT:
        raise Refusal(
            ErrorCode.BAD_TIME, "An entry of the travel log must lie in the years 1970 to 2100."
        )
    if at > context.now():
        raise Refusal(ErrorCode.FUTURE, "That time is still to come; say it when you are there.")
    if at in (known for known, _ in owner.days.entries):
        raise Refusal(
            ErrorCode.ZONE_EXISTS,
            "The travel log has an entry since that very time; change that one instead.",
        )
    return at


def _reload(context: Context, owner: OwnerRow) -> Owner:
    return owner_answer(load_owners(context.store, owner.id)[owner.id])
