"""HabitBull: its CSV export, a row a habit and day.

Its dates are written as the phone writes them: with the month first, the day first, or dots, and
with two digits of the year or four. They are read as `readers.written_dates` says, or as the user
does.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

from unbroken.exchange.contract import Choices, CivilInstants, ExchangeError, Plan
from unbroken.exchange.documents.builder import DocumentBuilder
from unbroken.exchange.documents.day_marks import DONE, NO, UNKNOWN
from unbroken.exchange.readers import cell_values
from unbroken.exchange.readers.text_file import csv_rows, has_columns
from unbroken.exchange.readers.written_dates import WrittenDates

FORMAT: Final = "habitbull"
TITLE: Final = "HabitBull (.csv)"

COLUMNS: Final = ("HabitName", "CalendarDate", "Value")
NOT_SET: Final = -2_150_000_000
_KNOWN: Final = frozenset({*COLUMNS, "HabitDescription", "HabitCategory", "CommentText"})


class _Row(NamedTuple):
    written: str
    """Its date as it stands in the file."""
    value: Decimal | None
    note: str


def recognises(path: Path) -> bool:
    """True for a CSV file whose header has HabitBull's columns."""
    return has_columns(path, COLUMNS)


def read(path: Path, instants: CivilInstants, choices: Choices) -> Plan:
    """All habits in the order in which they first occur; the export tells no frequency or goal."""
    rows = csv_rows(path)
    header = [column.strip() for column in next(rows, [])]
    if not set(COLUMNS) <= set(header):
        raise ExchangeError(f"“{path.name}” is not an export of HabitBull.")
    further, unknown = [key for key in header if key not in _KNOWN], set[str]()
    first: dict[str, dict[str, str]] = {}
    marks: dict[str, list[_Row]] = {}
    for row in rows:
        if any(row):
            cols = dict(zip(header, row, strict=False))
            name = cols.get("HabitName", "").strip()
            unknown.update(key for key in further if cols.get(key))
            first.setdefault(name, cols)
            value = cell_values.number(cols.get("Value"))
            entry = _Row(cols.get("CalendarDate", ""), value, cols.get("CommentText", ""))
            marks.setdefault(name, []).append(entry)
    builder = DocumentBuilder(FORMAT, instants)
    written = (row.written for found in marks.values() for row in found)
    dates = WrittenDates(written, choices.dates)
    builder.notes.unknown(key for key in further if key in unknown)
    builder.notes.doubtful_dates(dates.doubt)
    for name, cols in first.items():
        _read_habit(builder, name, cols, marks[name], dates)
    return builder.plan()


def _read_habit(
    builder: DocumentBuilder,
    name: str,
    cols: Mapping[str, str],
    rows: list[_Row],
    dates: WrittenDates,
) -> None:
    """A habit is yes/no where it has no values but 0 and 1, else it is one of amounts."""
    counted = any(row.value not in (None, NOT_SET, 0, 1) for row in rows)
    habit = builder.habit(
        name,
        name,
        builder.daily(name, counted=counted),
        description=cols.get("HabitDescription"),
        group=cols.get("HabitCategory"),
    )
    for row in rows:
        day = dates.day(row.written)
        if row.value is None:
            builder.notes.unreadable(habit.name)
        elif row.value == NOT_SET:
            habit.record(day, UNKNOWN, note=row.note)
        else:
            habit.record(day, DONE if row.value else NO, value=row.value, note=row.note)
