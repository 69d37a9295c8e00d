"""dijo: `habit_record.json`, an array of habits with their days.

The goal of a Bit has no meaning: it is done or not. Nor has `inner_data`, which is for its screen.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from unbroken.exchange.contract import CivilInstants, ExchangeError, Plan
from unbroken.exchange.documents.builder import DocumentBuilder, habit_name
from unbroken.exchange.documents.day_marks import DONE, NO
from unbroken.exchange.readers import cell_values, json_file

FORMAT: Final = "dijo"
TITLE: Final = "dijo (habit_record.json)"

KINDS: Final = ("Bit", "Count", "Float")
MOST_DECIMALS: Final = 9

_HABIT: Final = frozenset({"type", "name", "stats", "goal", "auto", "inner_data"})


def recognises(path: Path) -> bool:
    """True for a JSON array whose first entry is a habit of dijo's."""
    return _is_dijo(json_file.glance(path))


def read(path: Path, instants: CivilInstants) -> Plan:
    """A Bit is done or not; Counts and Floats add up to their goal. All are daily."""
    document = json_file.load(path)
    if not _is_dijo(document):
        raise ExchangeError(f"“{path.name}” is not a habit record of dijo.")
    builder = DocumentBuilder(FORMAT, instants)
    for entry in document:
        if isinstance(entry, dict) and entry.get("type") in KINDS:
            _read_habit(builder, entry)
        else:
            builder.notes.unreadable()
    return builder.plan()


def _is_dijo(document: Any) -> bool:
    if not isinstance(document, list) or not document or not isinstance(document[0], dict):
        return False
    return document[0].get("type") in KINDS and isinstance(document[0].get("stats"), dict)


def _read_habit(builder: DocumentBuilder, entry: dict[str, Any]) -> None:
    name = entry.get("name")
    if entry["type"] == "Bit":
        rules = builder.yes_no(1, 1, name)
    else:
        rules = builder.amount(1, 1, _number(entry.get("goal")), name)
    if entry.get("auto") is True:
        builder.notes.tally(
            "It was kept up to date by a program; in Unbroken it is an ordinary habit.",
            "{n} habits were kept up to date by a program; in Unbroken they are ordinary ones.",
            habit_name(name),
        )
    builder.notes.unknown_in(entry, _HABIT)
    habit = builder.habit(cell_values.text(name), name, rules)
    stats = entry.get("stats")
    for day, cell in (stats if isinstance(stats, dict) else {}).items():
        value = Decimal(cell) if isinstance(cell, bool) else _number(cell)
        if value is None:
            builder.notes.unreadable(habit.name)
        else:
            habit.record(cell_values.day_of(day), DONE if value else NO, value=value)


def _number(cell: Any) -> Decimal | None:
    """A Count's whole number, or a Float's `value / 10^precision` (dijo's own rule)."""
    if not isinstance(cell, dict):
        return cell_values.number(cell)
    value, precision = (
        cell_values.whole(cell.get("value")),
        cell_values.whole(cell.get("precision")),
    )
    if value is None or precision is None or not 0 <= precision <= MOST_DECIMALS:
        return None
    return Decimal(value).scaleb(-precision)
