"""Logs and skips."""

from __future__ import annotations

from unbroken.core.amounts import LARGEST, ONE, decimal_of
from unbroken.core.instants import DAY_SECONDS, MICROSECONDS, Instant
from unbroken.core.json_text import number_text
from unbroken.core.local_days import day_of, is_date_of, iso
from unbroken.core.typing import Any, Final
from unbroken.engine.salvage.app_rows import mend_apps_log
from unbroken.engine.salvage.findings import Fault, said
from unbroken.engine.salvage.ids import own_id, refer
from unbroken.engine.salvage.rows import Rows
from unbroken.engine.salvage.values import is_between, is_day, is_instant, is_key, is_zone, text_of
from unbroken.store.stored_values import Row

_HALF_A_DAY: Final = DAY_SECONDS // 2 * MICROSECONDS


def mend_log(rows: Rows, row: Row) -> Row:
    """A log, as long as its time or its date can be read."""
    key = rows.enrolment_of[row["enrolment_id"]]
    enrolment = rows.made["enrolments"][key]
    streak, owner = rows.made["streaks"][enrolment["streak_id"]], enrolment["owner_id"]
    of = f"{streak['name']} of {rows.name('owners', owner)}"
    whose = f"{of}, log {said(row['id']).strip('“”')}"
    if key != row["enrolment_id"]:
        rows.faults.append("the table logs refers to a row of enrolments that is not there")
        row["enrolment_id"] = key
    row["id"] = own_id(rows, "logs", row, whose)
    at, day, days = row["activity_at"], row["local_date"], rows.days[owner]
    if not is_instant(at):
        if not is_day(day):
            raise Fault(f"{whose}: neither its time nor its date can be read")
        rows.faults.append(f"{whose}: {said(at)} is no instant")
        at = row["activity_at"] = Instant(days.start_of(day_of(day)) + _HALF_A_DAY)
    zone, recorded = row["timezone"], row["recorded_at"]
    zone = rows.fitting(zone, is_zone(zone), whose, "time zone known here", days.zone_at(at))
    row["timezone"] = zone
    if not (is_day(day) and is_date_of(at, day_of(day))):
        noun = "date that its time had anywhere" if is_day(day) else "date"
        row["local_date"] = rows.fitting(day, False, whose, noun, iso(days.date_at(at, zone)))
    row["recorded_at"] = rows.fitting(recorded, is_instant(recorded), whose, "instant", at)
    row["value"] = _amount(rows, row["value"], streak, whose)
    if row["value"] % ONE and streak["aggregation_method"] != "sum":
        rows.fractions[of].append(row["value"])
    row["note"] = text_of(rows, row, "note", whose, lines=True)
    row["unique_identifier"] = _unique(rows, row, whose)
    mend_apps_log(rows, row, whose)
    return row


def _amount(rows: Rows, value: Any, streak: Row, whose: str) -> Any:
    if is_between(value, 1, LARGEST):
        return value
    amount = decimal_of(value) if type(value) is int else None
    text = f"{whose}: {said(value) if amount is None else number_text(amount)} is no amount"
    if streak["aggregation_method"] == "sum":
        raise Fault(text)
    rows.faults.append(text)
    return ONE


def _unique(rows: Rows, row: Row, whose: str) -> str | None:
    value = row["unique_identifier"]
    if value is None:
        return None
    if is_key(value) and not rows.is_new("logs", row["enrolment_id"], value):
        rows.faults.append(f"{whose}: its unique identifier is there twice")
        return None
    found: str | None = rows.fitting(value, is_key(value), whose, "unique identifier", None)
    return found


def mend_skip(rows: Rows, row: Row) -> Row:
    """A skip of one streak, or of everything of its owner."""
    owner = refer(rows, "skips", row, "owner_id", "owners")
    what = "a skip"
    if row["streak_id"] is not None:
        what = rows.name("streaks", refer(rows, "skips", row, "streak_id", "streaks"))
    whose = f"{what} of {rows.name('owners', owner)}"
    first, last = row["first_day"], row["last_day"]
    for day in (first, first if last is None else last):
        if not is_day(day):
            raise Fault(f"{whose}: {said(day)} is no date")
    if last is not None and last < first:
        raise Fault(f"{whose}: {said(last)} is before {said(first)}")
    row["id"] = own_id(rows, "skips", row, whose)
    row["reason"] = text_of(rows, row, "reason", whose)
    return row
