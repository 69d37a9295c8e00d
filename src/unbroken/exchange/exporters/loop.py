"""An owner's habits as the folder that Loop Habit Tracker's CSV export unpacks to (since 2.3.1).

Loop itself does not import it; `loop_db` is for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from unbroken.exchange.contract import ExchangeError, ExportedFolder, ExportSource
from unbroken.exchange.documents.daily_history import (
    DAYS,
    DayLogs,
    History,
    exported,
    frequency,
    histories,
    left_out,
)
from unbroken.exchange.importers.loop_csv import HABITS, MARKS
from unbroken.exchange.importers.loop_values import SKIPPED, YES
from unbroken.exchange.notes import NoteTally
from unbroken.exchange.readers import cell_values
from unbroken.exchange.readers.text_file import csv_rows, reason

FORMAT: Final = "loop"
TITLE: Final = "Loop Habit Tracker (folder)"
PURPOSE: Final = (
    "Your own days as Loop's CSV, which Loop itself does not import; loop-db is for that."
)
FILE_NAME: Final = "unbroken-{day}-loop"
IS_FOLDER: Final = True

COLUMNS: Final = (
    "Position,Name,Type,Question,Description,FrequencyNumerator,FrequencyDenominator,Color,Unit,"
    "Target Type,Target Value,Archived?"
)
_UNSAFE: Final = re.compile(r"[^ a-zA-Z0-9._-]+")
_LONGEST_FOLDER: Final = 100
_QUOTED: Final = re.compile(r'[",\r\n]|^[=+\-@\t ]|\s$')
_SIGNS: Final = {YES: "YES_MANUAL"}
_MARKS_FILE: Final = "Checkmarks.csv"


def export(source: ExportSource) -> ExportedFolder:
    """The owner's habits with their days; skips are written up to today."""
    notes = NoteTally()
    found = histories(source, notes)
    rows, files = [COLUMNS], dict[str, list[str]]()
    for number, history in enumerate(found, 1):
        numerical = is_numerical(history.streak, history.target)
        rows.append(_line(_described(number, history, numerical)))
        path = f"{folder_name(number, history.streak['name'])}/{_MARKS_FILE}"
        files[path] = _marks(history, numerical, notes)
        note_losses(history, numerical, notes)
    return exported({HABITS: rows, **files}, found, notes)


def former_files(target: Path) -> tuple[str, ...]:
    """The habits' files of an export that was written into `target` before.

    They are known by the list of habits beside them, which names each one's folder, and by being
    alone in it. Any other folder of marks is somebody else's, and would be taken for a part of the
    new export: where there is one, ExchangeError is raised.
    """
    try:
        found = sorted(each for each in target.iterdir() if (each / _MARKS_FILE).exists())
        listed = _listed(target / HABITS) if (target / HABITS).is_file() else frozenset()
        for each in found:
            known = each.name in listed and not each.is_symlink()
            alone = [inner.name for inner in each.iterdir()] == [_MARKS_FILE]
            if MARKS.fullmatch(f"{each.name}/{_MARKS_FILE}") and not (known and alone):
                raise ExchangeError(
                    f"“{each.name}” in “{target.name}” is not of Unbroken's making; "
                    "choose another folder."
                )
    except OSError as error:
        raise ExchangeError(f"“{target.name}” cannot be read: {reason(error)}.") from error
    return tuple(f"{each.name}/{_MARKS_FILE}" for each in found if each.name in listed)


def _listed(habits: Path) -> frozenset[str]:
    """The folders that a list of habits of ours names."""
    header, *rows = [row for row in csv_rows(habits) if row] or [[]]
    if ",".join(header) != COLUMNS:
        return frozenset()
    numbered = [(cell_values.whole(row[0]), row[1]) for row in rows if len(row) == len(header)]
    return frozenset(folder_name(number, name) for number, name in numbered if number is not None)


def folder_name(number: int, name: str) -> str:
    """`NNN name` with nothing in it that a file system might take amiss."""
    safe = _UNSAFE.sub("", name)[:_LONGEST_FOLDER].strip(" .")
    return f"{number:03} {safe}" if safe else f"{number:03}"


def is_numerical(streak: Mapping[str, Any], target: int | Decimal) -> bool:
    """Whether a habit needs amounts: a yes/no one only tells on how many days something was."""
    method = streak["aggregation_method"]
    return streak["goal"] == "at_most" or method == "sum" or (method == "count" and target > 1)


def _described(number: int, history: History, numerical: bool) -> list[str]:
    streak, target = history.streak, Decimal(history.target)
    times, days = frequency(streak, target)
    if numerical:
        times, days = 1, DAYS[streak["aggregation_period"]] * streak["every"]
    color = (cell_values.hex_color(streak["color"]) or "").upper()
    unit, kind, amount = "", "", ""
    if numerical:
        unit = streak["unit"] or ("" if streak["aggregation_method"] == "sum" else "times")
        kind = "AT_MOST" if streak["goal"] == "at_most" else "AT_LEAST"
        amount = f"{target:f}" if target % 1 else f"{int(target)}.0"
    described = [f"{number:03}", streak["name"], "NUMERICAL" if numerical else "YES_NO", ""]
    described += [streak["description"], str(times), str(days), color, unit, kind, amount]
    return [*described, "true" if streak["status"] == "archived" else "false"]


def _marks(history: History, numerical: bool, notes: NoteTally) -> list[str]:
    """The lines of `Checkmarks.csv`, newest first."""
    rows = {day: ("SKIP", reason) for day, reason in history.skips.items()}
    for day, logs in history.logs.items():
        value = "YES_MANUAL"
        if numerical:
            amount = thousandths(counted(history.streak, logs), history.streak["name"], notes)
            value = _SIGNS.get(amount, str(amount))
        rows[day] = (value, logs.note)
    return ["Date,Value,Notes", *(_line((d, *rows[d])) for d in sorted(rows, reverse=True))]


def counted(streak: Mapping[str, Any], logs: DayLogs) -> Decimal:
    """What a numerical habit has on a day."""
    if streak["aggregation_method"] == "sum":
        return logs.total
    return Decimal(logs.times if streak["aggregation_method"] == "count" else 1)


def thousandths(amount: Decimal, name: str, notes: NoteTally) -> int:
    """An amount as Loop stores it, where 3 would be taken for a skip."""
    value = int(amount.scaleb(3))
    if value == SKIPPED:
        notes.tally(
            "1 amount of 0.003 was written as 0.004: Loop takes it for a skip.",
            "{n} amounts of 0.003 were written as 0.004: Loop takes them for skips.",
            name,
        )
        value += 1
    return value


def note_losses(history: History, numerical: bool, notes: NoteTally) -> None:
    """Notes what of a habit Loop does not hold."""
    streak = history.streak
    if streak["group"]:
        left_out("group", streak["name"], notes)
    if streak["color"] and cell_values.hex_color(streak["color"]) is None:
        left_out("colour", streak["name"], notes)
    if streak["unit"] and not numerical:
        left_out("unit", streak["name"], notes)
    if streak["aggregation_method"] != "sum":
        lost = sum(1 for logs in history.logs.values() if logs.total != logs.times)
        if lost:
            notes.tally(
                "The value of 1 day was left out: the habit only counts.",
                "The values of {n} days were left out: the habits only count.",
                streak["name"],
                lost,
            )


def _line(row: Iterable[str]) -> str:
    """Cells as CSV; what a spreadsheet might run is quoted, and stays as it is."""
    return ",".join(
        '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell for cell in row
    )
