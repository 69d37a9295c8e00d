"""Rewire Habit Tracker: an SQLite database of habits and check-ins."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any, Final

from unbroken.exchange.contract import CivilInstants, Plan
from unbroken.exchange.documents.builder import DocumentBuilder, habit_name
from unbroken.exchange.documents.day_marks import DONE
from unbroken.exchange.documents.frequency import rule_fields
from unbroken.exchange.readers import cell_values, sqlite_file

FORMAT: Final = "rewire"
TITLE: Final = "Rewire Habit Tracker (.db)"

WEEKDAYS: Final[tuple[str, ...]] = (
    "sunday",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
)
PERIODS: Final = (7, 31, 365)
ON_WEEKDAYS, IN_PERIOD, EVERY_DAYS = 0, 1, 2
DONE_TYPE: Final = 2

_TABLES: Final = (("habits", "_id", "name", "schedule"), ("checkins", "habit_id", "date", "type"))
_HABIT: Final = (
    "_id",
    "name",
    "description",
    "schedule",
    "active_days",
    "repeating_count",
    "days",
    "period",
)
_DAY: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})", re.ASCII)


def recognises(path: Path) -> bool:
    """True for an SQLite file with Rewire's tables `HABITS` and `CHECKINS`."""
    return sqlite_file.holds(path, _TABLES)


def read(path: Path, instants: CivilInstants) -> Plan:
    """All habits with their done days; other check-ins are left out."""
    builder = DocumentBuilder(FORMAT, instants)
    with sqlite_file.opened_as("Rewire", path, _TABLES) as tables:
        habits = [dict(zip(_HABIT, row, strict=True)) for row in tables.rows("habits", *_HABIT)]
        days: defaultdict[int | None, list[date | None]] = defaultdict(list)
        for habit_id, day, kind in tables.rows("checkins", "habit_id", "date", "type"):
            if cell_values.whole(kind) == DONE_TYPE:
                days[cell_values.whole(habit_id)].append(_day(day))
            else:
                builder.notes.tally(
                    "1 check-in was left out: it is not a done mark.",
                    "{n} check-ins were left out: they are not done marks.",
                )
    for row in habits:
        rules, schedule = _rules(builder, row)
        habit = builder.habit(
            f"{cell_values.text(row['_id'])}:{cell_values.text(row['name'])}",
            row["name"],
            rules,
            description=row["description"],
            schedule=schedule,
        )
        for done in dict.fromkeys(days.pop(cell_values.whole(row["_id"]), [])):
            habit.record(done, DONE)
    for _ in (day for strays in days.values() for day in strays):
        builder.notes.stray()
    return builder.plan()


def _rules(
    builder: DocumentBuilder, row: dict[str, Any]
) -> tuple[dict[str, Any], list[str] | None]:
    """The rules and the weekdays of a habit (Rewire's own three kinds of schedule)."""
    name, kind = row["name"], cell_values.whole(row["schedule"])
    if kind == ON_WEEKDAYS:
        numbers = [
            cell_values.whole(part) for part in cell_values.text(row["active_days"]).split(",")
        ]
        active = {WEEKDAYS[n % 7] for n in numbers if n is not None and 0 <= n <= 7}
        ordered = [day for day in (*WEEKDAYS[1:], WEEKDAYS[0]) if day in active]
        return rule_fields(method="count", target=1), ordered if 0 < len(ordered) < 7 else None
    if kind == IN_PERIOD:
        times = max(cell_values.whole(row["days"], 1) or 1, 1)
        index = cell_values.whole(row["period"], 0) or 0
        length = PERIODS[index] if 0 <= index < len(PERIODS) else PERIODS[0]
        if length == PERIODS[2]:
            builder.notes.rolling(habit_name(name))
            return rule_fields(method="days", period="yearly", target=min(times, length)), None
        return builder.yes_no(times, length, name), None
    if kind == EVERY_DAYS:
        return builder.yes_no(
            1, max(cell_values.whole(row["repeating_count"], 1) or 1, 1), name
        ), None
    builder.notes.aimless(habit_name(name))
    return rule_fields(method="count", target=1), None


def _day(cell: Any) -> date | None:
    match = _DAY.fullmatch(cell_values.text(cell))
    return cell_values.civil(int(match[1]), int(match[2]), int(match[3])) if match else None
