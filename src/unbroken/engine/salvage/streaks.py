"""Streaks with rules that go together, and new ones for logs that have none."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Final

from unbroken.core.amounts import LARGEST
from unbroken.core.errors import Refusal
from unbroken.core.local_days import iso, local_date
from unbroken.core.reminders import read_reminders
from unbroken.core.rule_validation import DEFAULTS, KEY, check_rules, free_key
from unbroken.core.rules import WEEKDAYS
from unbroken.core.streak_fields import STORED, Kind, StreakField
from unbroken.core.text import activity_type_of
from unbroken.engine.salvage.findings import called
from unbroken.engine.salvage.ids import new_id, own_id
from unbroken.engine.salvage.rows import Rows
from unbroken.engine.salvage.values import (
    LAST,
    is_between,
    is_day,
    is_instant,
    is_key,
    passes_text,
    text_of,
    whole_of,
)
from unbroken.store.stored_values import Row

_CALLED: Final = {"every": "number of periods", "starts_on": "date", "archived_at": "instant"}
"""By field: what it is called beside other values of its kind."""


def mend_streak(rows: Rows, row: Row) -> Row:
    """A streak, with rules that go together."""
    whose = called(row["name"], "a streak")
    for field in STORED[1:]:
        row[field.column] = _field(rows, field, row, whose)
    row["name"] = row["name"] or row["activity_type"] or "Recovered"
    taken = activity_types(rows)
    if row["activity_type"] in taken:
        rows.faults.append(f"{whose}: another streak has its activity type")
        row["activity_type"] = None
    row["activity_type"] = row["activity_type"] or free_key(activity_type_of(row["name"]), taken)
    row["position"] = whole_of(rows, row, "position", whose)
    if (row["status"] == "archived") != (row["archived_at"] is not None):
        rows.faults.append(f"{whose}: its status and the time it was archived contradict")
        row["archived_at"] = rows.now if row["status"] == "archived" else None
    _agree(rows, row, whose)
    row["id"] = own_id(rows, "streaks", row, whose)
    return row


def new_streak(rows: Rows, key: Any, enrolments: Collection[Any]) -> str:
    """A streak for the logs of enrolments of which the streak is gone."""
    kind = free_key("recovered", activity_types(rows))
    row = {
        "id": (found := new_id("streaks", key)),
        **DEFAULTS,
        "activity_type": kind,
        "name": kind.replace("-", " ").capitalize(),
        "starts_on": _first_day(rows, enrolments),
        "status": "live",
        "archived_at": None,
        "position": LAST,
    }
    rows.made["streaks"].setdefault(found, row)
    return found


def activity_types(rows: Rows) -> set[str]:
    """Those that are taken."""
    return {row["activity_type"] for row in rows.made["streaks"].values()}


def enrolments_in(rows: Rows, streak: Any) -> set[Any]:
    """The ids, as they were, of the enrolments in a streak."""
    return {row["id"] for row in rows.raw["enrolments"] if row["streak_id"] == streak}


def _first_day(rows: Rows, enrolments: Collection[Any]) -> str:
    """When a streak began of which that is gone: with its first log, or today."""
    days = (row["local_date"] for row in rows.raw["logs"] if row["enrolment_id"] in enrolments)
    return min(filter(is_day, days), default=iso(local_date(rows.now, "UTC", 0)))


def _field(rows: Rows, field: StreakField, row: Row, whose: str) -> Any:
    value = row[field.column]
    if value is None and field.is_optional:
        return None
    if field.kind in (Kind.NAME, Kind.TEXT):
        return text_of(rows, row, field.column, whose) or (None if field.is_optional else "")
    if _fits(field, value):
        return value
    instead = field.default
    if field.kind == Kind.DAY:
        instead = _first_day(rows, enrolments_in(rows, row["id"]))
    return rows.fitting(value, False, whose, _CALLED.get(field.name, field.noun), instead)


def _fits(field: StreakField, value: Any) -> bool:
    match field.kind:
        case Kind.CHOICE:
            return value in field.choices
        case Kind.WHOLE:
            return is_between(value, field.least, field.most)
        case Kind.TARGET:
            return is_between(value, 0, LARGEST)
        case Kind.FLAG:
            return is_between(value, 0, 1)
        case Kind.DAY:
            return is_day(value)
        case Kind.INSTANT:
            return is_instant(value)
        case Kind.KEY:
            return isinstance(value, str) and bool(re.fullmatch(KEY, value))
        case Kind.REMINDERS:
            return passes_text(read_reminders, value)
        case Kind.WEEKDAYS:
            days = map(str, range(len(WEEKDAYS)))
            return isinstance(value, str) and set(value.split(",")).issubset(days)
        case _:
            return is_key(value)


def _agree(rows: Rows, row: Row, whose: str) -> None:
    """Rules that do not go together get their defaults, one after another.

    Of the targets it is the last that must go with them: others are of other times.
    """
    later = _last_target(rows, row)
    for _ in range(4):
        try:
            check_rules({}, row | later)
            return
        except Refusal as refusal:
            column = refusal.field or "aggregation_target_value"
            rows.faults.append(f"{whose}: {refusal.message.rstrip('.')}")
            row[column] = DEFAULTS[column]
            later = {}


def _last_target(rows: Rows, streak: Row) -> Row:
    """The target of a streak that is in force last, where there are several."""
    mine = [
        (row["from_day"], row["aggregation_target_value"])
        for row in rows.raw["targets"]
        if row["streak_id"] == streak["id"]
        and is_day(row["from_day"])
        and is_between(row["aggregation_target_value"], 0, LARGEST)
    ]
    return {"aggregation_target_value": max(mine)[1]} if mine else {}
