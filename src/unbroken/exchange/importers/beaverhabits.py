"""Beaver Habit Tracker: its JSON export, or the file it keeps on disk.

Without meaning here are whose export it is and when it was made, and an icon.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from unbroken.core.rules import LARGEST_EVERY
from unbroken.exchange.contract import CivilInstants, ExchangeError, Plan
from unbroken.exchange.documents.builder import DocumentBuilder, ImportedHabit, habit_name
from unbroken.exchange.documents.day_marks import DONE, NO, SKIP
from unbroken.exchange.documents.frequency import rule_fields
from unbroken.exchange.readers import cell_values, json_file

FORMAT: Final = "beaver"
TITLE: Final = "Beaver Habit Tracker (.json)"

PERIODS: Final = {"W": ("weekly", 7), "M": ("monthly", 28), "Y": ("yearly", 365)}
"""Period types to our period and the fewest days it has."""
DAY: Final = "D"
"""The period type that is no longer than a day."""
_DOCUMENT: Final = frozenset({"user_email", "exported_at", "habits", "order", "data"})
_HABIT: Final = frozenset({"name", "id", "records", "tags", "star", "status", "period", "icon"})
_RECORD: Final = frozenset({"day", "done", "text"})
_PERIOD: Final = frozenset({"period_type", "period_count", "target_count"})
SKIP_TAG: Final = re.compile(r"#skip\b")


def recognises(path: Path) -> bool:
    """True for a JSON object whose habits have records with a `day`."""
    return _habits(json_file.glance(path)) is not None


def read(path: Path, instants: CivilInstants) -> Plan:
    """All habits but those put into the bin, in the user's order."""
    document = json_file.load(path)
    habits = _habits(document)
    if habits is None:
        raise ExchangeError(f"“{path.name}” is not an export of Beaver Habit Tracker.")
    builder = DocumentBuilder(FORMAT, instants)
    builder.notes.unknown_in(document, _DOCUMENT)
    if isinstance(document.get("data"), dict):
        builder.notes.unknown_in(document["data"], _DOCUMENT)
    for entry in habits:
        if entry.get("status") == "soft_delete":
            builder.notes.deleted()
        else:
            _read_habit(builder, entry)
    return builder.plan()


def _habits(document: Any) -> list[dict[str, Any]] | None:
    """The habits in order, or None where the document is not Beaver's."""
    if not isinstance(document, dict):
        return None
    if isinstance(document.get("data"), dict):
        document = document["data"]
    habits = document.get("habits")
    if not isinstance(habits, list) or not all(isinstance(entry, dict) for entry in habits):
        return None
    records = [entry.get("records") for entry in habits]
    if not habits and "user_email" not in document and "order" not in document:
        return None
    for rows in records:
        if not isinstance(rows, list):
            return None
        if rows and not (isinstance(rows[0], dict) and "day" in rows[0]):
            return None
    if any("freq_type" in entry or "daily_goal" in entry for entry in habits):
        return None
    order = document.get("order")
    if isinstance(order, list):
        ranks = {cell_values.text(key): rank for rank, key in enumerate(order)}
        habits = sorted(habits, key=lambda e: ranks.get(cell_values.text(e.get("id")), len(ranks)))
    return habits


def _read_habit(builder: DocumentBuilder, entry: dict[str, Any]) -> None:
    name = entry.get("name")
    words = [cell_values.text(tag) for tag in json_file.items(entry, "tags")]
    if len(words) > 1:
        builder.notes.tally(
            "Only its first tag was kept, as its group.",
            "Only the first tag of {n} habits was kept, as their group.",
            habit_name(name),
        )
    builder.notes.unknown_in(entry, _HABIT)
    if entry.get("star") is True:
        builder.notes.tally(
            "Its star was left out: Unbroken has none.",
            "The stars of {n} habits were left out: Unbroken has none.",
            habit_name(name),
        )
    habit = builder.habit(
        cell_values.text(entry.get("id")) or cell_values.text(name),
        name,
        _rules(builder, entry.get("period"), name),
        group=words[0] if words else None,
        archived=entry.get("status") == "archive",
    )
    for row in entry["records"]:
        _record(builder, habit, row)


def _rules(builder: DocumentBuilder, period: Any, name: Any) -> dict[str, Any]:
    """`target_count` done days in `period_count` days, weeks, months or years."""
    if not isinstance(period, dict):
        return builder.yes_no(1, 1, name)
    builder.notes.unknown_in(period, _PERIOD)
    count = max(cell_values.whole(period.get("period_count"), 1) or 1, 1)
    target = max(cell_values.whole(period.get("target_count"), 1) or 1, 1)
    unit = period.get("period_type")
    if not isinstance(unit, str) or unit not in PERIODS:
        if unit not in (DAY, None):
            builder.notes.tally(
                "Its period cannot be read; it counts days.",
                "The periods of {n} habits cannot be read; they count days.",
                habit_name(name),
            )
        return builder.yes_no(target, count, name)
    word, days = PERIODS[unit]
    every = min(count, LARGEST_EVERY)
    builder.notes.rolling(habit_name(name))
    return rule_fields(method="days", period=word, every=every, target=min(target, days * every))


def _record(builder: DocumentBuilder, habit: ImportedHabit, row: Any) -> None:
    day = cell_values.day_of(row.get("day")) if isinstance(row, dict) else None
    if day is None:
        builder.notes.unreadable(habit.name)
        return
    builder.notes.unknown_in(row, _RECORD)
    text = cell_values.text(row.get("text"))
    if row.get("done") is not True:
        habit.record(day, NO, note=text)
    elif SKIP_TAG.search(text):
        habit.record(day, SKIP, note=" ".join(SKIP_TAG.sub("", text).split()))
    else:
        habit.record(day, DONE, note=text)
