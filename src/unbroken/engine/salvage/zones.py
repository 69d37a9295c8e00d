"""Travel logs, and zones for owners who have none any more."""

from __future__ import annotations

from unbroken.core.local_days import LocalDays
from unbroken.engine.salvage.findings import Fault, said
from unbroken.engine.salvage.ids import own_number, refer
from unbroken.engine.salvage.rows import Rows
from unbroken.engine.salvage.values import is_instant, is_zone
from unbroken.store.stored_values import Row


def mend_timezone(rows: Rows, row: Row) -> Row:
    """An entry of a travel log."""
    owner = refer(rows, "timezones", row, "owner_id", "owners")
    at, zone, whose = row["effective_from"], row["timezone"], rows.name("owners", owner)
    if not is_instant(at):
        raise Fault(f"{whose}: {said(at)} is no instant")
    if not is_zone(zone):
        raise Fault(
            f"{whose}: {said(zone)} is no time zone known here;"
            f' give the right one with `unbroken owner edit "{whose}" --always --tz ZONE`'
        )
    if not rows.is_new("timezones", owner, at):
        raise Fault(f"{whose}: the travel log has two entries at one instant")
    row["id"] = own_number(rows, "timezones", row, whose)
    return row


def give_zones(rows: Rows) -> None:
    """An owner without a zone gets that of their latest log, or UTC; then all have their days."""
    made = rows.made["timezones"]
    for key, owner in rows.made["owners"].items():
        if all(row["owner_id"] != key for row in made.values()):
            if all(row["owner_id"] != key for row in rows.raw["timezones"]):
                text = f"{owner['name']}: the travel log of {owner['name']} is empty"
                rows.find(text, "owners", owner, kept=True)
            number = max(made, default=0) + 1
            made[number] = {
                "id": number,
                "owner_id": key,
                "effective_from": 0,
                "timezone": _latest_zone(rows, key),
            }
        entries = [
            (row["effective_from"], row["timezone"])
            for row in made.values()
            if row["owner_id"] == key
        ]
        rows.days[key] = LocalDays(tuple(sorted(entries)), owner["day_start"])


def _latest_zone(rows: Rows, owner: str) -> str:
    mine = {key for key, row in rows.made["enrolments"].items() if row["owner_id"] == owner}
    found = [
        (row["activity_at"], row["timezone"])
        for row in rows.raw["logs"]
        if rows.enrolment_of[row["enrolment_id"]] in mine
        and is_instant(row["activity_at"])
        and is_zone(row["timezone"])
    ]
    return max(found, default=(0, "UTC"))[1]
