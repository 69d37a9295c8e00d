"""Enrolments, and new ones for logs whose own are gone."""

from __future__ import annotations

from unbroken.core.instants import Instant
from unbroken.core.typing import Any, Final
from unbroken.engine.salvage.findings import Fault
from unbroken.engine.salvage.ids import own_number, refer
from unbroken.engine.salvage.owners import new_owner
from unbroken.engine.salvage.rows import Rows
from unbroken.engine.salvage.streaks import enrolments_in, new_streak
from unbroken.engine.salvage.values import LAST, is_between, is_instant, whole_of
from unbroken.store.stored_values import Row

_NOT_JUDGED: Final = {
    **dict.fromkeys(
        ("total_count", "total", "reached", "chain", "longest", "chain_missed", "attempt_missed"), 0
    ),
    **dict.fromkeys(("last_activity_at", "last_activity_date", "cursor_day", "last_day")),
    "record_id": None,
}
"""What is judged, of an enrolment of which nothing was judged yet."""


def mend_enrolment(rows: Rows, row: Row) -> Row:
    """An enrolment, with its streak and its owner; where they are gone, with new ones."""
    before = row["id"]
    mine = enrolments_in(rows, row["streak_id"])
    streak = refer(
        rows, "enrolments", row, "streak_id", "streaks", lambda key: new_streak(rows, key, mine)
    )
    owner = refer(rows, "enrolments", row, "owner_id", "owners", lambda key: new_owner(rows, key))
    whose = f"{rows.name('streaks', streak)} of {rows.name('owners', owner)}"
    other = _enrolment(rows, streak, owner)
    if other is not None:
        rows.enrolment_of.setdefault(before, other)
        raise Fault(f"{whose}: it is there twice")
    row["id"] = own_number(rows, "enrolments", row, whose)
    rows.enrolment_of.setdefault(before, row["id"])
    at = row["enrolled_at"]
    if not is_instant(at):  # looking for the first log takes as long as reading all of them
        row["enrolled_at"] = rows.fitting(at, False, whose, "instant", _began(rows, before))
    row["position"] = whole_of(rows, row, "position", whose)
    return row | _NOT_JUDGED


def adopt_logs(rows: Rows) -> None:
    """Logs of an enrolment that is gone get one: as its progress records name it, or new."""
    made = rows.made["enrolments"]
    for key in dict.fromkeys(row["enrolment_id"] for row in rows.raw["logs"]):
        if key in rows.enrolment_of:
            continue
        streak, owner = _named_in_records(rows, key)
        found = _enrolment(rows, streak, owner)
        if found is None:
            free = is_between(key, 1, 1 << 62) and key not in made
            found = key if free else max(made, default=0) + 1
            own = {"id": found, "streak_id": streak, "owner_id": owner, "position": LAST}
            made[found] = {**own, "enrolled_at": _began(rows, key), **_NOT_JUDGED}
        rows.enrolment_of[key] = found


def _enrolment(rows: Rows, streak: str, owner: str) -> int | None:
    for key, row in rows.made["enrolments"].items():
        if (row["streak_id"], row["owner_id"]) == (streak, owner):
            return int(key)
    return None


def _began(rows: Rows, enrolment: Any) -> Instant:
    """When somebody began a streak of which that is gone: with their first log, or now."""
    times = (row["activity_at"] for row in rows.raw["logs"] if row["enrolment_id"] == enrolment)
    return min(filter(is_instant, times), default=rows.now)


def _named_in_records(rows: Rows, enrolment: Any) -> tuple[str, str]:
    owners, streaks = rows.made["owners"], rows.made["streaks"]
    for row in rows.raw["progress_records"]:
        named = row["unique_identifier"]
        if row["enrolment_id"] == enrolment and isinstance(named, str):
            streak, _, owner = named.partition(":")
            if streak in streaks and owner in owners:
                return streak, owner
    new = new_streak(rows, ("of", enrolment), {enrolment})
    return new, next(iter(owners), None) or new_owner(rows, "first")
