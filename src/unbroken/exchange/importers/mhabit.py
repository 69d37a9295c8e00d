"""Table Habit (mhabit): its JSON export.

Without meaning here are the times of making and changing (`create_t`, `modify_t`), `start_date`
(a streak begins with its first entry), a reminder's words beside the reminder, which is noted as
left out, and the icons and colours of groups.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from unbroken.exchange.contract import CivilInstants, ExchangeError, Plan
from unbroken.exchange.documents.builder import DocumentBuilder, ImportedHabit, habit_name
from unbroken.exchange.documents.day_marks import DONE, NO, SKIP
from unbroken.exchange.readers import cell_values, json_file

FORMAT: Final = "mhabit"
TITLE: Final = "Table Habit, mhabit (.json)"

NEGATIVE: Final = 2
DELETED, ARCHIVED = 2, 3
WEEKLY, MONTHLY, CUSTOM = 1, 2, 3
DONE_RECORD, SKIP_RECORD = 1, 2

_HABIT: Final = frozenset(
    [
        "uuid",
        "type",
        "status",
        "name",
        "desc",
        "color",
        "custom_color",
        "daily_goal",
        "daily_goal_unit",
        "daily_goal_extra",
        "freq_type",
        "freq_custom",
        "start_date",
        "target_days",
        "group_id",
        "reminder",
        "reminder_quest",
        "records",
        "create_t",
        "modify_t",
        "sort_position",
    ]
)
_RECORD: Final = frozenset(
    [
        "uuid",
        "parent_uuid",
        "record_date",
        "record_type",
        "record_value",
        "reason",
        "create_t",
        "modify_t",
    ]
)
_GROUP: Final = frozenset(
    ["uuid", "name", "desc", "icon", "color", "create_t", "modify_t", "sort_position"]
)


def recognises(path: Path) -> bool:
    """True for a JSON object whose habits have mhabit's keys."""
    return _habits(json_file.glance(path)) is not None


def read(path: Path, instants: CivilInstants) -> Plan:
    """All habits but deleted ones, in the user's order, or else in that of the file."""
    document = json_file.load(path)
    habits = _habits(document)
    if habits is None:
        raise ExchangeError(f"“{path.name}” is not an export of Table Habit.")
    groups = json_file.objects(document, "groups")
    names = {cell_values.text(group.get("uuid")): group.get("name") for group in groups}
    builder = DocumentBuilder(FORMAT, instants)
    builder.notes.unknown_in(document, {"habits", "groups"})
    for group in groups:
        builder.notes.unknown_in(group, _GROUP)
        if group.get("desc"):
            builder.notes.tally(
                "The description of 1 group was left out: here a group is a name.",
                "The descriptions of {n} groups were left out: here a group is a name.",
            )
    habits.sort(key=lambda entry: cell_values.number(entry.get("sort_position")) or 0)
    for entry in habits:
        if cell_values.whole(entry.get("status")) == DELETED:
            builder.notes.deleted()
        else:
            _read_habit(builder, entry, names)
    return builder.plan()


def _habits(document: Any) -> list[dict[str, Any]] | None:
    habits = document.get("habits") if isinstance(document, dict) else None
    if not isinstance(habits, list) or not all(isinstance(entry, dict) for entry in habits):
        return None
    keys = {"type", "name", "records"}
    if not habits:
        return habits if "groups" in document else None
    known = all(keys <= entry.keys() and "start_date" in entry for entry in habits[:1])
    return habits if known else None


def _read_habit(builder: DocumentBuilder, entry: dict[str, Any], groups: dict[str, Any]) -> None:
    name = entry.get("name")
    title = habit_name(name)
    builder.notes.unknown_in(entry, _HABIT)
    if entry.get("target_days"):
        builder.notes.tally(
            f"Its aim of {cell_values.text(entry['target_days'])[:12]} days was left out: here a "
            "length counts periods that are met in an attempt.",
            "The days that {n} habits aim at were left out: here a length counts periods that are "
            "met in an attempt.",
            title,
        )
    if cell_values.whole(entry.get("type")) != NEGATIVE and entry.get("daily_goal_extra"):
        builder.notes.tally(
            f"Its upper goal of {cell_values.text(entry['daily_goal_extra'])[:12]} was left out: "
            "here a streak has one target.",
            "The upper goals of {n} habits were left out: here a streak has one target.",
            title,
        )
    habit = builder.habit(
        cell_values.text(entry.get("uuid")) or cell_values.text(name),
        name,
        _rules(builder, entry),
        description=entry.get("desc"),
        unit=entry.get("daily_goal_unit"),
        color=cell_values.hex_color(entry.get("custom_color")),
        group=groups.get(cell_values.text(entry.get("group_id"))),
        archived=cell_values.whole(entry.get("status")) == ARCHIVED,
    )
    if entry.get("reminder"):
        habit.remind()
    if habit.fields["color"] is None and entry.get("color") is not None:
        builder.notes.tally(
            "Its colour was left out: it belongs to a theme of the app.",
            "The colours of {n} habits were left out: they belong to a theme of the app.",
            title,
        )
    for row in json_file.items(entry, "records"):
        _record(builder, habit, row)


def _rules(builder: DocumentBuilder, entry: dict[str, Any]) -> dict[str, Any]:
    """A goal of 1 without a unit is a yes/no habit; any other goal is an amount a day.

    An amount due on some days of a period becomes their total over the period.
    """
    name = entry.get("name")
    times, days = _frequency(entry)
    goal = cell_values.number(entry.get("daily_goal"))
    negative = cell_values.whole(entry.get("type")) == NEGATIVE
    if not negative and goal == 1 and not entry.get("daily_goal_unit"):
        return builder.yes_no(times, days, name)
    if negative:
        most = cell_values.number(entry.get("daily_goal_extra"))
        goal = most if most is not None else goal
    if times > 1 and times < days and goal is not None:
        builder.notes.tally(
            f"It was due on {times} of {days} days; Unbroken adds up the amounts of the period.",
            "{n} habits were due on some days of a period; Unbroken adds up their amounts.",
            habit_name(name),
        )
        goal *= times
    return builder.amount(times, days, goal, name, at_most=negative)


def _frequency(entry: dict[str, Any]) -> tuple[int, int]:
    """(times, days) of `freq_type` and `freq_custom`, which is JSON within the JSON."""
    custom = cell_values.text(entry.get("freq_custom"))
    try:
        parsed = json.loads(custom) if len(custom) < 100 else None
    except (ValueError, RecursionError):
        parsed = None
    numbers = [cell_values.whole(n, 1) or 1 for n in parsed] if isinstance(parsed, list) else []
    kind = cell_values.whole(entry.get("freq_type"))
    first = numbers[0] if numbers else 1
    if kind == WEEKLY:
        return first, 7
    if kind == MONTHLY:
        return first, 30
    if kind == CUSTOM and len(numbers) > 1:
        return first, numbers[1]
    return 1, first if kind == CUSTOM else 1


def _record(builder: DocumentBuilder, habit: ImportedHabit, row: Any) -> None:
    kind = cell_values.whole(row.get("record_type")) if isinstance(row, dict) else None
    if kind not in (DONE_RECORD, SKIP_RECORD):
        builder.notes.unreadable(habit.name)
        return
    builder.notes.unknown_in(row, _RECORD)
    day = cell_values.epoch_day(cell_values.whole(row.get("record_date")))
    note = row.get("reason")
    if kind == SKIP_RECORD:
        habit.record(day, SKIP, note=note)
        return
    value = cell_values.number(row.get("record_value"))
    if value is None:
        builder.notes.unreadable(habit.name)
    else:
        habit.record(day, DONE if value else NO, value=value, note=note)
