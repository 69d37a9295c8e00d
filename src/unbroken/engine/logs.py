"""Logs: recorded, changed, deleted and looked back at (docs/domain.md section 5)."""

from __future__ import annotations

from datetime import date, datetime

from unbroken.core.amounts import ONE, AmountError, thousandths
from unbroken.core.errors import ErrorCode, NotFound, Refusal
from unbroken.core.ids import new_id
from unbroken.core.instants import FIRST_INSTANT, LAST_INSTANT, Instant, instant_of
from unbroken.core.local_days import Day
from unbroken.core.results import Log
from unbroken.core.text import clean, one_line
from unbroken.core.typing import Final, NamedTuple
from unbroken.engine.answers.log import log_answer
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context, owner_id_of
from unbroken.engine.lookup import find_streak
from unbroken.engine.permissions import require_admin
from unbroken.engine.zones import zone_named
from unbroken.store.logs import count_logs, find_log, load_logs
from unbroken.store.owners import OwnerRow
from unbroken.store.stored_values import Row
from unbroken.store.streaks import StreakRow

LONGEST_NOTE: Final = 10_000
"""Characters of a note."""


class Activity(NamedTuple):
    """An activity as it is to be stored: `value` in thousandths.

    `moves` says that its zone is from now on the owner's (docs/domain.md 2.5).
    """

    at: Instant
    zone: str
    moves: bool
    value: int
    note: str
    unique_identifier: str | None
    metadata: str | None = None
    reference: str | None = None

    def row(self, enrolment_id: int, day: Day, recorded_at: Instant) -> Row:
        """A new log of it, as a row of the table."""
        return {
            "id": new_id(),
            "enrolment_id": enrolment_id,
            "activity_at": self.at,
            "timezone": self.zone,
            "local_date": day,
            "value": self.value,
            "note": self.note,
            "unique_identifier": self.unique_identifier,
            "recorded_at": recorded_at,
            "metadata": self.metadata,
            "reference": self.reference,
        }


def history(
    context: Context,
    caller: Caller,
    streak: str | None = None,
    *,
    first: date | None = None,
    last: date | None = None,
    limit: int | None = None,
    all_owners: bool = False,
) -> list[Log]:
    """The logs of local dates `first` to `last`, both included, newest first.

    The owner's own, or with `all_owners` everybody's (admins only).
    """
    if all_owners:
        require_admin(caller, "all_logs")
    owner_id = None if all_owners else owner_id_of(caller)
    store = context.store
    with store.reading():
        rows = load_logs(
            store,
            owner_id=owner_id,
            streak_id=None if streak is None else find_streak(store, streak).id,
            first=None if first is None else first.isoformat(),
            last=None if last is None else last.isoformat(),
            limit=limit,
        )
        return [log_answer(row) for row in rows]


def log_count(
    context: Context,
    caller: Caller,
    streak: str | None = None,
    *,
    first: date | None = None,
    last: date | None = None,
    all_owners: bool = False,
) -> int:
    """How many logs there are of local dates `first` to `last`, both included.

    Of the owner, or with `all_owners` of everybody (admins only).
    """
    if all_owners:
        require_admin(caller, "all_logs")
    store = context.store
    return count_logs(
        store,
        owner_id=None if all_owners else owner_id_of(caller),
        streak_id=None if streak is None else find_streak(store, streak).id,
        first=None if first is None else first.isoformat(),
        last=None if last is None else last.isoformat(),
    )


def edit_log(
    context: Context,
    caller: Caller,
    log_id: str,
    *,
    value: object = None,
    at: datetime | None = None,
    tz: str | None = None,
    note: str | None = None,
) -> Log:
    """Changes what is given of one of the owner's logs; what it counted for is judged anew."""
    with context.changing(caller, "edit a log") as work:
        log = own_log(context, caller, log_id)
        streak, owner = find_streak(context.store, log.activity_type), context.owner(caller)
        activity = check_activity(
            context,
            streak,
            owner,
            log.value if value is None else value,
            log.activity_at if at is None else at,
            log.timezone if tz is None else tz,
            log.note if note is None else note,
            log.unique_identifier,
        )
        new = {"value": activity.value, "note": activity.note}
        if at is not None or tz is not None:
            day = owner.days.date_at(activity.at, activity.zone)
            new |= {"activity_at": activity.at, "timezone": activity.zone, "local_date": day}
        work.update("logs", log_id, **new)
        work.label = f"edit a log of {streak.name}"
    return own_log(context, caller, log_id)


def delete_log(context: Context, caller: Caller, log_id: str) -> Log:
    """Deletes one of the owner's logs; what it counted for is judged anew."""
    with context.changing(caller, "delete a log") as work:
        log = own_log(context, caller, log_id)
        work.delete("logs", id=log_id)
        work.label = f"delete a log of {find_streak(context.store, log.activity_type).name}"
    return log


def log_by_id(context: Context, caller: Caller, log_id: str) -> Log:
    """One log by its id: the owner's, or for an admin who names none, anybody's."""
    if not (caller.admin and caller.owner_id is None):
        return own_log(context, caller, log_id)
    row = find_log(context.store, log_id)
    if row is None:
        raise NotFound("There is no such log.")
    return log_answer(row)


def own_log(context: Context, caller: Caller, log_id: str) -> Log:
    """One of the owner's logs. Raises NotFound where it is none of theirs."""
    row = find_log(context.store, log_id, owner_id_of(caller))
    if row is None:
        raise NotFound("There is no such log of yours.")
    return log_answer(row)


def check_activity(
    context: Context,
    streak: StreakRow,
    owner: OwnerRow,
    value: object,
    at: datetime | None,
    tz: str | None,
    note: str,
    unique_identifier: str | None,
) -> Activity:
    """What is given of an activity, checked. Without `at` it is now, without `tz` where one is.

    Raises Refusal for an amount, a time, a zone or a note that cannot be.
    """
    now = context.now()
    instant = now if at is None else instant_of(at)
    if not FIRST_INSTANT <= instant <= LAST_INSTANT:
        raise Refusal(ErrorCode.BAD_TIME, "An activity must lie in the years 1970 to 2100.")
    if instant > now:
        raise Refusal(ErrorCode.FUTURE, "That time is still to come; log it when it is done.")
    zone = owner.days.zone_at(instant) if tz is None else zone_named(tz)
    moves = tz is not None and instant == now and zone != owner.days.zone_at(now)
    if len(note) > LONGEST_NOTE:
        raise Refusal(ErrorCode.BAD_NOTE, f"A note has at most {LONGEST_NOTE:,} characters.")
    key = one_line(unique_identifier) if unique_identifier else None
    return Activity(instant, zone, moves, _amount(streak, value), clean(note).strip(), key or None)


def refuse_idle(streak: StreakRow) -> None:
    """Raises Refusal for a streak that takes no logs."""
    if streak.status == "paused":
        raise Refusal(ErrorCode.PAUSED, f"{streak.name} is paused; resume it to log to it.")
    if streak.status == "archived":
        raise Refusal(ErrorCode.ARCHIVED, f"{streak.name} is archived; restore it to log to it.")


def _amount(streak: StreakRow, value: object) -> int:
    if value is None:
        if streak.aggregation_method == "sum" and streak.unit:
            raise Refusal(
                ErrorCode.BAD_AMOUNT, f"Say how many {streak.unit}, for example 2 or 42.5."
            )
        return ONE
    try:
        if streak.unit and not str(value).isdecimal():
            from unbroken.core.timing import amount_in  # most amounts are bare numbers

            return amount_in(str(value), streak.unit)
        return thousandths(str(value))
    except AmountError as error:
        raise Refusal(ErrorCode.BAD_AMOUNT, str(error)) from None
