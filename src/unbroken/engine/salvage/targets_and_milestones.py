"""Later targets and milestones."""

from __future__ import annotations

from unbroken.core.amounts import LARGEST
from unbroken.core.rules import LARGEST_COUNT
from unbroken.engine.salvage.findings import Fault, said
from unbroken.engine.salvage.ids import own_id, own_number, refer
from unbroken.engine.salvage.rows import Rows
from unbroken.engine.salvage.values import is_between, is_day, text_of
from unbroken.store.stored_values import Row


def mend_target(rows: Rows, row: Row) -> Row:
    """A later target of a streak."""
    streak = refer(rows, "targets", row, "streak_id", "streaks")
    whose = rows.name("streaks", streak)
    day, value = row["from_day"], row["aggregation_target_value"]
    if not is_day(day):
        raise Fault(f"{whose}: {said(day)} is no date")
    if not is_between(value, 0, LARGEST):
        raise Fault(f"{whose}: {said(value)} is no target")
    if not rows.is_new("targets", streak, day):
        raise Fault(f"{whose}: two targets hold from one day on")
    row["id"] = own_number(rows, "targets", row, whose)
    return row


def mend_milestone(rows: Rows, row: Row) -> Row:
    """A milestone of a streak."""
    streak = refer(rows, "milestones", row, "streak_id", "streaks")
    whose = f"{rows.name('streaks', streak)}, a milestone"
    number = row["milestone_target_value"]
    if not is_between(number, 1, LARGEST_COUNT):
        raise Fault(f"{whose}: {said(number)} is no number of periods")
    row["id"] = own_id(rows, "milestones", row, whose)
    row["title"] = text_of(rows, row, "title", whose) or "Recovered"
    return row
