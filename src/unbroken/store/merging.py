"""What merging with other machines reads and writes, which a change made here goes without."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator

from unbroken.core.typing import Final, NamedTuple
from unbroken.store.connection import Store
from unbroken.store.identifiers import known_ids
from unbroken.store.logs import log_records
from unbroken.store.stored_values import Row, batched, marks, read_id, stored_id
from unbroken.store.sync import KEPT, OF_LOGS, DeviceRow, RegisterRow

_NOTES: Final = 50
"""How many notes are kept."""


class NoteRow(NamedTuple):
    """Something that was settled, in words."""

    made_at: int
    text: str


def forget_vault(store: Store) -> None:
    """Empties everything that syncing keeps."""
    for table in ("vault", "registers", "outbox", "devices", "notes"):
        store.rows(f"DELETE FROM sync_{table}")


def registers_beside_logs(store: Store) -> Iterator[RegisterRow]:
    """Every register but those of logs."""
    for where in ("id < 'log/'", "id >= 'log0'"):
        yield from map(
            RegisterRow._make,
            store.rows(f"SELECT id, stamp, value FROM sync_registers WHERE {where}"),
        )


def registers_of_kind(store: Store, kind: str) -> Iterator[RegisterRow]:
    """Every register of the records of a kind."""
    return map(
        RegisterRow._make,
        store.rows(
            "SELECT id, stamp, value FROM sync_registers WHERE id >= ? AND id < ?",
            (f"{kind}/", f"{kind}0"),
        ),
    )


def every_register(store: Store) -> Iterator[RegisterRow]:
    """All registers."""
    return map(RegisterRow._make, store.rows("SELECT id, stamp, value FROM sync_registers"))


def kept_logs(store: Store) -> dict[str, Row]:
    """By id: the logs whose register has the value itself, since no row of theirs says as much."""
    return {
        key.split("/")[1]: json.loads(value)
        for key, value in store.rows(
            f"SELECT id, value FROM sync_registers WHERE {OF_LOGS} AND {KEPT}"
        )
    }


def save_values(store: Store, values: Iterable[tuple[str | None, str]]) -> None:
    """Stores values of registers, by id; the stamps stay."""
    store.run_many("UPDATE sync_registers SET value = ? WHERE id = ?", iter(values))


def outbox_size(store: Store) -> int:
    """How many writes wait."""
    return int(store.rows("SELECT COUNT(*) FROM sync_outbox")[0][0])


def save_device(store: Store, device: DeviceRow) -> None:
    """Stores how far another device was read."""
    store.upsert("sync_devices", device._asdict())


def add_notes(store: Store, notes: Collection[NoteRow]) -> None:
    """Keeps what was settled, and no more of it than anybody reads."""
    store.run_many(
        "INSERT INTO sync_notes (made_at, text) VALUES (?, ?)",
        iter([tuple(each) for each in notes]),
    )
    store.rows(
        "DELETE FROM sync_notes WHERE id <= (SELECT id FROM sync_notes ORDER BY id DESC"
        " LIMIT 1 OFFSET ?)",
        (_NOTES,),
    )


def load_notes(store: Store) -> list[NoteRow]:
    """What was settled, the oldest first."""
    return [
        NoteRow._make(row) for row in store.rows("SELECT made_at, text FROM sync_notes ORDER BY id")
    ]


def enrolments_with_logs(store: Store) -> list[tuple[str, str]]:
    """Owner and streak of every enrolment that has logs."""
    rows = store.rows(
        "SELECT owner_id, streak_id FROM enrolments e"
        " WHERE EXISTS (SELECT 1 FROM logs l WHERE l.enrolment_id = e.id)"
    )
    return [(owner, streak) for owner, streak in rows]


def log_ids(store: Store) -> list[str]:
    """Every log, in the order in which they were stored."""
    return [read_id(key) for (key,) in store.rows("SELECT id FROM logs ORDER BY rowid")]


def known_log_ids(store: Store, ids: Iterable[str]) -> set[str]:
    """Which of some logs are there."""
    return known_ids(store, "logs", ids)


def log_rows(store: Store, ids: Iterable[str]) -> Iterator[Row]:
    """The logs with some ids, as they are stored."""
    for batch in batched(ids):
        yield from log_records(store, f"id IN ({marks(len(batch))})", [*map(stored_id, batch)])


def all_log_rows(store: Store) -> Iterator[Row]:
    """Every log, as it is stored."""
    for batch in batched(key for (key,) in store.rows("SELECT rowid FROM logs")):
        yield from log_records(store, f"rowid IN ({marks(len(batch))})", batch)


def logs_of_enrolment(store: Store, key: int) -> list[Row]:
    """The logs of an enrolment, as they are stored."""
    return log_records(store, "enrolment_id = ?", (key,))


def log_once(store: Store, enrolment: int, unique_identifier: str) -> Row | None:
    """The log of an enrolment with a unique identifier."""
    rows = log_records(
        store, "enrolment_id = ? AND unique_identifier = ?", (enrolment, unique_identifier)
    )
    return rows[0] if rows else None


def table_rows(store: Store, table: str) -> list[Row]:
    """Every row of a small table, by the columns that people make."""
    columns = "id, streak_id, owner_id, enrolled_at, position" if table == "enrolments" else "*"
    return store.records(f"SELECT {columns} FROM {table}")


def rename_owner(store: Store, former: str, name: str) -> None:
    """Gives a person another id, wherever it stands."""
    store.rows("UPDATE owners SET id = ? WHERE id = ?", (name, former))
    for table in ("timezones", "enrolments", "skips", "timers", "changes"):
        store.rows(f"UPDATE {table} SET owner_id = ? WHERE owner_id = ?", (name, former))
    store.changed("owners")
