"""Looking a database file over: its structure, its references, and what is in each table."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from functools import cache

from unbroken.core import owner_fields
from unbroken.core.errors import ErrorCode, StoreError, Unreadable
from unbroken.core.streak_fields import STORED
from unbroken.core.typing import Any, Final
from unbroken.store.connection import MEMORY, Store
from unbroken.store.stored_values import ZONE

Contents = dict[str, dict[str, int]]
"""By kind and id: a number that another content would not have."""

_KINDS: Final = {
    "logs": (
        f"SELECT id, activity_at, {ZONE}, local_date, value, note, unique_identifier,"
        " recorded_at, metadata, reference FROM logs",
    ),
    "streaks": (
        f"SELECT {', '.join(field.column for field in STORED)} FROM streaks",
        "SELECT streak_id, from_day, aggregation_target_value FROM targets ORDER BY from_day",
        "SELECT streak_id, id, milestone_target_value, title FROM milestones ORDER BY id",
    ),
    "skips": ("SELECT id, owner_id, streak_id, first_day, last_day, reason FROM skips",),
    "owners": (
        f"SELECT {', '.join(field.name for field in owner_fields.STORED)} FROM owners",
        "SELECT owner_id, effective_from, timezone FROM timezones ORDER BY effective_from",
    ),
}
"""What going back to a copy is about, with what makes two of one id differ."""

_OBJECTS: Final = (
    "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
)
_DEFINITIONS: Final = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
    " AND (name NOT LIKE 'sqlite_%' OR name = 'sqlite_sequence')"
)
"""Of the tables, and of SQLite's own by which row ids are given: it checks neither's text."""


def structural_problems(store: Store, most: int = 20) -> list[str]:
    """What SQLite finds wrong with the file's structure, in its own words; at most so many."""
    found = store.rows(f"PRAGMA integrity_check({most:d})")
    return [text for (text,) in found if text != "ok"]


@cache
def of_a_new_file(sql: str) -> tuple[tuple[Any, ...], ...]:
    """What a query gives of a database that was just made: always the same."""
    with closing(Store(MEMORY)) as made:
        return tuple(made.rows(sql))


def missing(store: Store, kind: str) -> list[str]:
    """The names of what the schema has and the file has not: `kind` is `table` or `index`."""
    found = store.rows(_OBJECTS)
    return [
        name for each, name in of_a_new_file(_OBJECTS) if each == kind and (each, name) not in found
    ]


def changed_tables(store: Store) -> list[str]:
    """The names of tables that are defined otherwise than in the schema: their columns, or what
    may be in them. Spaces and quotes aside, which depend on the version of SQLite that wrote them.
    A definition that is no text any more, which SQLite reads all the same, is another one.
    """
    found, ours = (
        {name: "".join(str(sql).replace('"', "").split()) for name, sql in rows}
        for rows in (store.rows(_DEFINITIONS), of_a_new_file(_DEFINITIONS))
    )
    return sorted(name for name, text in found.items() if ours.get(name, text) != text)


def dangling_references(store: Store) -> Counter[tuple[str, str]]:
    """(table, table referred to): how many rows refer to one that is not there."""
    return Counter(
        (table, parent) for table, _, parent, _ in store.rows("PRAGMA foreign_key_check")
    )


def schema_version(store: Store) -> int:
    """How many migrations the file has had."""
    return int(store.rows("PRAGMA user_version")[0][0])


def row_count(store: Store, table: str) -> int:
    """How many rows a table has; none where there is no such table."""
    try:
        return int(store.rows(f"SELECT COUNT(*) FROM {table}")[0][0])
    except Unreadable:
        return 0


def contents(store: Store, *, damaged: bool = False) -> Contents:
    """By kind and id: what is in a database; of a `damaged` one, what can be read of it."""
    held: Contents = {kind: {} for kind in _KINDS}
    for kind, queries in _KINDS.items():
        found = held[kind]
        try:
            for sql in queries:
                for key, *row in store.rows(sql):
                    found[key] = hash((found.get(key), *row))
        except StoreError as error:
            if not damaged or error.code != ErrorCode.DAMAGED:
                raise
    return held


def foreign_objects(store: Store) -> list[tuple[str, str]]:
    """(kind, name) of triggers, views, tables and indices that are none of the schema's."""
    ours = of_a_new_file(_OBJECTS)
    return [each for each in store.rows(_OBJECTS) if each not in ours]
