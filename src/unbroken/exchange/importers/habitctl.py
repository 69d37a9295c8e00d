"""habitctl: a folder with the text files `habits` and `log`, its fields parted by tabs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from unbroken.exchange.contract import ExchangeError, Moments, Plan
from unbroken.exchange.document_builder import Builder, Habit
from unbroken.exchange.importers import plain_log
from unbroken.exchange.importers.frequency import rule_fields
from unbroken.exchange.importers.plain_log import RESULTS, Malformed
from unbroken.exchange.readers import cell_values
from unbroken.exchange.readers.text_file import lines

FORMAT: Final = "habitctl"
TITLE: Final = "habitctl (folder with habits and log)"

LOG_LINE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\t", re.ASCII)
HABIT_LINE: Final = re.compile(r"([0-9]{1,9})\s+(\S.*)", re.ASCII)


def recognises(path: Path) -> bool:
    """True for a folder whose log parts its fields with tabs."""
    return plain_log.looks_like(path, LOG_LINE, re.compile(r"[0-9]+\s+[^:]+$", re.ASCII))


def read(path: Path, moments: Moments) -> Plan:
    """All habits of `habits`, then those that only `log` knows."""
    folder = plain_log.folder_of(path)
    if folder is None:
        raise ExchangeError(f"“{path.name}” is not a folder with the files habits and log.")
    builder = Builder(FORMAT, moments)
    habits = _read_habits(folder / "habits", builder)
    _read_log(folder / "log", builder, habits)
    return builder.plan()


def _read_habits(path: Path, builder: Builder) -> dict[str, Habit]:
    habits: dict[str, Habit] = {}
    malformed = Malformed()
    for number, line in lines(path):
        if not line.strip() or line.startswith("#"):
            continue
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
    malformed.tell(builder.notes, path.name)
    return habits


def _read_log(path: Path, builder: Builder, habits: dict[str, Habit]) -> None:
    malformed = Malformed()
    for number, line in lines(path):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split("\t")]
        day = cell_values.day_of(fields[0])
        if len(fields) != 3 or day is None or not fields[1] or fields[2] not in RESULTS:
            malformed.add(number)
            continue
        habit = habits.get(fields[1]) or plain_log.forgotten(builder, habits, fields[1])
        habit.record(day, RESULTS[fields[2]])
    malformed.tell(builder.notes, path.name)
