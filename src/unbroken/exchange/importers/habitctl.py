"""habitctl: a folder with the text files `habits` and `log`, its fields parted by tabs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from unbroken.exchange.contract import CivilInstants, ExchangeError, Plan
from unbroken.exchange.documents.builder import DocumentBuilder, ImportedHabit
from unbroken.exchange.documents.frequency import rule_fields
from unbroken.exchange.importers import habits_and_log
from unbroken.exchange.importers.habits_and_log import RESULTS, MalformedLines
from unbroken.exchange.readers import cell_values

FORMAT: Final = "habitctl"
TITLE: Final = "habitctl (folder with habits and log)"

LOG_LINE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\t", re.ASCII)
HABIT_LINE: Final = re.compile(r"([0-9]{1,9})\s+(\S.*)", re.ASCII)


def recognises(path: Path) -> bool:
    """True for a folder whose log parts its fields with tabs."""
    return habits_and_log.looks_like(path, LOG_LINE, re.compile(r"[0-9]+\s+[^:]+$", re.ASCII))


def read(path: Path, instants: CivilInstants) -> Plan:
    """All habits of `habits`, then those that only `log` knows."""
    folder = habits_and_log.folder_of(path)
    if folder is None:
        raise ExchangeError(f"“{path.name}” is not a folder with the files habits and log.")
    builder = DocumentBuilder(FORMAT, instants)
    habits = _read_habits(folder / "habits", builder)
    _read_log(folder / "log", builder, habits)
    return builder.plan()


def _read_habits(path: Path, builder: DocumentBuilder) -> dict[str, ImportedHabit]:
    habits: dict[str, ImportedHabit] = {}
    malformed = MalformedLines()
    for number, line in habits_and_log.content_lines(path):
        match = HABIT_LINE.fullmatch(line.strip())
        if match is None:
            malformed.add(number)
            continue
        name, days = match[2], int(match[1])
        if name in habits:
            builder.notes.listed_twice(name)
            continue
        if days:
            rules = builder.yes_no(1, days, name)
        else:
            builder.notes.aimless(name)
            rules = rule_fields(method="count", target=1)
        habits[name] = builder.habit(name, name, rules)
    malformed.note_in(builder.notes, path.name)
    return habits


def _read_log(path: Path, builder: DocumentBuilder, habits: dict[str, ImportedHabit]) -> None:
    malformed = MalformedLines()
    for number, line in habits_and_log.content_lines(path):
        fields = [field.strip() for field in line.split("\t")]
        day = cell_values.day_of(fields[0])
        if len(fields) != 3 or day is None or not fields[1] or fields[2] not in RESULTS:
            malformed.add(number)
            continue
        habit = habits.get(fields[1]) or habits_and_log.add_forgotten(builder, habits, fields[1])
        habit.record(day, RESULTS[fields[2]])
    malformed.note_in(builder.notes, path.name)
