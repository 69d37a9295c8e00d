"""HabitKit: its JSON export.

A completion belongs to the date that the phone showed, which follows from its instant and its
offset from UTC. Intervals are a habit's rules over time; where they are of one kind, they become a
timeline of targets. Without meaning here are icons and emojis, when something was made, and
`unitType` and `streakType`, which are for HabitKit's screen.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple

from unbroken.core.local_days import FIRST_DAY, LAST_DAY
from unbroken.exchange.contract import CivilInstants, ExchangeError, Plan
from unbroken.exchange.documents.builder import DocumentBuilder, ImportedHabit, habit_name
from unbroken.exchange.documents.day_marks import DONE, NO
from unbroken.exchange.documents.frequency import rule_fields
from unbroken.exchange.readers import cell_values, json_file

FORMAT: Final = "habitkit"
TITLE: Final = "HabitKit (.json)"

PERIODS: Final = {"day": ("daily", 1), "week": ("weekly", 7), "month": ("monthly", 28)}
"""An interval's type to our period and the fewest days it has."""
COLORS: Final = {
    "slate": "#64748b",
    "gray": "#6b7280",
    "zinc": "#71717a",
    "neutral": "#737373",
    "stone": "#78716c",
    "red": "#ef4444",
    "orange": "#f97316",
    "amber": "#f59e0b",
    "yellow": "#eab308",
    "lime": "#84cc16",
    "green": "#22c55e",
    "emerald": "#10b981",
    "teal": "#14b8a6",
    "cyan": "#06b6d4",
    "sky": "#0ea5e9",
    "blue": "#3b82f6",
    "indigo": "#6366f1",
    "violet": "#8b5cf6",
    "purple": "#a855f7",
    "fuchsia": "#d946ef",
    "pink": "#ec4899",
    "rose": "#f43f5e",
}
"""HabitKit's colour words, which are those of Tailwind CSS, in their middle shade."""
LARGEST_OFFSET: Final = 24 * 60
_BEGINNING: Final = date.fromordinal(FIRST_DAY)
"""Where an interval without a beginning begins."""

_PARTS: Final = (
    *("habits", "completions", "intervals", "reminders", "categories", "categoryMappings"),
)
_DOCUMENT: Final = frozenset({*_PARTS, "version", "exportedAt"})
_HABIT: Final = frozenset(
    {
        *("id", "name", "description", "icon", "color", "emoji", "archived", "isInverse"),
        *("orderIndex", "createdAt", "updatedAt"),
    }
)
_COMPLETION: Final = frozenset(
    {
        *("id", "date", "habitId", "timezoneOffsetInMinutes", "amountOfCompletions", "note"),
        *("createdAt", "updatedAt"),
    }
)
_INTERVAL: Final = frozenset(
    {
        *("id", "habitId", "startDate", "endDate", "type", "requiredNumberOfCompletions"),
        *("requiredNumberOfCompletionsPerDay", "unitType", "streakType"),
        *("createdAt", "updatedAt"),
    }
)


class _Interval(NamedTuple):
    first_day: date
    ended: bool
    kind: str
    times: int
    """On how many days of the period."""
    a_day: int


class _Completion(NamedTuple):
    day: date | None
    amount: Decimal | None
    note: str


def recognises(path: Path) -> bool:
    """True for a JSON object with habits and completions that have an amount."""
    return _is_export(json_file.glance(path))


def read(path: Path, instants: CivilInstants) -> Plan:
    """All habits in the user's order."""
    document = json_file.load(path)
    if not _is_export(document):
        raise ExchangeError(f"“{path.name}” is not an export of HabitKit.")
    builder = DocumentBuilder(FORMAT, instants)
    builder.notes.unknown_in(document, _DOCUMENT)
    completions: defaultdict[str, list[_Completion]] = defaultdict(list)
    for row in json_file.objects(document, "completions"):
        builder.notes.unknown_in(row, _COMPLETION)
        amount = cell_values.number(row.get("amountOfCompletions"))
        day = _civil_day(row.get("date"), row.get("timezoneOffsetInMinutes"))
        found = _Completion(day, amount, cell_values.text(row.get("note")))
        completions[cell_values.text(row.get("habitId"))].append(found)
    intervals: defaultdict[str, list[_Interval]] = defaultdict(list)
    for row in json_file.objects(document, "intervals"):
        builder.notes.unknown_in(row, _INTERVAL)
        intervals[cell_values.text(row.get("habitId"))].append(_interval(row))
    groups = _groups(document)
    reminded = {
        cell_values.text(row.get("habitId")) for row in json_file.objects(document, "reminders")
    }
    habits = json_file.objects(document, "habits")
    habits.sort(key=lambda row: cell_values.number(row.get("orderIndex")) or 0)
    for row in habits:
        key = cell_values.text(row.get("id"))
        timeline = sorted(intervals.pop(key, []), key=lambda each: each.first_day)
        found_here = completions.pop(key, [])
        habit = _add(builder, row, timeline, found_here, groups.get(key, []))
        if key in reminded:
            habit.remind()
        for completion in found_here:
            _record(builder, habit, completion)
    for _ in (each for strays in completions.values() for each in strays):
        builder.notes.stray()
    return builder.plan()


def _is_export(document: Any) -> bool:
    if not isinstance(document, dict):
        return False
    completions = document.get("completions")
    if not isinstance(document.get("habits"), list) or not isinstance(completions, list):
        return False
    if not completions:
        return "intervals" in document
    return isinstance(completions[0], dict) and "amountOfCompletions" in completions[0]


def _groups(document: dict[str, Any]) -> dict[str, list[str]]:
    """The names of each habit's categories."""
    names = {
        cell_values.text(row.get("id")): cell_values.text(row.get("name"))
        for row in json_file.objects(document, "categories")
    }
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in json_file.objects(document, "categoryMappings"):
        name = names.get(cell_values.text(row.get("categoryId")))
        if name:
            found[cell_values.text(row.get("habitId"))].append(name)
    return found


def _interval(row: dict[str, Any]) -> _Interval:
    times = cell_values.whole(row.get("requiredNumberOfCompletions"), 1) or 1
    a_day = cell_values.whole(row.get("requiredNumberOfCompletionsPerDay"), 1) or 1
    kind = row.get("type")
    return _Interval(
        max(_civil_day(row.get("startDate"), 0) or _BEGINNING, _BEGINNING),
        row.get("endDate") is not None,
        kind if isinstance(kind, str) else "",
        max(times, 1),
        max(a_day, 1),
    )


def _add(
    builder: DocumentBuilder,
    row: dict[str, Any],
    timeline: list[_Interval],
    completions: list[_Completion],
    groups: list[str],
) -> ImportedHabit:
    name = row.get("name")
    title = habit_name(name)
    builder.notes.unknown_in(row, _HABIT)
    if len(groups) > 1:
        builder.notes.tally(
            "Only its first category was kept, as its group.",
            "Only the first category of {n} habits was kept, as their group.",
            title,
        )
    color = cell_values.text(row.get("color"))
    if color and color.casefold() not in COLORS and cell_values.hex_color(color) is None:
        builder.notes.tally(
            f"Its colour “{color[:20]}” was left out: it is not known.",
            "The colours of {n} habits were left out: they are not known.",
            title,
        )
    if timeline and timeline[-1].ended:
        builder.notes.tally(
            "Its last interval has ended there; here its rule goes on.",
            "The last intervals of {n} habits have ended there; here their rules go on.",
            title,
        )
    latest = timeline[-1] if timeline else _Interval(_BEGINNING, False, "day", 1, 1)
    if latest.kind not in PERIODS:
        builder.notes.tally(
            "Its interval cannot be read; it counts days.",
            "The intervals of {n} habits cannot be read; they count days.",
            title,
        )
    inverse = row.get("isInverse") is True
    amounts = inverse or latest.a_day > 1 or any(each.a_day > 1 for each in timeline)
    if PERIODS.get(latest.kind, PERIODS["day"])[0] == "daily":
        amounts = amounts or any((each.amount or 0) > 1 for each in completions)
    habit = builder.habit(
        cell_values.text(row.get("id")) or cell_values.text(name),
        name,
        _rules(builder, latest, title, amounts, inverse),
        description=row.get("description"),
        color=COLORS.get(color.casefold()) or cell_values.hex_color(color),
        group=groups[0] if groups else None,
        archived=row.get("archived") is True,
    )
    _set_targets(builder, habit, timeline, amounts)
    return habit


def _target(interval: _Interval, amounts: bool) -> int:
    """What is to be reached in a period: days, or completions where they are added up."""
    _, days = PERIODS.get(interval.kind, PERIODS["day"])
    times = min(interval.times, days)
    return times * interval.a_day if amounts else times


def _rules(
    builder: DocumentBuilder, latest: _Interval, title: str, amounts: bool, inverse: bool
) -> dict[str, Any]:
    period, _ = PERIODS.get(latest.kind, PERIODS["day"])
    if inverse:
        builder.notes.limit(title)
    if amounts and latest.times > 1 and period != "daily":
        builder.notes.tally(
            f"It was due {latest.a_day} times on {latest.times} days; Unbroken adds up the "
            "completions of the period.",
            "{n} habits were due several times on some days of a period; Unbroken adds up their "
            "completions.",
            title,
        )
    method = "sum" if amounts else "count" if period == "daily" else "days"
    goal = "at_most" if inverse else "at_least"
    return rule_fields(method=method, period=period, goal=goal, target=_target(latest, amounts))


def _set_targets(
    builder: DocumentBuilder, habit: ImportedHabit, timeline: list[_Interval], amounts: bool
) -> None:
    """Earlier intervals as earlier targets, where only their number was another."""
    if len({each.kind for each in timeline}) > 1:
        builder.notes.tally(
            "It had periods of several kinds; only the latest rule was kept.",
            "{n} habits had periods of several kinds; only their latest rules were kept.",
            habit.name,
        )
        return
    held = [each for each in timeline if each.first_day.toordinal() <= LAST_DAY]
    targets = {each.first_day.isoformat(): _target(each, amounts) for each in held}
    if len(set(targets.values())) < 2:
        return
    first, *later = targets.items()
    habit.fields["aggregation_target_value"] = first[1]
    habit.fields["targets"] = [
        {"from_day": day, "aggregation_target_value": target} for day, target in later
    ]


def _record(builder: DocumentBuilder, habit: ImportedHabit, completion: _Completion) -> None:
    day, amount, note = completion
    if amount is None:
        builder.notes.unreadable(habit.name)
        return
    summed = habit.fields["aggregation_method"] == "sum"
    if amount > 1 and not summed:
        words = f"{cell_values.plain(amount)} completions"
        note = f"{note}, {words}" if note else words
        builder.notes.tally(
            "1 day had several completions; it counts once, and its note tells how many.",
            "{n} days had several completions; each counts once, and its note tells how many.",
            habit.name,
        )
    habit.record(
        day, DONE if amount else NO, value=amount if summed or amount < 0 else 1, note=note
    )


def _civil_day(cell: Any, offset: Any) -> date | None:
    """The date of an instant on a wall clock that is so many minutes ahead of UTC."""
    minutes = cell_values.whole(offset, 0) or 0
    if not isinstance(cell, str) or abs(minutes) > LARGEST_OFFSET:
        return None
    try:
        moment = datetime.fromisoformat(cell)
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC)
        return (moment + timedelta(minutes=minutes)).date()
    except (ValueError, OverflowError):
        return None
