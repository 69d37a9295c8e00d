"""Filling a range of days with logs, as one change."""

from __future__ import annotations

from datetime import date, datetime

from unbroken.core.day_states import MISSED, NONE, OPEN, PARTIAL
from unbroken.core.local_days import Day
from unbroken.engine.calendar import days
from unbroken.engine.callers import Caller
from unbroken.engine.civil_instants import OwnersMoments
from unbroken.engine.context import Context
from unbroken.engine.logs import check_activity, refuse_idle
from unbroken.engine.lookup import find_streak
from unbroken.engine.recalculation import recalculate
from unbroken.engine.streaks import insert_enrolment
from unbroken.store.enrolments import find_enrolment

_WANTING = (MISSED, OPEN, PARTIAL, NONE)


def fill(
    context: Context, caller: Caller, streak: str, first: date, last: date, value: object = None
) -> int:
    """Logs once, at noon, on each day of a range that has no log yet; answers how often.

    Days whose period is met, days to come, off schedule or excused are left alone. Raises Refusal
    where nothing can be logged to the streak, or an amount is needed.
    """
    with context.changing(caller, "fill") as work:
        owner, found = context.owner(caller), find_streak(context.store, streak)
        refuse_idle(found)
        work.label = f"fill {found.name}"
        enrolment = find_enrolment(context.store, found.id, owner.id)
        if enrolment is None:
            insert_enrolment(context, work, found.id, owner)
            recalculate(work)
            enrolment = find_enrolment(context.store, found.id, owner.id)
        assert enrolment is not None
        moments, filled = OwnersMoments(owner.days, context.now()), 0
        for each in days(context, caller, found.activity_type, first, last):
            moment = moments.on(each.date)
            if each.logs or each.state not in _WANTING or moment is None:
                continue
            at = datetime.fromisoformat(moment)
            activity = check_activity(context, found, owner, value, at, None, "", None)
            day = Day(each.date.toordinal())
            work.insert("logs", activity.row(enrolment.id, day, context.now()))
            filled += 1
        return filled
