"""Streaks with their targets and milestones."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from types import NoneType

from unbroken.core.errors import Unreadable
from unbroken.core.instants import Instant
from unbroken.core.local_days import Day, iso, latest_of
from unbroken.core.results import Milestone
from unbroken.core.rules import LARGEST_EVERY, WEEKDAYS
from unbroken.core.streak_fields import RULES, STORED, Kind
from unbroken.core.typing import Any, Final, NamedTuple
from unbroken.store.connection import Store
from unbroken.store.stored_values import (
    TEXT,
    WHOLE,
    Known,
    Row,
    check_instants,
    check_numbers,
    check_types,
    stored_day,
)

_COLUMNS: Final = ", ".join([*(field.column for field in STORED), "position"])
_WHOLES: Final = (Kind.WHOLE, Kind.TARGET, Kind.FLAG, Kind.INSTANT)
_TYPES: Final = (
    *((int if each.kind in _WHOLES else str, *[NoneType] * each.is_optional) for each in STORED),
    WHOLE,
)
_NAME: Final = (TEXT, TEXT, TEXT)
_TARGET: Final = (TEXT, TEXT, WHOLE)
_MILESTONE: Final = (TEXT, TEXT, WHOLE, TEXT)
_WEEKDAY_NUMBERS: Final = [str(day) for day in range(len(WEEKDAYS))]

Columns = tuple[Any, ...]
"""A row of the table as it is stored, the id, the activity type and the name first."""


class StreakName(NamedTuple):
    """What a streak is called."""

    id: str
    activity_type: str
    name: str


class StreakRow(NamedTuple):
    """A streak's rules and what they are about; the fields are those of `core.streak_fields`.

    Targets are thousandths. `grace_periods` None is the owner's own; `schedule` is weekdays, 0 for
    Monday, None for every day.
    """

    id: str
    activity_type: str
    name: str
    description: str
    unit: str | None
    color: str | None
    group: str | None
    aggregation_method: str
    aggregation_period: str
    every: int
    goal: str
    aggregation_target_value: int
    completion_target_value: int | None
    grace_periods: int | None
    schedule: tuple[int, ...] | None
    starts_on: Day
    strict: bool
    reminders: tuple[str, ...] | None
    status: str
    archived_at: Instant | None
    position: int
    targets: tuple[tuple[Day, int], ...]
    milestones: tuple[Milestone, ...]


def load_streaks(store: Store, streak_id: str | None = None) -> dict[str, StreakRow]:
    """Every streak in order, or only the one named, by id.

    Raises Unreadable for one whose rules cannot be read; asking for one that is gone does so too.
    """
    return _with_targets(store, _rows(store, "id", streak_id), streak_id)


def find_streak_of(store: Store, activity_type: str) -> StreakRow | None:
    """The streak of an activity type, if there is one. Raises Unreadable as `load_streaks` does."""
    if not activity_type.isascii():  # they are, and SQLite takes no lone surrogate
        return None

    def read() -> StreakRow | None:
        rows = _rows(store, "activity_type", activity_type)
        return _with_targets(store, rows, rows[0][0])[rows[0][0]] if rows else None

    return store.kept("streaks", activity_type, read)


def load_streak_names(store: Store) -> list[StreakName]:
    """What every streak is called, in order: far less to read than all that is known of them."""
    rows = store.rows("SELECT id, activity_type, name FROM streaks ORDER BY position, id")
    return list(store.readable(rows, _name, _named))


def _rows(store: Store, column: str, value: str | None) -> list[Columns]:
    """The rows of every streak in order, or of the one with a value in a column, unread."""
    where, parameters = ("", ()) if value is None else (f" WHERE {column} = ?", (value,))
    rows = store.rows(f"SELECT {_COLUMNS} FROM streaks{where} ORDER BY position, id", parameters)
    return list(store.readable(rows, _columns, _named))


def rule_columns(streak: StreakRow) -> Row:
    """The rules of a streak by column, its first target among them."""
    columns = {field.column: getattr(streak, field.name) for field in RULES}
    if streak.schedule is not None:
        columns["schedule"] = ",".join(map(str, streak.schedule))
    if streak.reminders is not None:
        columns["reminders"] = ",".join(streak.reminders)
    return columns


def activity_types(store: Store) -> set[str]:
    """The activity types that are taken."""
    return {key for (key,) in store.rows("SELECT activity_type FROM streaks")}


def is_taken(store: Store, activity_type: str, but: str | None) -> bool:
    """Whether a streak, other than the one with the id `but`, has an activity type."""
    rows = store.rows("SELECT id FROM streaks WHERE activity_type = ?", (activity_type,))
    return any(streak_id != but for (streak_id,) in rows)


def last_streak_position(store: Store) -> int:
    """The place of the last streak in order; -1 where there is none."""
    return int(store.rows("SELECT COALESCE(MAX(position), -1) FROM streaks")[0][0])


def has_logs_before(store: Store, streak_id: str, day: Day) -> bool:
    """Whether anybody has logged to a streak on a local date before `day`."""
    return bool(
        store.rows(
            "SELECT 1 FROM logs l JOIN enrolments e ON e.id = l.enrolment_id"
            " WHERE e.streak_id = ? AND l.activity_at <= ? AND l.local_date < ? LIMIT 1",
            (streak_id, latest_of(day), iso(day)),
        )
    )


def target_keys(store: Store, streak_id: str, since: Day | None = None) -> list[int]:
    """The keys of a streak's later targets: all, or those that hold from `since` on or later."""
    return [
        key
        for key, day in store.rows(
            "SELECT id, from_day FROM targets WHERE streak_id = ? ORDER BY id", (streak_id,)
        )
        if since is None or stored_day(day) >= since
    ]


def _with_targets(store: Store, rows: list[Columns], streak_id: str | None) -> dict[str, StreakRow]:
    where, parameters = ("", ()) if streak_id is None else (" WHERE streak_id = ?", (streak_id,))
    targets: dict[str, list[Columns]] = {}
    for row in store.rows(
        f"SELECT streak_id, from_day, aggregation_target_value FROM targets{where}"
        " ORDER BY from_day",
        parameters,
    ):
        targets.setdefault(row[0], []).append(row)
    milestones: dict[str, list[Columns]] = {}
    for row in store.rows(
        f"SELECT streak_id, id, milestone_target_value, title FROM milestones{where}"
        " ORDER BY milestone_target_value, title, id",
        parameters,
    ):
        milestones.setdefault(row[0], []).append(row)

    def read(row: Columns) -> StreakRow:
        return _streak(row, tuple(targets.get(row[0], ())), tuple(milestones.get(row[0], ())))

    if streak_id is not None:  # without this one there is no answer
        return Known((row[0], read(row)) for row in rows)
    return Known((each.id, each) for each in store.readable(rows, read, _named))


def _named(row: Columns) -> str:
    return f"the streak {str(row[2])[:40]}"


def _name(row: Columns) -> StreakName:
    check_types(row, _NAME)
    return StreakName(*row)


def _columns(row: Columns) -> Columns:
    check_types(row, _TYPES)
    return row


def _target(row: Columns) -> tuple[Day, int]:
    check_types(row, _TARGET)
    _, day, target = row
    check_numbers(target)
    return stored_day(day), target


def _milestone(row: Columns) -> Milestone:
    check_types(row, _MILESTONE)
    return Milestone._make(row[1:])


@lru_cache(maxsize=4096)
def _streak(
    row: Columns, targets: tuple[Columns, ...], milestones: tuple[Columns, ...]
) -> StreakRow:
    """The streak of its rows: a list with strips reads the same ones three times."""
    values = list(row)
    for place, read in _READERS:
        values[place] = read(values[place])
    values += [tuple(map(_target, targets)), tuple(map(_milestone, milestones))]
    streak = StreakRow._make(values)
    if not 1 <= streak.every <= LARGEST_EVERY:
        raise Unreadable(f"{streak.every} is no number of periods")
    check_numbers(streak.aggregation_target_value, streak.grace_periods or 0)
    check_numbers(streak.completion_target_value or 0)
    for place, choices in _CHOICES:
        if row[place] not in choices:
            raise Unreadable(f"“{row[place][:20]}” is none of {', '.join(choices)}")
    return streak


def _weekdays(text: str | None) -> tuple[int, ...] | None:
    """A schedule as it is stored: the numbers of its weekdays."""
    if text is None:
        return None
    named = text.split(",")
    if not all(day in _WEEKDAY_NUMBERS for day in named):
        raise Unreadable(f"“{text[:20]}” is no schedule")
    return tuple(map(int, named))


def _reminders(text: str | None) -> tuple[str, ...] | None:
    """Reminders as they are stored: their texts."""
    if text is None:
        return None
    from unbroken.core.reminders import read_reminders  # few streaks have any

    try:
        return tuple(each.text for each in read_reminders(text))
    except ValueError:
        raise Unreadable(f"“{text[:20]}” is no time of a reminder") from None


def _instant(at: int | None) -> int | None:
    check_instants(at)
    return at


_CHOICES: Final = tuple(
    (place, field.choices) for place, field in enumerate(STORED) if field.choices
)
_READ: Final[dict[Kind, Callable[[Any], Any]]] = {
    Kind.WEEKDAYS: _weekdays,
    Kind.DAY: stored_day,
    Kind.FLAG: bool,
    Kind.REMINDERS: _reminders,
    Kind.INSTANT: _instant,
}
_READERS: Final = tuple(
    (place, _READ[field.kind]) for place, field in enumerate(STORED) if field.kind in _READ
)
"""The places in a row whose values are not taken as they are stored, with what reads them."""
