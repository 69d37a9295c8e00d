"""harsh: a folder with the text files `habits` and `log`.

An amount that cannot be read is 0, as harsh takes it. Comment lines have no meaning.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from unbroken.exchange.contract import CivilInstants, ExchangeError, Plan
from unbroken.exchange.documents.builder import DocumentBuilder, ImportedHabit
from unbroken.exchange.documents.frequency import rule_fields
from unbroken.exchange.importers import habits_and_log
from unbroken.exchange.importers.habits_and_log import RESULTS, MalformedLines
from unbroken.exchange.readers import cell_values

FORMAT: Final = "harsh"
TITLE: Final = "harsh (folder with habits and log)"

LOG_LINE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} : ", re.ASCII)
HABIT_LINE: Final = re.compile(r"[^#!].*: [0-9]+w?(?:/[0-9]+w?)?\s*(?::.*)?$", re.ASCII)

_FREQUENCY: Final = re.compile(r"([0-9]{1,9})(w?)(?:\s*/\s*([0-9]{1,9})(w?))?", re.ASCII)


def recognises(path: Path) -> bool:
    """True for a folder whose log parts its fields with " : "."""
    return habits_and_log.looks_like(path, LOG_LINE, HABIT_LINE)


def read(path: Path, instants: CivilInstants) -> Plan:
    """All habits of `habits`, then those that only `log` knows; harsh knows a habit by its name."""
    folder = habits_and_log.folder_of(path)
    if folder is None:
        raise ExchangeError(f"“{path.name}” is not a folder with the files habits and log.")
    builder = DocumentBuilder(FORMAT, instants)
    habits = _read_habits(folder / "habits", builder, instants)
    _read_log(folder / "log", builder, habits)
    return builder.plan()


def _read_habits(
    path: Path, builder: DocumentBuilder, instants: CivilInstants
) -> dict[str, ImportedHabit]:
    habits: dict[str, ImportedHabit] = {}
    malformed = MalformedLines()
    heading = ""
    for number, line in habits_and_log.content_lines(path):
        if line.startswith("!"):
            heading = line[1:].strip()
            continue
        name, *rest = (part.strip() for part in line.split(": "))
        parsed = parse_frequency(rest[0]) if rest else None
        if not name or parsed is None:
            malformed.add(number)
            continue
        if name in habits:
            builder.notes.listed_twice(name)
            continue
        for surplus in rest[2:]:
            builder.notes.unknown([surplus])
        rules = _rules(builder, name, *parsed)
        archived = len(rest) > 1 and _ended(builder, name, rest[1], instants)
        habits[name] = builder.habit(name, name, rules, group=heading, archived=archived)
    malformed.note_in(builder.notes, path.name)
    return habits


def parse_frequency(text: str) -> tuple[int, int] | None:
    """(times, days) of `N`, `Nw`, `T/I` or `T/Iw`; (0, 1) for a habit without a target."""
    match = _FREQUENCY.fullmatch(text)
    if match is None:
        return None
    first = int(match[1])
    if match[3] is None:
        days = first * (7 if match[2] else 1)
        return (1, days) if days else (0, 1)
    days = int(match[3]) * (7 if match[4] else 1)
    if match[2] or not days:
        return None
    return first, days


def _rules(builder: DocumentBuilder, name: str, times: int, days: int) -> dict[str, Any]:
    if times:
        return builder.yes_no(times, days, name)
    builder.notes.aimless(name)
    return rule_fields(method="count", target=1)


def _ended(builder: DocumentBuilder, name: str, text: str, instants: CivilInstants) -> bool:
    """True where a habit's end date is past; any other end date cannot be carried over."""
    end = cell_values.day_of(text)
    if end is not None and instants.on(end) is not None:
        return True
    builder.notes.tally(
        "Its end date was left out: only a past one can be carried over, as archived.",
        "The end dates of {n} habits were left out: only past ones can be carried over.",
        name,
    )
    return False


def _read_log(path: Path, builder: DocumentBuilder, habits: dict[str, ImportedHabit]) -> None:
    malformed = MalformedLines()
    for number, line in habits_and_log.content_lines(path):
        fields = f"{line} ".split(" : ")
        parsed = _parse(fields) if 3 <= len(fields) <= 5 else None
        if parsed is None:
            malformed.add(number)
            continue
        day, name, kind, comment, amount = parsed
        habit = habits.get(name) or habits_and_log.add_forgotten(builder, habits, name)
        note = comment
        if amount:
            words = f"amount {Decimal(cell_values.plain(amount)):f}"
            note = f"{comment}, {words}" if comment else words
            builder.notes.tally(
                "1 amount was put into its entry's note: in harsh it does not count.",
                "{n} amounts were put into the notes of their entries: in harsh they do not count.",
            )
        habit.record(day, kind, note=note)
    malformed.note_in(builder.notes, path.name)


def _parse(fields: list[str]) -> tuple[date, str, str, str, Decimal] | None:
    day, name, result, comment, amount = (f.strip() for f in [*fields, "", ""][:5])
    parsed_day = cell_values.day_of(day)
    if parsed_day is None or not name or result not in RESULTS:
        return None
    return parsed_day, name, RESULTS[result], comment, cell_values.number(amount) or Decimal(0)
