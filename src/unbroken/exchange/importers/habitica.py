"""Habitica: `userdata.json`, all of a person's data.

Only `completed: true` is a done day of a daily: the date, on the wall clock that the preferences
tell, of its instant less the hour at which the person's day begins. A `value` is a score and never
a mark. A habit's `scoredUp` are what was done, and of one that only counts down `scoredDown`.
Without meaning here are a daily's `startDate` (a streak begins with its first entry), its stored
`streak` and its scores, a habit's counters and how often they start anew, priorities, attributes,
challenges, and all that is of the game.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from unbroken.core.rules import LARGEST_EVERY
from unbroken.exchange.contract import CivilInstants, ExchangeError, Plan
from unbroken.exchange.documents.builder import DocumentBuilder, ImportedHabit, habit_name
from unbroken.exchange.documents.day_marks import DONE
from unbroken.exchange.documents.frequency import rule_fields
from unbroken.exchange.readers import cell_values, json_file

FORMAT: Final = "habitica"
TITLE: Final = "Habitica (userdata.json)"

WEEKDAYS: Final = {
    "m": "monday",
    "t": "tuesday",
    "w": "wednesday",
    "th": "thursday",
    "f": "friday",
    "s": "saturday",
    "su": "sunday",
}
PERIODS: Final = {"monthly": ("monthly", 28), "yearly": ("yearly", 365)}
LARGEST_OFFSET: Final = 24 * 60

_Clock = timedelta
"""How far the wall clock, less the beginning of the day, is ahead of UTC."""


def recognises(path: Path) -> bool:
    """True for a JSON object whose tasks are dailies and habits."""
    return _tasks(json_file.glance(path)) is not None


def read(path: Path, instants: CivilInstants) -> Plan:
    """All dailies, then all habits, each in the person's order."""
    document = json_file.load(path)
    tasks = _tasks(document)
    if tasks is None:
        raise ExchangeError(f"“{path.name}” is not the userdata.json of Habitica.")
    builder = DocumentBuilder(FORMAT, instants)
    order = document.get("tasksOrder")
    ranks = order if isinstance(order, dict) else {}
    tags = _tags(document)
    clock = _clock(document.get("preferences"))
    for task in _ordered(tasks, "dailys", ranks):
        _read_daily(builder, task, tags, clock)
    for task in _ordered(tasks, "habits", ranks):
        _read_habit(builder, task, tags, clock)
    for part, one, many in (
        ("todos", "to-do", "to-dos"),
        ("completedTodos", "done to-do", "done to-dos"),
        ("rewards", "reward", "rewards"),
    ):
        found = json_file.items(tasks, part)
        if found:
            builder.notes.tally(
                f"1 {one} was left out: it is no habit.",
                f"{{n}} {many} were left out: they are no habits.",
                n=len(found),
            )
    return builder.plan()


def _tasks(document: Any) -> dict[str, Any] | None:
    tasks = document.get("tasks") if isinstance(document, dict) else None
    if not isinstance(tasks, dict):
        return None
    parts = [tasks.get(part) for part in ("dailys", "habits")]
    return tasks if all(isinstance(part, list) for part in parts) else None


def _ordered(tasks: dict[str, Any], part: str, ranks: dict[str, Any]) -> list[dict[str, Any]]:
    found = json_file.objects(tasks, part)
    order = ranks.get(part)
    if isinstance(order, list):
        places = {cell_values.text(key): place for place, key in enumerate(order)}
        found.sort(key=lambda task: places.get(cell_values.text(task.get("_id")), len(places)))
    return found


def _tags(document: dict[str, Any]) -> dict[str, str]:
    return {
        cell_values.text(tag.get("id")): cell_values.text(tag.get("name"))
        for tag in json_file.objects(document, "tags")
    }


def _clock(preferences: Any) -> _Clock:
    """The offset has JavaScript's sign: minutes that UTC is ahead of the wall clock."""
    known = preferences if isinstance(preferences, dict) else {}
    start = cell_values.whole(known.get("dayStart"), 0) or 0
    offset = cell_values.whole(known.get("timezoneOffset"), 0) or 0
    minutes = -offset if abs(offset) <= LARGEST_OFFSET else 0
    return timedelta(minutes=minutes, hours=-start if 0 <= start < 24 else 0)


def _add(
    builder: DocumentBuilder, task: dict[str, Any], rules: dict[str, Any], tags: dict[str, str]
) -> ImportedHabit:
    name = task.get("text")
    title = habit_name(name)
    named = [tags.get(cell_values.text(tag)) for tag in json_file.items(task, "tags")]
    groups = [group for group in named if group]
    if len(groups) > 1:
        builder.notes.tally(
            "Only its first tag was kept, as its group.",
            "Only the first tag of {n} habits was kept, as their group.",
            title,
        )
    if task.get("checklist"):
        builder.notes.tally(
            "Its checklist was left out: Unbroken has none.",
            "The checklists of {n} habits were left out: Unbroken has none.",
            title,
        )
    habit = builder.habit(
        cell_values.text(task.get("_id")) or cell_values.text(name),
        name,
        rules,
        description=task.get("notes"),
        group=groups[0] if groups else None,
        schedule=rules.pop("schedule", None),
    )
    if task.get("reminders"):
        habit.remind()
    return habit


def _history(
    builder: DocumentBuilder, task: dict[str, Any], clock: _Clock, title: str
) -> Iterable[tuple[date, dict[str, Any]]]:
    """The entries with their days, earliest first as the file has them."""
    for entry in json_file.items(task, "history"):
        day = _day(entry.get("date"), clock) if isinstance(entry, dict) else None
        if day is None:
            builder.notes.unreadable(title)
        else:
            yield day, entry


def _read_daily(
    builder: DocumentBuilder, task: dict[str, Any], tags: dict[str, str], clock: _Clock
) -> None:
    habit = _add(builder, task, _rules(builder, task), tags)
    done: set[date] = set()
    for day, entry in _history(builder, task, clock, habit.name):
        if entry.get("completed") is True and day not in done:
            done.add(day)
            habit.record(day, DONE)
        elif "completed" not in entry:
            _note_scores(builder, habit)


def _rules(builder: DocumentBuilder, task: dict[str, Any]) -> dict[str, Any]:
    """A daily's rules: on weekdays, or every so many days, weeks, months or years."""
    name = task.get("text")
    title = habit_name(name)
    every = min(max(cell_values.whole(task.get("everyX"), 1) or 1, 1), LARGEST_EVERY)
    frequency = task.get("frequency")
    if frequency == "daily":
        return builder.yes_no(1, every, name)
    if isinstance(frequency, str) and frequency in PERIODS:
        period, days = PERIODS[frequency]
        due = [task.get(part) for part in ("daysOfMonth", "weeksOfMonth")]
        times = max([len(part) for part in due if isinstance(part, list)] or [1])
        builder.notes.tally(
            "It was due on certain days; Unbroken counts done days of the whole period.",
            "{n} habits were due on certain days; Unbroken counts done days of whole periods.",
            title,
        )
        target = min(max(times, 1), days)
        return rule_fields(method="days", period=period, every=every, target=target)
    repeat = task.get("repeat")
    weekdays = list(WEEKDAYS.values())
    if isinstance(repeat, dict):
        weekdays = [day for key, day in WEEKDAYS.items() if repeat.get(key) is True]
    if not weekdays:
        builder.notes.aimless(title)
    if every == 1:
        rules = rule_fields(method="count", target=1)
        return {**rules, "schedule": weekdays if 0 < len(weekdays) < 7 else None}
    builder.notes.tally(
        f"It was due in 1 of {every} weeks; Unbroken counts done days of {every} weeks.",
        "{n} habits were due in some weeks only; Unbroken counts done days of so many weeks.",
        title,
    )
    return rule_fields(method="days", period="weekly", every=every, target=len(weekdays) or 1)


def _read_habit(
    builder: DocumentBuilder, task: dict[str, Any], tags: dict[str, str], clock: _Clock
) -> None:
    """A habit counts how often it was done; one that only counts down is a limit of none."""
    title = habit_name(task.get("text"))
    limit = task.get("down") is True and task.get("up") is not True
    counted, other = ("scoredDown", "scoredUp") if limit else ("scoredUp", "scoredDown")
    if limit:
        rules = builder.amount(1, 1, 0, title, at_most=True)
    else:
        builder.notes.aimless(title)
        rules = builder.amount(1, 1, 1, title)
    habit = _add(builder, task, rules, tags)
    times: Counter[date] = Counter()
    for day, entry in _history(builder, task, clock, habit.name):
        count = cell_values.whole(entry.get(counted))
        if count is None or count < 0:
            _note_scores(builder, habit)
        else:
            times[day] += count
        if cell_values.whole(entry.get(other), 0):
            what = "up" if limit else "down"
            builder.notes.tally(
                f"1 day on which it was scored {what} was left out: a streak goes one way.",
                f"{{n}} days on which habits were scored {what} were left out: a streak goes one "
                "way.",
                habit.name,
            )
    for day, count in times.items():
        if count:
            habit.record(day, DONE, value=Decimal(count))


def _note_scores(builder: DocumentBuilder, habit: ImportedHabit) -> None:
    builder.notes.tally(
        "1 entry was left out: it holds a score, and not whether it was done.",
        "{n} entries were left out: they hold scores, and not whether it was done.",
        habit.name,
    )


def _day(cell: Any, clock: _Clock) -> date | None:
    """The local day of an instant in milliseconds since 1970, or of one in words."""
    number = cell_values.whole(cell)
    try:
        if number is None:
            moment = datetime.fromisoformat(cell_values.text(cell))
        else:
            moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=number)
        return (moment.astimezone(UTC) + clock).date()
    except (ValueError, OverflowError):
        return None
