"""Owners, as the engine answers them."""

from __future__ import annotations

from types import MappingProxyType

from unbroken.core.instants import moment_of
from unbroken.core.results import NO_PROFILE, Owner, ZoneEntry
from unbroken.core.rules import WEEKDAYS
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.store.owners import OwnerRow, UnknownDays
from unbroken.store.stored_values import stored_object


def owner_answer(owner: OwnerRow) -> Owner:
    """An owner. Raises Unreadable where their timezone timeline cannot be read."""
    if isinstance(owner.days, UnknownDays):
        raise owner.days.fault
    return Owner(
        owner.id,
        owner.name,
        owner.days.day_start,
        WEEKDAYS[owner.week_start],
        owner.grace_period_days,
        tuple(ZoneEntry(moment_of(at), zone) for at, zone in owner.days.entries),
        owner.external_id,
        NO_PROFILE if owner.profile == "{}" else MappingProxyType(stored_object(owner.profile)),
        owner.quiet_hours,
    )


def owner(context: Context, caller: Caller) -> Owner:
    """The owner whose streaks are meant."""
    return owner_answer(context.owner(caller))
