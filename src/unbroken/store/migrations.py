"""The ladder: how a database of any version that was released becomes one of this version.

A step is never changed once it has been released, and nothing it calls may come to do something
else; a new one is put behind it (docs/decisions/0009).
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import suppress

from unbroken.core.ids import derived_id, record_id, reward_id
from unbroken.core.local_days import day_of, iso
from unbroken.core.periods import PeriodGrid
from unbroken.core.typing import Any, Final, NamedTuple
from unbroken.store.schema import (
    FIRST,
    KEYS,
    LOGS_WITHOUT_RULES,
    OF_APPS,
    OF_REMINDERS,
    OF_SMALL_LOGS,
    OF_SYNC,
    OF_UNDO,
    SMALL_LOGS,
    ZONES,
)
from unbroken.store.stored_values import stored_id


class Step(NamedTuple):
    """One step: it makes the schema with a number out of the one before."""

    version: int
    name: str
    take: Callable[[sqlite3.Connection], None]
    is_of_rows_alone: bool = False
    """Whether it leaves the schema as it is: a new file, which has no rows, goes without."""


def climb(connection: sqlite3.Connection, version: int) -> None:
    """Takes the steps that lead on from a version (0 is a new file), inside a transaction."""
    for step in LADDER[version:]:
        if version or not step.is_of_rows_alone:
            step.take(connection)
    connection.execute(f"PRAGMA user_version = {LADDER[-1].version}")


def _make_tables(connection: sqlite3.Connection) -> None:
    for statement in FIRST:
        connection.execute(statement)


def _derive_ids(connection: sqlite3.Connection) -> None:
    """Gives records and rewards the ids that follow from what they are of (docs/domain.md 4.9, 5).

    A record used to keep the id that it got first, and the journal those of dropped records.
    """
    connection.execute("CREATE TEMP TABLE renamed (old TEXT PRIMARY KEY, new TEXT NOT NULL)")
    connection.executemany("INSERT INTO renamed VALUES (?, ?)", _renamed_records(connection))
    for table, column in (
        ("progress_records", "id"),
        ("reward_logs", "progress_id"),
        ("enrolments", "record_id"),
    ):  # two records may trade ids: none gets its new one while another still has it
        connection.execute(
            f"UPDATE {table} SET {column} = '~' || (SELECT new FROM renamed WHERE old = {column})"
            f" WHERE {column} IN (SELECT old FROM renamed)"
        )
        connection.execute(
            f"UPDATE {table} SET {column} = substr({column}, 2) WHERE {column} LIKE '~%'"
        )
    connection.execute("DROP TABLE renamed")
    connection.create_function("reward_id", 2, reward_id, deterministic=True)
    connection.execute("UPDATE reward_logs SET id = '~' || reward_id(progress_id, milestone_id)")
    connection.execute("UPDATE reward_logs SET id = substr(id, 2)")
    connection.create_function("reward_id", 2, None)
    _forget_dropped_records(connection)


def _renamed_records(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """The ids of records that change, old and new.

    One whose enrolment or rules cannot be read keeps its id; the doctor will tell of those.
    """
    renamed: list[tuple[str, str]] = []
    taken: set[str] = set()
    for old, *row in connection.execute(
        "SELECT r.id, r.opened_on, e.streak_id, e.owner_id, s.aggregation_period, s.every,"
        " s.starts_on, s.schedule, o.week_start FROM progress_records r"
        " LEFT JOIN enrolments e ON e.id = r.enrolment_id LEFT JOIN streaks s ON s.id = e.streak_id"
        " LEFT JOIN owners o ON o.id = e.owner_id ORDER BY r.opened_on, r.streak_started_at, r.id"
    ):
        new = old if None in (row[3], row[7]) else _record_id(*row) or old
        while new in taken:  # in a damaged file alone
            new = derived_id(new)
        taken.add(new)
        if new != old:
            renamed.append((old, new))
    return renamed


def _record_id(
    opened_on: str,
    streak_id: str,
    owner_id: str,
    period: str,
    every: int,
    starts_on: str,
    schedule: str | None,
    week_start: int,
) -> str | None:
    try:
        weekdays = tuple(map(int, schedule.split(","))) if schedule else None
        grid = PeriodGrid(period, every, day_of(starts_on), week_start, weekdays)
        first_day = iso(grid.first_day(grid.index_from(day_of(opened_on))))
    except (ValueError, OverflowError):
        return None
    return record_id(f"{streak_id}:{owner_id}", first_day)


def _forget_dropped_records(connection: sqlite3.Connection) -> None:
    """Takes the ids of dropped records out of the journal; what cannot be read of it stays.

    An empty list of them stays too: to write an import anew for that would take seconds.
    """
    for (key,) in connection.execute("SELECT id FROM change_parts").fetchall():
        query = "SELECT data FROM change_parts WHERE id = ?"
        [data] = connection.execute(query, (key,)).fetchone()
        with suppress(zlib.error, ValueError, LookupError, TypeError):
            text = zlib.decompress(data)
            if not text.endswith(b'"retired":[]}'):
                part = {"operations": json.loads(text)["operations"]}
                data = zlib.compress(json.dumps(part, separators=(",", ":")).encode(), 1)
                connection.execute("UPDATE change_parts SET data = ? WHERE id = ?", (data, key))


def _make_room_for_apps(connection: sqlite3.Connection) -> None:
    for statement in OF_APPS:
        connection.execute(statement)


def _make_room_for_reminders(connection: sqlite3.Connection) -> None:
    for statement in OF_REMINDERS:
        connection.execute(statement)


def _make_room_for_sync(connection: sqlite3.Connection) -> None:
    for statement in OF_SYNC:
        connection.execute(statement)


def _make_logs_small(connection: sqlite3.Connection) -> None:
    """Writes logs anew, smaller: ids as octets, zones by number, and no index of local dates.

    Each keeps its place. What a fault has made of some row comes along, if need be into a table
    that takes anything.
    """
    for index in ("logs_by_day", "logs_in_time", "logs_once"):  # their pages are used again
        connection.execute(f"DROP INDEX IF EXISTS {index}")
    connection.execute(ZONES)
    if connection.execute("SELECT 1 FROM logs LIMIT 1").fetchone() is None:
        connection.execute("DROP TABLE logs")
        connection.execute(SMALL_LOGS)
    else:
        _write_logs_anew(connection)
    for statement in OF_SMALL_LOGS:
        with suppress(sqlite3.IntegrityError):  # two have one id: the doctor misses the index
            connection.execute(statement)


def _write_logs_anew(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA legacy_alter_table = ON")  # a view of somebody's stays as it is
    connection.execute("ALTER TABLE logs RENAME TO former_logs")
    connection.execute("PRAGMA legacy_alter_table = OFF")
    connection.execute(
        "INSERT INTO zones (name) SELECT DISTINCT timezone FROM former_logs"
        " WHERE typeof(timezone) = 'text' ORDER BY 1"
    )
    connection.create_function("stored_id", 1, _stored_id, deterministic=True)
    try:
        connection.execute(SMALL_LOGS)
        connection.execute(_COPY_LOGS)
    except sqlite3.IntegrityError:
        connection.execute("DROP TABLE logs")
        connection.execute(LOGS_WITHOUT_RULES)
        connection.execute(_COPY_LOGS)
    connection.create_function("stored_id", 1, None)
    connection.execute("DROP TABLE former_logs")


_COPY_LOGS: Final = (
    "INSERT INTO logs (rowid, id, enrolment_id, activity_at, timezone, local_date, value, note,"
    " unique_identifier, recorded_at, metadata, reference)"
    " SELECT rowid, coalesce(stored_id(CAST(id AS BLOB)), id), enrolment_id, activity_at,"
    " coalesce((SELECT z.id FROM zones z WHERE z.name = timezone), timezone), local_date, value,"
    " note, unique_identifier, recorded_at, metadata, reference FROM former_logs ORDER BY rowid"
)


def _stored_id(octets: Any) -> Any:
    """The id of a log as it is stored from now on; None for what is no text."""
    with suppress(AttributeError, UnicodeDecodeError):
        return stored_id(octets.decode())
    return None


def _make_room_for_former_judgements(connection: sqlite3.Connection) -> None:
    for statement in OF_UNDO:
        connection.execute(statement)


def make_keys(connection: sqlite3.Connection) -> None:
    """Makes the tables of the service's own file."""
    for statement in KEYS:
        connection.execute(statement)
    connection.execute("PRAGMA user_version = 1")


LADDER: Final = (
    Step(1, "the tables", _make_tables),
    Step(2, "ids of records and rewards follow from what they are of", _derive_ids, True),
    Step(3, "what apps that record over HTTP add", _make_room_for_apps),
    Step(4, "reminders, quiet hours and timers", _make_room_for_reminders),
    Step(5, "agreeing with other machines", _make_room_for_sync),
    Step(6, "logs take less room", _make_logs_small),
    Step(7, "what was judged before the newest logs", _make_room_for_former_judgements),
)
