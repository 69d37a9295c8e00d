"""Logs: recorded activities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from unbroken.core.errors import Unreadable
from unbroken.core.instants import Instant
from unbroken.core.local_days import (
    Day,
    day_of,
    earliest_of,
    latest_of,
)
from unbroken.core.typing import Any, Final, NamedTuple
from unbroken.store.connection import Store
from unbroken.store.stored_values import (
    LOG_RECORD,
    MAYBE_TEXT,
    TEXT,
    WHOLE,
    ZONE,
    Row,
    batched,
    check_instants,
    check_numbers,
    check_types,
    marks,
    read_id,
    read_ids,
    stored_day,
    stored_id,
    stored_ids,
)

_COLUMNS: Final = (
    "l.id, e.streak_id, s.activity_type, e.owner_id, l.activity_at, l.timezone, l.local_date,"
    " l.value, l.note, l.unique_identifier, l.recorded_at, l.metadata, l.reference"
)
_TABLES: Final = (
    "logs l JOIN enrolments e ON e.id = l.enrolment_id JOIN streaks s ON s.id = e.streak_id"
)
_EXACT_COLUMNS: Final = (
    "id, activity_at, timezone, local_date, value, note, unique_identifier, recorded_at,"
    " metadata, reference"
)
_TYPES: Final = (*[TEXT] * 4, WHOLE, TEXT, TEXT, WHOLE, TEXT, MAYBE_TEXT, WHOLE, *[MAYBE_TEXT] * 2)
_ZONE: Final = 5
"""Where the zone stands in a row."""
NO_LATER: Final = (1 << 63) - 1
"""The largest number that SQLite stores."""
_SLICE: Final = 5000
"""Logs that are read at once, about, of all there are."""
_FIRST_SLICE: Final = 30 * 86_400 * 1_000_000
"""Microseconds of the first of them."""


class LogRow(NamedTuple):
    """A log with whose it is, as it is stored: `value` in thousandths, `local_date` as text."""

    id: str
    streak_id: str
    activity_type: str
    owner_id: str
    activity_at: Instant
    timezone: str
    local_date: str
    value: int
    note: str
    unique_identifier: str | None
    recorded_at: Instant
    metadata: str | None
    """A JSON object that whoever recorded it wants to find again."""
    reference: str | None
    """Their own id of the activity."""


def check_log(row: LogRow) -> Day:
    """The local date of a log. Raises Unreadable where the row is no log's.

    A zone that is known no more does not make it one: the date is worked out already.
    """
    check_types(row, _TYPES)
    check_instants(row.activity_at, row.recorded_at)
    check_numbers(row.value)
    return stored_day(row.local_date)


def load_logs(
    store: Store,
    *,
    owner_id: str | None = None,
    streak_id: str | None = None,
    first: str | None = None,
    last: str | None = None,
    limit: int | None = None,
) -> Iterator[LogRow]:
    """Logs of local dates `first` to `last` (`YYYY-MM-DD`), both included, newest first.

    What cannot be read is left out, and noted as passed over.
    """
    conditions = _conditions(owner_id, streak_id, first, last)
    ending = ""
    if limit is not None:
        ending = f" LIMIT {limit:d}"
        of_one = owner_id is not None and streak_id is not None  # an index has them in order
        since = None if of_one else _since(store, conditions, limit)
        if since is not None:
            conditions["l.activity_at >= ?"] = since  # it is not before the first day
    where, parameters = _joined(conditions)
    rows = store.rows(  # of each enrolment its logs, by their index
        f"SELECT {_COLUMNS} FROM enrolments e CROSS JOIN logs l CROSS JOIN streaks s"
        f" WHERE l.enrolment_id = e.id AND s.id = e.streak_id AND {where}"
        f" ORDER BY l.activity_at DESC, l.recorded_at DESC, l.id{ending}",
        parameters,
    )
    return _readable(store, rows)


def _since(store: Store, conditions: dict[str, str | int], limit: int) -> int | None:
    """The instant since which there are so many logs, or a few more; None where there are fewer.

    It is found by the newest ones of each enrolment, so that it costs no more over many years.
    """
    of_logs = {each: value for each, value in conditions.items() if each.startswith("l.")}
    of_enrolments = {each: conditions[each] for each in conditions.keys() - of_logs.keys()}
    (logs, among), (enrolments, of) = _joined(of_logs), _joined(of_enrolments)
    rows = store.rows(
        "SELECT (SELECT group_concat(activity_at) FROM (SELECT l.activity_at FROM logs l"
        f" WHERE l.enrolment_id = e.id AND {logs} ORDER BY l.activity_at DESC LIMIT {limit:d}))"
        f" FROM enrolments e WHERE {enrolments}",
        (*among, *of),
    )
    try:
        found = sorted(int(each) for (text,) in rows if text for each in text.split(","))
    except ValueError:  # one that cannot be read, which is for whoever reads them all
        return None
    return found[-limit] if 0 < limit <= len(found) else None


def count_logs(
    store: Store,
    *,
    owner_id: str | None = None,
    streak_id: str | None = None,
    first: str | None = None,
    last: str | None = None,
) -> int:
    """How many such logs there are."""
    where, parameters = _joined(_conditions(owner_id, streak_id, first, last))
    return int(store.rows(f"SELECT COUNT(*) FROM {_TABLES} WHERE {where}", parameters)[0][0])


def _conditions(
    owner_id: str | None, streak_id: str | None, first: str | None, last: str | None
) -> dict[str, str | int]:
    """What logs `l` of enrolments `e` have to be, with the value of each condition."""
    named = {
        "e.owner_id = ?": owner_id,
        "e.streak_id = ?": streak_id,
        "l.local_date >= ?": first,
        "l.activity_at >= ?": first and earliest_of(day_of(first)),
        "l.local_date <= ?": last,
        "l.activity_at <= ?": last and latest_of(day_of(last)),
    }
    return {condition: value for condition, value in named.items() if value is not None}


def _joined(conditions: dict[str, str | int]) -> tuple[str, tuple[str | int, ...]]:
    return " AND ".join(conditions) or "1 = 1", tuple(conditions.values())


def load_all_logs(store: Store) -> Iterator[LogRow]:
    """Every log of everybody, oldest first; a span of time after the other, so inside one reading.

    What cannot be read, or is nobody's, is left out, and noted as passed over.
    """
    [(stray,)] = store.rows("SELECT COUNT(*) FROM logs NOT INDEXED")
    at, span = -NO_LATER, _FIRST_SLICE
    while (first := _first_from(store, at)) is not None:
        last = min(first + span, NO_LATER)
        rows = store.rows(  # whose it is says the log, since an index may be damaged
            f"SELECT {_COLUMNS} FROM logs l CROSS JOIN enrolments e ON e.id = l.enrolment_id"
            " CROSS JOIN streaks s ON s.id = e.streak_id WHERE l.rowid IN (SELECT o.rowid"
            " FROM enrolments i CROSS JOIN logs o WHERE o.enrolment_id = i.id"
            " AND o.activity_at BETWEEN ? AND ?) ORDER BY l.activity_at, l.id",
            (first, last),
        )
        stray -= len(rows)
        yield from _readable(store, rows)
        at, span = last + 1, max(span, 1) * _SLICE // max(len(rows), _SLICE // 4)
    if stray:
        said = f"{abs(stray):,} of the logs belong to no streak or to nobody"
        store.passed_over[said] = None


def _first_from(store: Store, at: int) -> int | None:
    """The time of the first log of anybody from a time on."""
    rows = store.rows(
        "SELECT MIN(first) FROM (SELECT (SELECT MIN(l.activity_at) FROM logs l"
        " WHERE l.enrolment_id = e.id AND l.activity_at BETWEEN ? AND ?) AS first"
        " FROM enrolments e)",
        (at, NO_LATER),
    )
    return None if rows[0][0] is None else int(rows[0][0])


def load_logs_with(store: Store, log_ids: Iterable[str]) -> Iterator[LogRow]:
    """The logs with some ids, which come newest first, so that they stay so."""
    for batch in batched(log_ids):
        rows = store.rows(
            f"SELECT {_COLUMNS} FROM {_TABLES} WHERE l.id IN ({marks(len(batch))})"
            " ORDER BY l.activity_at DESC, l.recorded_at DESC, l.id",
            stored_ids(batch),
        )
        yield from _readable(store, rows)


def find_log(store: Store, log_id: str, owner_id: str | None = None) -> LogRow | None:
    """One log by its id, of an owner or of anybody."""
    rows = store.rows(
        f"SELECT {_COLUMNS.replace('l.timezone', ZONE)} FROM {_TABLES}"
        " WHERE l.id = ? AND ? IN (e.owner_id, '')",
        (stored_id(log_id), owner_id or ""),
    )
    if not rows:
        return None
    key, *others = rows[0]
    found = LogRow(read_id(key), *others)
    check_log(found)
    return found


def zone_names(store: Store) -> dict[int, str]:
    """The names of time zones by their numbers, which logs have."""
    return dict(store.rows("SELECT id, name FROM zones"))


def find_log_id(store: Store, enrolment_id: int, unique_identifier: str) -> str | None:
    """The id of an enrolment's log that has a unique identifier, if there is one."""
    rows = store.rows(
        "SELECT id FROM logs WHERE enrolment_id = ? AND unique_identifier = ?",
        (enrolment_id, unique_identifier),
    )
    return read_id(rows[0][0]) if rows else None


def unique_identifiers(store: Store) -> set[tuple[int, str]]:
    """(enrolment, unique identifier) of every log that has one."""
    rows = store.rows(
        "SELECT enrolment_id, unique_identifier FROM logs WHERE unique_identifier IS NOT NULL"
    )
    return {(enrolment, unique) for enrolment, unique in rows}


def places_of_logs(store: Store, log_ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(streak id, owner id) of those of the logs that are there."""
    for batch in batched(log_ids):
        yield from store.rows(
            "SELECT e.streak_id, e.owner_id FROM logs l JOIN enrolments e ON e.id = l.enrolment_id"
            f" WHERE l.id IN ({marks(len(batch))})",
            stored_ids(batch),
        )


def log_records(store: Store, where: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """The logs that a condition holds for, by their columns, unread."""
    rows = store.records(f"SELECT {LOG_RECORD} FROM logs WHERE {where}", parameters)
    for row in rows:
        row["id"] = read_id(row["id"])
    return rows


def exact_log_rows(store: Store, enrolment_id: int) -> list[tuple[Any, ...]]:
    """An enrolment's logs by the columns that people make, as stored and unread, oldest first.

    Raises Unreadable for a text that is not UTF-8.
    """
    return store.exact_rows(
        f"SELECT {_EXACT_COLUMNS} FROM logs WHERE enrolment_id = ? ORDER BY activity_at",
        (enrolment_id,),
    )


def _readable(store: Store, rows: Iterable[Iterable[Any]]) -> Iterator[LogRow]:
    """The logs among rows that can be read; of the others it is noted what they are."""
    zones = zone_names(store)
    for batch in batched(rows):
        columns: list[Sequence[Any]] = [*zip(*batch, strict=True)]
        columns[0] = read_ids(columns[0])
        columns[_ZONE] = [*map(zones.get, columns[_ZONE])]
        made = [*map(partial(tuple.__new__, LogRow), zip(*columns, strict=True))]
        try:
            _check_logs(columns)
        except Unreadable:
            made = [each for each in made if _can_be_read(store, each)]
        yield from made


def _check_logs(columns: Sequence[Sequence[Any]]) -> None:
    """Checks logs as `check_log` does, all at once. Raises Unreadable where one of them is none."""
    for column, types in zip(columns, _TYPES, strict=True):
        if not {*map(type, column)}.issubset(types):
            raise Unreadable("a column is of another type")
    named = dict(zip(LogRow._fields, columns, strict=True))
    instants, recorded, values = (named[name] for name in ("activity_at", "recorded_at", "value"))
    check_instants(min(instants), max(instants), min(recorded), max(recorded))
    check_numbers(min(values), max(values))
    for day in set(named["local_date"]):
        stored_day(day)


def _can_be_read(store: Store, row: LogRow) -> bool:
    """Whether a log can be read; of one that cannot it is noted what it is."""
    try:
        check_log(row)
    except Unreadable as fault:
        store.passed_over[f"the log {str(row.id)[:40]}: {fault.what}"] = None
        return False
    return True
