"""The registers of each kind of record, and what a change of a row writes into them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from unbroken.core.local_days import iso
from unbroken.core.owner_fields import DEFAULTS
from unbroken.core.streak_fields import STORED, Kind
from unbroken.core.typing import Any, Final
from unbroken.store.stored_values import Row
from unbroken.sync.registers import ALIVE, ROW, Whose, Write, log_write

RULES: Final = tuple(each.column for each in STORED if each.is_rule and each.judged_as is not None)
STREAK: Final[dict[str, tuple[str, ...]]] = {
    "activity_type": ("activity_type",),
    "name": ("name",),
    "unit": ("unit",),
    "rules": RULES,
    "status": ("status", "archived_at"),
    "reminders": ("reminders",),
    "position": ("position",),
}
"""Register of a streak to the columns of the table that it holds."""
STREAK["look"] = tuple(
    each.column
    for each in STORED
    if each.column not in {"id", *(column for columns in STREAK.values() for column in columns)}
)
OWNER: Final = ("name", "position", *DEFAULTS)
"""The registers of an owner; each holds the column of its name."""
WHOLE: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "milestones": ("milestone", ("streak_id", "milestone_target_value", "title")),
    "skips": ("skip", ("owner_id", "streak_id", "first_day", "last_day", "reason")),
    "coupons": ("coupon", ("coupon_code", "issued_at", "expires_at")),
}
"""Tables whose rows are one register, with the kind of record and the columns."""
OF_JUDGING: Final = ("activity_types", "grace_period_days", "strict")
"""The settings that travel; how a machine looks and where it keeps things stays on it."""
ENROLLED: Final = "enrolled."
"""Before the id of a device: when it enrolled somebody."""
REMOVED: Final = "removed"
_FLAGS: Final = {each.column for each in STORED if each.kind == Kind.FLAG}
DAYS: Final = {"first_day", "last_day", "local_date", "from_day"} | {
    each.column for each in STORED if each.kind == Kind.DAY
}
"""The columns that hold local dates, which travel as text."""


def like(streak: Row) -> str:
    """A digest of what two streaks must share to be one that was made twice."""
    from hashlib import sha256  # only where a streak is made

    shared = [streak["activity_type"], streak["unit"]]
    shared += [_plain(name, streak[name]) for name in RULES if name != "starts_on"]
    return sha256(json.dumps(shared).encode()).hexdigest()[:16]


def writes_of(
    table: str, before: Row | None, after: Row | None, whose: Mapping[int, Whose], device: str
) -> Iterator[Write]:
    """What a change of one row writes into which registers; nothing for what stays on a machine."""
    row = after or before or {}
    if table == "logs":
        yield log_write(before, after, whose)
    elif table in ("streaks", "owners"):
        kind, registers = _registers(table)
        yield from _of_columns(kind, registers, row["id"], before, after)
    elif table == "enrolments":
        yield from _of_enrolment(before, after, row, device)
    elif table == "timezones":
        yield from _of_timezone(before, after)
    elif table == "targets":
        yield from _of_target(before, after)
    elif table == "settings":
        if row["key"] in OF_JUDGING:
            yield Write("setting", row["key"], ROW, None if after is None else after["value"])
    elif table in WHOLE:
        kind, columns = WHOLE[table]
        yield Write(kind, row["id"], ROW, None if after is None else _picked(after, columns))


def timezone_key(row: Row) -> str:
    """The key of an entry of a timezone timeline."""
    return f"{row['owner_id']}/{row['effective_from']}"


def _registers(table: str) -> tuple[str, Mapping[str, tuple[str, ...]]]:
    if table == "streaks":
        return "streak", STREAK
    return "owner", {name: (name,) for name in OWNER}


def _of_columns(
    kind: str,
    registers: Mapping[str, tuple[str, ...]],
    key: str,
    before: Row | None,
    after: Row | None,
) -> Iterator[Write]:
    if after is None:
        yield Write(kind, key, ALIVE, False)
        return
    for register, columns in registers.items():
        if before is None or any(before[name] != after[name] for name in columns):
            yield Write(kind, key, register, _picked(after, columns))
    yield Write(kind, key, ALIVE, True)


def _of_enrolment(before: Row | None, after: Row | None, row: Row, device: str) -> Iterator[Write]:
    key = f"{row['owner_id']}/{row['streak_id']}"
    if after is None:
        yield Write("enrolment", key, REMOVED, True)
        return
    if before is None or before["position"] != after["position"]:
        yield Write("enrolment", key, "position", after["position"])
    if before is None or before["enrolled_at"] != after["enrolled_at"]:
        yield Write("enrolment", key, ENROLLED + device, after["enrolled_at"])


def _of_timezone(before: Row | None, after: Row | None) -> Iterator[Write]:
    if before is not None and (after is None or timezone_key(before) != timezone_key(after)):
        yield Write("timezone", timezone_key(before), ALIVE, False)
    if after is not None:
        yield Write("timezone", timezone_key(after), "zone", after["timezone"])
        yield Write("timezone", timezone_key(after), ALIVE, True)


def _of_target(before: Row | None, after: Row | None) -> Iterator[Write]:
    keys = [
        None if row is None else f"{row['streak_id']}/{_plain('from_day', row['from_day'])}"
        for row in (before, after)
    ]
    if keys[0] is not None and keys[0] != keys[1]:
        yield Write("target", keys[0], ROW, None)
    if after is not None and keys[1] is not None:
        yield Write("target", keys[1], ROW, after["aggregation_target_value"])


def _picked(row: Row, columns: tuple[str, ...]) -> Row:
    return {name: _plain(name, row[name]) for name in columns}


def _plain(name: str, value: Any) -> Any:
    """A column as JSON has it: local dates as text, flags as such."""
    if value is None:
        return None
    if name in DAYS:
        return value if isinstance(value, str) else iso(value)
    return bool(value) if name in _FLAGS else value
