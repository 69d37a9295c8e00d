"""An owner's habits as a backup of Loop Habit Tracker, which Loop can import.

The tables are those of Loop's schema 25 (its migrations 9 to 25), as `LoopDBImporter` reads them:
no column that it takes for granted is null, and a habit is known by its `uuid`, so that a second
import into Loop changes the habits of the first. HabitBull's CSV, which Loop imports too, holds
whole numbers of daily habits only.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from decimal import Decimal
from typing import Any, Final

from unbroken.core.local_days import EPOCH_DAY
from unbroken.exchange.contract import ExportedBytes, ExportSource
from unbroken.exchange.documents.daily_history import DAYS, History, frequency, histories
from unbroken.exchange.exporters.loop import counted, is_numerical, note_losses, thousandths
from unbroken.exchange.importers.loop_db import DAY_MILLISECONDS
from unbroken.exchange.importers.loop_values import EVERY_DAY, PALETTE, SKIPPED, YES
from unbroken.exchange.notes import NoteTally
from unbroken.exchange.readers import cell_values

FORMAT: Final = "loop-db"
TITLE: Final = "Loop Habit Tracker (.db)"
PURPOSE: Final = "Your own days for Loop to import; times of day and most finer rules are left out."
FILE_NAME: Final = "unbroken-{day}-loop.db"
IS_FOLDER: Final = False
IS_TEXT: Final = False

SCHEMA: Final = 25
LARGEST: Final = 2**31 - 1
"""The largest value that Loop reads."""
DEFAULT_COLOR: Final = 8

_TABLES: Final = """
CREATE TABLE android_metadata (locale TEXT);
INSERT INTO android_metadata VALUES ('en_US');
CREATE TABLE Habits (
    id integer primary key autoincrement, archived integer, color integer, description text,
    freq_den integer, freq_num integer, highlight integer, name text, position integer,
    reminder_hour integer, reminder_min integer, reminder_days integer not null default 127,
    type integer not null default 0, target_type integer not null default 0,
    target_value real not null default 0, unit text not null default '', question text, uuid text);
CREATE TABLE Repetitions (
    id integer primary key autoincrement, habit integer not null references Habits(id),
    timestamp integer not null, value integer not null, notes text);
CREATE TABLE Events (
    id integer primary key autoincrement, timestamp integer, message text, server_id integer);
CREATE UNIQUE INDEX idx_repetitions_habit_timestamp ON Repetitions(habit, timestamp);
"""
_HABIT: Final = (
    *("id", "archived", "color", "description", "freq_den", "freq_num", "highlight", "name"),
    *("position", "reminder_hour", "reminder_min", "reminder_days", "type", "target_type"),
    *("target_value", "unit", "question", "uuid"),
)
_INSERT_HABIT: Final = (
    f"INSERT INTO Habits ({', '.join(_HABIT)}) VALUES ({', '.join('?' * len(_HABIT))})"
)
_INSERT_DAY: Final = "INSERT INTO Repetitions (habit, timestamp, value, notes) VALUES (?, ?, ?, ?)"


def export(source: ExportSource) -> ExportedBytes:
    """The owner's habits with their days; skips are written up to today."""
    notes = NoteTally()
    found = histories(source, notes)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(_TABLES)
        connection.execute("BEGIN")
        for number, history in enumerate(found, 1):
            numerical = is_numerical(history.streak, history.target)
            described = _described(number, history, numerical, notes)
            connection.execute(_INSERT_HABIT, [described[name] for name in _HABIT])
            connection.executemany(_INSERT_DAY, _days(number, history, numerical, notes))
            note_losses(history, numerical, notes)
        connection.execute("COMMIT")
        connection.execute(f"PRAGMA user_version = {SCHEMA}")
        content = connection.serialize()
    numbers = {"streaks": len(found), "days": sum(len(each.logs) for each in found)}
    return ExportedBytes(content, numbers, notes.collected())


def _described(
    number: int, history: History, numerical: bool, notes: NoteTally
) -> dict[str, object]:
    """A row of `Habits`."""
    streak, target = history.streak, Decimal(history.target)
    times, days = frequency(streak, target)
    unit = ""
    if numerical:
        times, days = 1, DAYS[streak["aggregation_period"]] * streak["every"]
        unit = streak["unit"] or ("" if streak["aggregation_method"] == "sum" else "times")
    hour, minute = _reminder(streak, notes)
    return {
        "id": number,
        "archived": int(streak["status"] == "archived"),
        "color": _palette_index(streak, notes),
        "description": streak["description"],
        "freq_den": days,
        "freq_num": times,
        "highlight": 0,
        "name": streak["name"],
        "position": number - 1,
        "reminder_hour": hour,
        "reminder_min": minute,
        "reminder_days": 0 if hour is None else EVERY_DAY,
        "type": int(numerical),
        "target_type": int(streak["goal"] == "at_most"),
        "target_value": float(target) if numerical else 0.0,
        "unit": unit,
        "question": "",
        "uuid": streak["id"].replace("-", ""),
    }


def _reminder(streak: Mapping[str, Any], notes: NoteTally) -> tuple[int | None, int | None]:
    """Hour and minute of its first reminder at a time of the day; Loop has one, and no other."""
    times = streak.get("reminders") or ()
    found = next((each for each in times if ":" in each), None)
    if len(times) > (found is not None):
        notes.tally(
            "Its further reminders were left out: in Loop it has one, at a time of the day.",
            "Further reminders of {n} habits were left out: in Loop each has one, at a time of "
            "the day.",
            streak["name"],
        )
    if found is None:
        return None, None
    hour, minute = map(int, found.split(":"))
    return hour, minute


def _palette_index(streak: Mapping[str, Any], notes: NoteTally) -> int:
    """The nearest of Loop's colours; that of a new habit where there is none, or only a name."""
    color = cell_values.hex_color(streak["color"])
    if color is None:
        return DEFAULT_COLOR

    def distance(index: int) -> int:
        return sum((a - b) ** 2 for a, b in zip(_parts(color), _parts(PALETTE[index]), strict=True))

    nearest = min(range(len(PALETTE)), key=distance)
    if distance(nearest):
        notes.tally(
            "Its colour became the nearest of Loop's twenty.",
            "The colours of {n} habits became the nearest of Loop's twenty.",
            streak["name"],
        )
    return nearest


def _parts(color: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(color[1:]))


def _days(
    number: int, history: History, numerical: bool, notes: NoteTally
) -> Iterator[tuple[int, int, int, str]]:
    """The rows of `Repetitions`, newest first as Loop shows them."""
    name = history.streak["name"]
    for day in sorted({*history.logs, *history.skips}, reverse=True):
        value, note = SKIPPED, history.skips.get(day, "")
        if day in history.logs:
            logs = history.logs[day]
            value, note = YES, logs.note
            if numerical:
                value = thousandths(counted(history.streak, logs), name, notes)
        if value > LARGEST:
            notes.tally(
                f"1 amount was written as {LARGEST / 1000:,.3f}, the most that Loop can hold.",
                f"{{n}} amounts were written as {LARGEST / 1000:,.3f}, the most that Loop can "
                "hold.",
                name,
            )
            value = LARGEST
        days = date.fromisoformat(day).toordinal() - EPOCH_DAY
        yield number, days * DAY_MILLISECONDS, value, note
