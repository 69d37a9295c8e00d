"""HabitBull: its CSV export, a row a habit and day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

from unbroken.exchange.contract import CivilInstants, ExchangeError, Plan
from unbroken.exchange.documents.builder import DocumentBuilder, habit_name
from unbroken.exchange.documents.day_marks import DONE, NO, UNKNOWN
from unbroken.exchange.readers import cell_values
from unbroken.exchange.readers.text_file import csv_rows, first_lines

FORMAT: Final = "habitbull"
TITLE: Final = "HabitBull (.csv)"

COLUMNS: Final = ("HabitName", "CalendarDate", "Value")
NOT_SET: Final = -2_150_000_000

_AMERICAN: Final = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", re.ASCII)


class _Row(NamedTuple):
    day: date | None
    value: Decimal | None
    note: str


def recognises(path: Path) -> bool:
    """True for a CSV file whose header has HabitBull's columns."""
    head = first_lines(path, 1)
    return bool(head) and set(COLUMNS) <= set(head[0].replace('"', "").strip().split(","))


def read(path: Path, instants: CivilInstants) -> Plan:
    """All habits in the order in which they first occur; the export tells no frequency or goal."""
    rows = csv_rows(path)
    header = [column.strip() for column in next(rows, [])]
    if not set(COLUMNS) <= set(header):
        raise ExchangeError(f"“{path.name}” is not an export of HabitBull.")
    first: dict[str, dict[str, str]] = {}
    marks: dict[str, list[_Row]] = {}
    for row in rows:
        if any(row):
            cols = dict(zip(header, row, strict=False))
            name = cols.get("HabitName", "").strip()
            first.setdefault(name, cols)
            value = cell_values.number(cols.get("Value"))
            entry = _Row(_day(cols.get("CalendarDate", "")), value, cols.get("CommentText", ""))
            marks.setdefault(name, []).append(entry)
    builder = DocumentBuilder(FORMAT, instants)
    for name, cols in first.items():
        _read_habit(builder, name, cols, marks[name])
    return builder.plan()


def _read_habit(
    builder: DocumentBuilder, name: str, cols: Mapping[str, str], rows: list[_Row]
) -> None:
    """A habit is yes/no where it has no values but 0 and 1, else it is one of amounts."""
    counted = any(row.value not in (None, NOT_SET, 0, 1) for row in rows)
    builder.notes.tally(
        "Its goal is not in the file; it is now a daily habit with target 1.",
        "The goals of {n} habits are not in the file; they are now daily with target 1.",
        habit_name(name),
    )
    habit = builder.habit(
        name,
        name,
        builder.amount(1, 1, 1, name) if counted else builder.yes_no(1, 1, name),
        description=cols.get("HabitDescription"),
        group=cols.get("HabitCategory"),
    )
    for row in rows:
        if row.value is None:
            builder.notes.unreadable(habit.name)
        elif row.value == NOT_SET:
            habit.record(row.day, UNKNOWN, note=row.note)
        else:
            habit.record(row.day, DONE if row.value else NO, value=row.value, note=row.note)


def _day(cell: str) -> date | None:
    """A date as `YYYY-MM-DD` or `M/D/YYYY`; a time behind it is ignored."""
    word = cell.strip().partition(" ")[0]
    match = _AMERICAN.fullmatch(word)
    if match:
        return cell_values.civil(int(match[3]), int(match[1]), int(match[2]))
    return cell_values.day_of(word)
