"""Loop Habit Tracker's backup: an SQLite database.

Loop never stores the marks that it works out, only its CSV export mixes them in. So a 1 in the
database is the person's, as a 2 is: real files of the newest schema hold both. Without meaning here
are `highlight` (no longer used), the table `Events`, and the tables `Streak`, `Score` and
`Checkmarks` of old schemas, which Loop works out from the rest.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any, Final, NamedTuple

from unbroken.exchange.contract import CivilInstants, Plan
from unbroken.exchange.documents.builder import DocumentBuilder, ImportedHabit
from unbroken.exchange.importers import loop_values
from unbroken.exchange.readers import cell_values, sqlite_file

FORMAT: Final = "loop-db"
TITLE: Final = "Loop Habit Tracker, database (.db)"

DAY_MILLISECONDS: Final = 86_400_000
FIRST_KEPT_BEFORE: Final = 22
"""The schema with one row a day; Loop's way there keeps the first of several."""

_TABLES: Final = (
    ("habits", "id", "name"),
    ("repetitions", "habit", "timestamp"),
)
_HABIT: Final = (
    "id",
    "name",
    "question",
    "description",
    "type",
    "target_type",
    "target_value",
    "unit",
    "freq_num",
    "freq_den",
    "color",
    "archived",
    "uuid",
    "position",
    "reminder_hour",
    "reminder_min",
    "reminder_days",
)

_IDLE: Final = ("highlight",)
_REMINDER: Final = ("hour", "min", "days")


class _Entry(NamedTuple):
    day: int | None
    value: int | None
    note: object


def recognises(path: Path) -> bool:
    """True for an SQLite file with Loop's tables `Habits` and `Repetitions`."""
    return sqlite_file.holds(path, _TABLES)


def read(path: Path, instants: CivilInstants) -> Plan:
    """All habits in Loop's order, with their marks."""
    builder = DocumentBuilder(FORMAT, instants)
    with sqlite_file.opened_as("Loop Habit Tracker", path, _TABLES) as tables:
        version = tables.version
        habits = [dict(zip(_HABIT, row, strict=True)) for row in tables.rows("habits", *_HABIT)]
        entries: defaultdict[int | None, list[_Entry]] = defaultdict(list)
        marked = tables.has("repetitions", "value")
        for habit, timestamp, value, note in tables.rows(
            "repetitions", "habit", "timestamp", "value", "notes"
        ):
            moment = cell_values.whole(timestamp)
            day = None if moment is None else moment // DAY_MILLISECONDS
            mark = cell_values.whole(value) if marked else loop_values.YES
            entries[cell_values.whole(habit)].append(_Entry(day, mark, note))
        builder.notes.unknown(tables.further("habits", *_HABIT, *_IDLE))
        builder.notes.unknown(
            tables.further("repetitions", "id", "habit", "timestamp", "value", "notes")
        )
    habits.sort(
        key=lambda row: (cell_values.whole(row["position"], 0), cell_values.whole(row["id"], 0))
    )
    for row in habits:
        numerical = cell_values.whole(row["type"]) == 1
        added = loop_values.add(builder, _described(row, numerical, version))
        if row["reminder_hour"] is not None:
            _remind(added, row)
        found = entries.pop(cell_values.whole(row["id"]), [])
        if version < FIRST_KEPT_BEFORE:
            found = _first_of_each_day(builder, added, found)
        for entry in found:
            date, value, note = cell_values.epoch_day(entry.day), entry.value, entry.note
            if value == loop_values.AUTOMATIC and not numerical:
                value = loop_values.YES
            loop_values.record(builder, added, date, value, note, numerical=numerical)
    for _ in (entry for strays in entries.values() for entry in strays):
        builder.notes.stray()
    return builder.plan()


def _remind(habit: ImportedHabit, row: dict[str, Any]) -> None:
    """Takes its reminder over; Loop sends one that has no day of the week never."""
    hour, minute, days = (cell_values.whole(row[f"reminder_{part}"]) for part in _REMINDER)
    minute, days = minute or 0, loop_values.EVERY_DAY if days is None else days
    if days:
        readable = hour is not None and 0 <= hour < 24 and 0 <= minute < 60
        minutes = [(hour or 0) * 60 + minute] if readable else []
        habit.remind(*minutes, every_day=days == loop_values.EVERY_DAY)


def _described(row: dict[str, Any], numerical: bool, version: int) -> loop_values.LoopHabit:
    """A row of `Habits`. Before it had a uuid, only id and name together tell a habit apart."""
    name, number = cell_values.text(row["name"]), cell_values.text(row["id"])
    color = cell_values.hex_color(row["color"])
    return loop_values.LoopHabit(
        key=cell_values.text(row["uuid"]) or f"{number}:{name}",
        name=name,
        question=row["question"],
        description=row["description"],
        numerical=numerical,
        at_most=cell_values.whole(row["target_type"]) == 1,
        target=row["target_value"],
        unit=row["unit"],
        times=cell_values.whole(row["freq_num"], 1) or 1,
        days=cell_values.whole(row["freq_den"], 1) or 1,
        color=color or loop_values.palette_color(cell_values.whole(row["color"]), version),
        archived=cell_values.whole(row["archived"], 0) != 0,
    )


def _first_of_each_day(
    builder: DocumentBuilder, habit: ImportedHabit, entries: list[_Entry]
) -> list[_Entry]:
    """The first entry of every day, and those without a day."""
    days: set[int | None] = set()
    kept = []
    for entry in entries:
        if entry.day is not None and entry.day in days:
            builder.notes.tally(
                "1 day was recorded twice; its first entry was kept, as Loop itself does.",
                "{n} entries were left out: their days have earlier ones, which Loop keeps too.",
                habit.name,
            )
            continue
        days.add(entry.day)
        kept.append(entry)
    return kept
