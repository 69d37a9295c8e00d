"""Tickmate: an SQLite database of tracks and their ticks.

Without meaning here are a track's icon, and whether it takes several ticks a day, which a streak
always does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any, Final

from unbroken.exchange.contract import CivilInstants, Plan
from unbroken.exchange.documents.builder import DocumentBuilder, ImportedHabit
from unbroken.exchange.documents.day_marks import DONE
from unbroken.exchange.documents.frequency import rule_fields
from unbroken.exchange.readers import cell_values, sqlite_file
from unbroken.exchange.readers.sqlite_file import Tables

FORMAT: Final = "tickmate"
TITLE: Final = "Tickmate (.db)"

_TABLES: Final = (("tracks", "_id", "name"), ("ticks", "_track_id", "year", "month", "day"))
_TRACK: Final = ("_id", "name", "description", "enabled", "color", "order")
_IDLE: Final = ("icon", "multiple_entries_per_day")
_TICK: Final = ("_track_id", "year", "month", "day", "hour", "minute", "second", "has_time_info")


def recognises(path: Path) -> bool:
    """True for an SQLite file with Tickmate's tables `tracks` and `ticks`."""
    return sqlite_file.holds(path, _TABLES)


def read(path: Path, instants: CivilInstants) -> Plan:
    """All tracks in the user's order, with all their ticks; a track has no target of its own."""
    builder = DocumentBuilder(FORMAT, instants)
    with sqlite_file.opened_as("Tickmate", path, _TABLES) as tables:
        tracks = list(tables.rows("tracks", *_TRACK))
        builder.notes.unknown(tables.further("tracks", *_TRACK, *_IDLE))
        builder.notes.unknown(tables.further("ticks", "_id", *_TICK))
        ticks: defaultdict[int | None, list[tuple[Any, ...]]] = defaultdict(list)
        for number, *tick in tables.rows("ticks", *_TICK):
            ticks[cell_values.whole(number)].append(tuple(tick))
        groups = _groups(tables, builder)
    tracks.sort(key=lambda row: cell_values.whole(row[5], -1) or 0)
    for number, name, description, enabled, color, _ in tracks:
        habit = builder.habit(
            f"{cell_values.text(number)}:{cell_values.text(name)}",
            name,
            rule_fields(method="count", target=1),
            description=description,
            color=cell_values.hex_color(color),
            group=groups.get(cell_values.whole(number)),
            archived=cell_values.whole(enabled, 1) == 0,
        )
        builder.notes.aimless(habit.name)
        _record(habit, ticks.pop(cell_values.whole(number), []), instants)
    for _ in (tick for strays in ticks.values() for tick in strays):
        builder.notes.stray()
    return builder.plan()


def _groups(tables: Tables, builder: DocumentBuilder) -> dict[int | None, str]:
    """The first group of each track."""
    found: dict[int | None, str] = {}
    if tables.has("groups", "_id", "name") and tables.has("track2groups", "_track_id"):
        names = {
            cell_values.whole(number): name for number, name in tables.rows("groups", "_id", "name")
        }
        for track, group in tables.rows("track2groups", "_track_id", "_group_id"):
            name = names.get(cell_values.whole(group))
            if not isinstance(name, str):
                continue
            if found.setdefault(cell_values.whole(track), name) != name:
                builder.notes.tally(
                    "1 group of a track was left out: a streak has one group.",
                    "{n} groups of tracks were left out: a streak has one group.",
                )
    return found


def _record(habit: ImportedHabit, ticks: list[tuple[Any, ...]], instants: CivilInstants) -> None:
    """Keeps every tick; the months of Tickmate begin with 0."""
    counts: Counter[date] = Counter()
    for year, month, number, *time, timed in ticks:
        index = cell_values.whole(month)
        day = cell_values.civil(
            cell_values.whole(year), None if index is None else index + 1, cell_values.whole(number)
        )
        at = None
        if day is not None and cell_values.whole(timed, 1) != 0:
            at = _moment(instants, day, [cell_values.whole(part) for part in time])
        habit.record(day, DONE, at=at, nth=counts[day] if day else 0)
        if day is not None:
            counts[day] += 1


def _moment(instants: CivilInstants, day: date, time: list[int | None]) -> str | None:
    hour, minute, second = time
    if hour is None or minute is None or not (0 <= hour < 24 and 0 <= minute < 60):
        return None
    return instants.at(day, hour, minute, second if second and 0 <= second < 60 else 0)
