"""Loop Habit Tracker's CSV export: a zip archive or its unpacked folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Final

from unbroken.exchange.contract import CivilInstants, ExchangeError, Plan
from unbroken.exchange.documents.builder import DocumentBuilder
from unbroken.exchange.importers import loop_values
from unbroken.exchange.readers import cell_values, file_set
from unbroken.exchange.readers.file_set import FileSet
from unbroken.exchange.readers.text_file import rows_of

FORMAT: Final = "loop-csv"
TITLE: Final = "Loop Habit Tracker, CSV (.zip or folder)"

HABITS: Final = "Habits.csv"
_COLUMNS: Final = frozenset(
    [
        "Position",
        "Name",
        "Type",
        "Question",
        "Description",
        "FrequencyNumerator",
        "FrequencyDenominator",
        "NumRepetitions",
        "Interval",
        "Color",
        "Unit",
        "Target Type",
        "Target Value",
        "Archived?",
    ]
)
MARKS: Final = re.compile(r"([0-9]{1,9})(?: [^/]*)?/Checkmarks\.csv", re.ASCII)


def recognises(path: Path) -> bool:
    """True for a zip or folder with a `Habits.csv` that has Loop's columns."""
    try:
        if path.is_dir() and not (path / HABITS).is_file():
            return False
        with file_set.opened(path) as files:
            if HABITS not in files.names:
                return False
            head = files.text(HABITS).partition("\n")[0].replace('"', "").strip().split(",")
    except (ExchangeError, OSError):
        return False
    return {"Position", "Name", "Color"} <= set(head)


def read(path: Path, instants: CivilInstants) -> Plan:
    """All habits with their manual marks; the matrix files of the root are not read."""
    builder = DocumentBuilder(FORMAT, instants)
    with file_set.opened(path) as files:
        if HABITS not in files.names:
            raise ExchangeError(f"“{path.name}” holds no Habits.csv.")
        folders = {}
        for name in sorted(files.names):
            match = MARKS.fullmatch(name)
            if match:
                folders[int(match[1])] = name
        for row in _records(files, HABITS):
            _read_habit(builder, files, row, folders)
        for _ in folders:
            builder.notes.stray()
    return builder.plan()


def _records(files: FileSet, name: str) -> Iterator[dict[str, str]]:
    rows = rows_of(StringIO(files.text(name), newline=""), name)
    header = [column.strip() for column in next(rows, [])]
    for row in rows:
        if any(row):
            yield dict(zip(header, row, strict=False))


def _read_habit(
    builder: DocumentBuilder, files: FileSet, row: Mapping[str, str], folders: dict[int, str]
) -> None:
    """One row of `Habits.csv`; the file names no id, so its name and order tell it apart."""
    position = cell_values.whole(row.get("Position"))
    marks: list[list[str]] = []
    if position is not None and position in folders:
        name = folders.pop(position)
        text = StringIO(files.text(name), newline="")
        marks = [cols for cols in rows_of(text, name) if len(cols) > 1 and cols[0] != "Date"]
    values = [_value(cols[1]) for cols in marks]
    if "Type" in row:
        numerical = row["Type"] == "NUMERICAL"
    else:
        numerical = any(value is not None and value > loop_values.SKIPPED for value in values)
    builder.notes.unknown_in(row, _COLUMNS)
    habit = loop_values.add(builder, _described(row, numerical))
    for cols, value in zip(marks, values, strict=True):
        note = cols[2] if len(cols) > 2 else ""
        day = cell_values.day_of(cols[0].strip())
        loop_values.record(builder, habit, day, value, note, numerical=numerical)


def _value(cell: str) -> int | None:
    """A mark: a word since 2.3.1, its number before; numerical ones are thousandths."""
    word = cell.strip()
    return loop_values.WORDS[word] if word in loop_values.WORDS else cell_values.whole(word)


def _described(row: Mapping[str, str], numerical: bool) -> loop_values.LoopHabit:
    times = row.get("FrequencyNumerator", row.get("NumRepetitions"))
    days = row.get("FrequencyDenominator", row.get("Interval"))
    return loop_values.LoopHabit(
        key=row.get("Name", ""),
        name=row.get("Name", ""),
        question=row.get("Question", ""),
        description=row.get("Description", ""),
        numerical=numerical,
        at_most=row.get("Target Type") == "AT_MOST",
        target=row.get("Target Value"),
        unit=row.get("Unit"),
        times=cell_values.whole(times, 1) or 1,
        days=cell_values.whole(days, 1) or 1,
        color=cell_values.hex_color(row.get("Color")),
        archived=row.get("Archived?", "").strip().lower() == "true",
    )
