"""What a change of the journal did to which rows, in a few words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from unbroken.core import owner_fields
from unbroken.core.local_days import Day
from unbroken.core.streak_fields import STORED
from unbroken.core.text import counted, listed
from unbroken.core.typing import Final
from unbroken.store.operations import Operation
from unbroken.store.stored_values import Row
from unbroken.wording.amounts import number
from unbroken.wording.dates import city, near_day

_COUNTED: Final = {"owners": "owner", "streaks": "streak", "logs": "log", "skips": "skip"}
"""The tables whose rows are counted where a change brought or took several kinds."""
_CALLED: Final = (
    {each.column: each.noun for each in STORED}
    | {"aggregation_target_value": "target", "every": "period", "starts_on": "first day"}
    | {each.name: each.called or each.name for each in owner_fields.STORED}
    | {"activity_at": "time", "timezone": "zone", "local_date": "day", "value": "amount"}
)
"""What columns are called, where not as they are."""
_SILENT: Final = frozenset(
    ("position", "status", "archived_at", "unique_identifier", "recorded_at")
)
"""Columns of which the words of the change itself tell."""
_LONG: Final = 3660
"""Days of skips that are not compared one by one."""

Counting = tuple[str, str | None]
"""How a streak counts: its method and its unit."""


def counting_of(operations: Iterable[Operation]) -> dict[int, Counting]:
    """How streaks count that came or went with a change: they may not be there any more."""
    streaks = {each.row["id"]: each.row for each in operations if each.table == "streaks"}
    return {
        each.row["id"]: (streak["aggregation_method"], streak["unit"])
        for each in operations
        if each.table == "enrolments" and (streak := streaks.get(each.row["streak_id"]))
    }


def row_words(operations: Sequence[Operation], counting: Mapping[int, Counting], today: Day) -> str:
    """`20 min today`; `Sun 1 Mar to Wed 4 Mar`; `target and grace`; `2 streaks and 120 logs`.

    Nothing where the words of the change tell all. `counting` is how the streaks of enrolments
    count; days are told as on `today`.
    """
    by_table: dict[str, list[Operation]] = defaultdict(list)
    for each in operations:
        by_table[each.table].append(each)
    counts = {table: _came_or_went(by_table[table]) for table in _COUNTED}
    whole = [counted(count, _COUNTED[table]) for table, count in counts.items() if count]
    if len(whole) > 1:
        return listed(whole)
    logs, skips = by_table["logs"], by_table["skips"]
    if len(logs) == 1:
        return _log_words(logs[0], counting, today)
    if logs:
        return counted(len(logs), "log")
    if skips:
        return _skip_words(skips, today)
    if whole:
        return whole[0] if max(counts.values()) > 1 else ""
    zones = [city(each.row["timezone"]) for each in by_table["timezones"] if each.after]
    return listed([*_column_words(by_table), *zones])


def _came_or_went(operations: Sequence[Operation]) -> int:
    """How many whole rows; those that took the place of others count once."""
    return max(
        sum(each.before is None for each in operations),
        sum(each.after is None for each in operations),
    )


def _log_words(operation: Operation, counting: Mapping[int, Counting], today: Day) -> str:
    said = [_activity(row, counting, today) for row in operation[1:] if row is not None]
    if len(said) == 1:
        return said[0]
    if said[0] != said[1]:
        return f"{said[0]}, then {said[1]}"
    changed = operation.changed_columns() or set()
    return listed([_CALLED.get(name, name) for name in sorted(changed - _SILENT)])


def _activity(row: Row, counting: Mapping[int, Counting], today: Day) -> str:
    method, unit = counting.get(row["enrolment_id"], ("", None))
    words = [near_day(date.fromordinal(row["local_date"]), date.fromordinal(today))]
    if method == "sum" or row["value"] != 1000:
        words = [number(row["value"]), *([unit] if unit and method == "sum" else []), *words]
    return " ".join(words)


def _skip_words(operations: Sequence[Operation], today: Day) -> str:
    """The days that were excused or are no longer: all of them from the first to the last."""
    before = [each.before for each in operations if each.before]
    after = [each.after for each in operations if each.after]
    spans = [(row["first_day"], row["last_day"]) for row in (*before, *after)]
    last = max((last - first for first, last in spans if last is not None), default=0)
    if last > _LONG or any(end is None for _, end in spans):
        row = operations[-1].row
        return _span(row["first_day"], row["last_day"], today)
    changed = set(_days(before)) ^ set(_days(after))
    return _span(min(changed), max(changed), today) if changed else "reason"


def _days(rows: Sequence[Row]) -> list[int]:
    return [day for row in rows for day in range(row["first_day"], row["last_day"] + 1)]


def _span(first: int, last: int | None, today: Day) -> str:
    now = date.fromordinal(today)
    begin = near_day(date.fromordinal(first), now)
    if last is None:
        return f"from {begin} on"
    return begin if first == last else f"{begin} to {near_day(date.fromordinal(last), now)}"


def _column_words(by_table: Mapping[str, Sequence[Operation]]) -> list[str]:
    """What was changed of a streak or an owner."""
    names: dict[str, None] = {}
    for table in ("owners", "streaks"):
        for each in by_table.get(table, ()):
            changed = each.changed_columns() or set()
            names |= {
                _CALLED.get(name, name): None for name in each.row if name in changed - _SILENT
            }
    if by_table.get("targets"):
        names["target"] = None
    if by_table.get("milestones"):
        names["milestones"] = None
    return list(names)
