"""Streaks for iOS: its CSV export, a row an entry.

Only `completed…` is done, in whatever way; `missed…` is a day without anything, as Streaks works
out itself, and `skipped…` a skip. Each entry belongs to its `entry_date`, at noon, since its
timestamp tells when it was entered. Without meaning here are icons, pages, and that timestamp with
its zone.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from unbroken.exchange.contract import CivilInstants, ExchangeError, Plan
from unbroken.exchange.documents.builder import DocumentBuilder, ImportedHabit, habit_name
from unbroken.exchange.documents.day_marks import DONE, NO, SKIP
from unbroken.exchange.documents.frequency import rule_fields
from unbroken.exchange.readers import cell_values
from unbroken.exchange.readers.text_file import csv_rows, has_columns
from unbroken.exchange.readers.written_dates import WrittenDates

FORMAT: Final = "streaks-ios"
TITLE: Final = "Streaks for iOS (.csv)"

COLUMNS: Final = ("task_id", "title", "entry_type", "entry_date")
KINDS: Final = {"completed": DONE, "skipped": SKIP, "missed": NO}
"""How an entry's type begins, to what it is."""

_KNOWN: Final = frozenset(
    {*COLUMNS, "icon", "entry_timestamp", "entry_timezone", "quantity", "page", "notes"}
)


class _Entry(NamedTuple):
    kind: str
    written: str
    quantity: str
    note: str


def recognises(path: Path) -> bool:
    """True for a CSV file whose header has the columns of Streaks."""
    return has_columns(path, COLUMNS)


def read(path: Path, instants: CivilInstants) -> Plan:
    """All tasks in the order in which they first occur; the export tells no frequency or goal."""
    rows = csv_rows(path)
    header = [column.strip() for column in next(rows, [])]
    if not set(COLUMNS) <= set(header):
        raise ExchangeError(f"“{path.name}” is not an export of Streaks.")
    builder = DocumentBuilder(FORMAT, instants)
    titles: dict[str, str] = {}
    entries: dict[str, list[_Entry]] = {}
    for row in rows:
        if not any(row):
            continue
        cols = dict(zip(header, row, strict=False))
        builder.notes.unknown_in(cols, _KNOWN)
        title = cols.get("title", "").strip()
        key = cols.get("task_id", "").strip() or title
        titles[key] = title or titles.get(key, "")
        kind, written = cols.get("entry_type", "").strip(), cols.get("entry_date", "")
        entry = _Entry(kind, written, cols.get("quantity", ""), cols.get("notes", ""))
        entries.setdefault(key, []).append(entry)
    for key, title in titles.items():
        builder.notes.tally(
            "Its frequency is not in the file; it is now a daily habit.",
            "The frequencies of {n} habits are not in the file; they are now daily.",
            habit_name(title),
        )
        habit = builder.habit(key, title, rule_fields(method="count", target=1))
        _record(builder, habit, entries[key])
    return builder.plan()


def _record(builder: DocumentBuilder, habit: ImportedHabit, entries: list[_Entry]) -> None:
    """A day's entries: each done one is a log; a day that is done is neither skipped nor missed."""
    dates = WrittenDates(entry.written for entry in entries)
    counts: Counter[date | None] = Counter()
    rest: dict[date | None, tuple[str, str]] = {}
    for entry in entries:
        day = dates.day(entry.written)
        kind = next((KINDS[word] for word in KINDS if entry.kind.startswith(word)), None)
        if kind is None:
            builder.notes.tally(
                f"1 entry was left out: “{entry.kind[:40]}” is not a done mark.",
                f"{{n}} entries were left out: “{entry.kind[:40]}” is not a done mark.",
                habit.name,
            )
        elif kind == DONE:
            note = _with_quantity(builder, habit, entry)
            habit.record(day, DONE, note=note, nth=counts[day])
            counts[day] += 1
        elif kind == SKIP or day not in rest:
            rest[day] = (kind, entry.note)
    for day, (kind, note) in rest.items():
        if not counts[day]:
            habit.record(day, kind, note=note)
        elif kind == SKIP:
            builder.notes.tally(
                "1 skipped day was left out: it is done too.",
                "{n} skipped days were left out: they are done too.",
                habit.name,
            )


def _with_quantity(builder: DocumentBuilder, habit: ImportedHabit, entry: _Entry) -> str:
    """An entry's note, with its quantity where there is one."""
    quantity = cell_values.number(entry.quantity)
    if quantity in (None, 0, 1):
        return entry.note
    builder.notes.tally(
        "1 quantity was put into its entry's note: the file does not tell the goal.",
        "{n} quantities were put into the notes of their entries: the file tells no goals.",
        habit.name,
    )
    words = f"quantity {entry.quantity.strip()}"
    return f"{entry.note}, {words}" if entry.note else words
