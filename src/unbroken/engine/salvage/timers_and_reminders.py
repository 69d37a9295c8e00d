"""Timers that run, and what is known of reminders that were sent."""

from __future__ import annotations

from unbroken.core.local_days import iso, local_date
from unbroken.engine.salvage.findings import Fault, said
from unbroken.engine.salvage.ids import own_id, refer
from unbroken.engine.salvage.rows import Rows
from unbroken.engine.salvage.values import is_day, is_instant
from unbroken.store.stored_values import Row


def mend_timer(rows: Rows, row: Row) -> Row:
    """A timer; one that began at no time there is has nothing to tell."""
    streak = refer(rows, "timers", row, "streak_id", "streaks")
    owner = refer(rows, "timers", row, "owner_id", "owners")
    whose = f"the timer of {rows.name('streaks', streak)}"
    if not is_instant(row["started_at"]):
        raise Fault(f"{whose}: {said(row['started_at'])} is no instant")
    if not rows.is_new("timers", streak, owner):
        raise Fault(f"{whose}: it is there twice")
    row["id"] = own_id(rows, "timers", row, whose)
    return row


def mend_sent_reminder(rows: Rows, row: Row) -> Row:
    """A reminder that was sent, to an enrolment that there is."""
    whose = "a reminder that was sent"
    enrolment = rows.enrolment_of.get(row["enrolment_id"])
    if enrolment is None:
        raise Fault("the table sent_reminders refers to a row of enrolments that is not there")
    row["enrolment_id"] = enrolment
    day, at = row["last_day"], row["sent_at"]
    today = iso(local_date(rows.now, "UTC", 0))
    row["last_day"] = rows.fitting(day, is_day(day), whose, "date", today)
    row["sent_at"] = rows.fitting(at, is_instant(at), whose, "instant", rows.now)
    row["id"] = own_id(rows, "sent_reminders", row, whose)
    return row
