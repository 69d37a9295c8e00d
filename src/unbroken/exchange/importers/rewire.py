"""Rewire Habit Tracker: an SQLite database of habits and check-ins.

A check-in is done or not, whatever its count says: `actual_count` and `target_count`, with
`unit_type`, go into its note. Of a day that is done several times all notes are kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from unbroken.exchange.contract import CivilInstants, Plan
from unbroken.exchange.documents.builder import DocumentBuilder, ImportedHabit, habit_name
from unbroken.exchange.documents.day_marks import DONE
from unbroken.exchange.documents.frequency import rule_fields
from unbroken.exchange.readers import cell_values, sqlite_file
from unbroken.exchange.readers.sqlite_file import Tables

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
MINUTES: Final = 24 * 60

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
    "archived",
    "order_num",
    "category",
)
_CHECKIN: Final = (
    "habit_id",
    "date",
    "type",
    "note",
    "actual_count",
    "target_count",
    "unit_type",
)
_DAY: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})", re.ASCII)


class _CheckIn(NamedTuple):
    """One row of `CHECKINS`, without its habit."""

    date: Any
    kind: Any
    note: Any
    actual: Any
    target: Any
    unit: Any


def recognises(path: Path) -> bool:
    """True for an SQLite file with Rewire's tables `HABITS` and `CHECKINS`."""
    return sqlite_file.holds(path, _TABLES)


def read(path: Path, instants: CivilInstants) -> Plan:
    """All habits in the user's order with their done days; other check-ins are left out."""
    builder = DocumentBuilder(FORMAT, instants)
    with sqlite_file.opened_as("Rewire", path, _TABLES) as tables:
        habits = [dict(zip(_HABIT, row, strict=True)) for row in tables.rows("habits", *_HABIT)]
        found: defaultdict[int | None, list[_CheckIn]] = defaultdict(list)
        for habit_id, *checkin in tables.rows("checkins", *_CHECKIN):
            found[cell_values.whole(habit_id)].append(_CheckIn(*checkin))
        categories = _categories(tables)
        reminded = _reminders(tables)
        builder.notes.unknown(tables.further("habits", *_HABIT))
        builder.notes.unknown(tables.further("checkins", "_id", *_CHECKIN))
    habits.sort(key=lambda row: cell_values.whole(row["order_num"], 0) or 0)
    for row in habits:
        rules, schedule = _rules(builder, row)
        number = cell_values.whole(row["_id"])
        habit = builder.habit(
            f"{cell_values.text(row['_id'])}:{cell_values.text(row['name'])}",
            row["name"],
            rules,
            description=row["description"],
            group=_category(builder, row, categories),
            archived=cell_values.whole(row["archived"], 0) != 0,
            schedule=schedule,
        )
        if number in reminded:
            habit.remind(*sorted(reminded[number]))
        _record(builder, habit, found.pop(number, []))
    for _ in (checkin for strays in found.values() for checkin in strays):
        builder.notes.stray()
    return builder.plan()


def _categories(tables: Tables) -> dict[int | None, str]:
    for name in ("category", "categories"):
        if tables.has(name, "_id", "name"):
            rows = tables.rows(name, "_id", "name")
            return {cell_values.whole(number): cell_values.text(title) for number, title in rows}
    return {}


def _category(
    builder: DocumentBuilder, row: dict[str, Any], categories: dict[int | None, str]
) -> str | None:
    """A category's name, which the habit holds itself or by its number."""
    number = cell_values.whole(row["category"])
    if number is None:
        return cell_values.text(row["category"]) or None
    if number not in categories and number > 0:
        builder.notes.tally(
            "Its category was left out: the file does not say what it is called.",
            "The categories of {n} habits were left out: the file does not say their names.",
            habit_name(row["name"]),
        )
    return categories.get(number)


def _reminders(tables: Tables) -> dict[int | None, set[int]]:
    """The minutes of the day at which each habit reminds."""
    found: defaultdict[int | None, set[int]] = defaultdict(set)
    if tables.has("reminders", "habit_id", "time"):
        for habit, time in tables.rows("reminders", "habit_id", "time"):
            minute = cell_values.whole(time, 0) or 0
            if 0 < minute < MINUTES:
                found[cell_values.whole(habit)].add(minute)
    return found


def _record(builder: DocumentBuilder, habit: ImportedHabit, checkins: Iterable[_CheckIn]) -> None:
    done: dict[date | None, list[str]] = {}
    for checkin in checkins:
        note = cell_values.text(checkin.note).strip()
        if cell_values.whole(checkin.kind) == DONE_TYPE:
            parts = (note, _amount(builder, habit, checkin))
            done.setdefault(_day(checkin.date), []).extend(part for part in parts if part)
            continue
        builder.notes.tally(
            "1 check-in was left out: it is not a done mark.",
            "{n} check-ins were left out: they are not done marks.",
        )
        if note:
            builder.notes.lost_note(habit.name)
    for day, texts in done.items():
        habit.record(day, DONE, note="; ".join(dict.fromkeys(texts)))


def _amount(builder: DocumentBuilder, habit: ImportedHabit, checkin: _CheckIn) -> str:
    """A counted check-in's amount in words, such as `5 of 8 cups`; else nothing."""
    actual, target = cell_values.number(checkin.actual), cell_values.number(checkin.target)
    if actual in (None, 0, 1) and target in (None, 0, 1):
        return ""
    builder.notes.tally(
        "1 amount was put into its entry's note: in Rewire an entry is done or not.",
        "{n} amounts were put into the notes of their entries: in Rewire they are done or not.",
        habit.name,
    )
    unit = "" if cell_values.whole(checkin.unit) is not None else cell_values.text(checkin.unit)
    words = [cell_values.text(checkin.actual) or "0"]
    if target:
        words += ["of", cell_values.text(checkin.target)]
    return " ".join([*words, unit]).strip()


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
