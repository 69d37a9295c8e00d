"""What a database keeps to agree with other machines (docs/sync.md); empty until it is set up."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence

from unbroken.core.typing import Any, Final, NamedTuple
from unbroken.store.connection import Store
from unbroken.store.stored_values import Row, batched, marks

NOTHING: Final = "null"
"""The value, as it is stored, of what was deleted. Without a value, a row of `logs` has it."""
_KEPT: Final = "value IS NOT NULL AND value <> 'null'"
_OF_LOGS: Final = "id >= 'log/' AND id < 'log0'"
_NOTES: Final = 50
"""How many notes are kept."""


class VaultRow(NamedTuple):
    """Where a database is synced to, and who it is there."""

    vault: str
    place: str
    """The folder, or whatever else carries it, as a person named it."""
    device: str
    bound: str
    """To which machine and file the device belongs."""
    number: int
    hash: str
    """Of the last segment that this device has written, as far as the database knows."""
    milliseconds: int
    counter: int
    """The latest time that was given or seen."""
    secret: str | None = None
    """The key of a vault that is sealed."""


class RegisterRow(NamedTuple):
    """A register as it is stored: its id is kind, key and name with slashes between them."""

    id: str
    stamp: str
    value: str | None


class OutboxRow(NamedTuple):
    """A write that the folder has not got yet."""

    id: int
    register: str
    stamp: str
    value: str


class DeviceRow(NamedTuple):
    """How far another device was read: up to which number, with the hash of that segment.

    `seen_at` is the time of its latest write, in milliseconds.
    """

    id: str
    number: int
    hash: str
    seen_at: int


class NoteRow(NamedTuple):
    """Something that was settled, in words."""

    made_at: int
    text: str


def load_vault(store: Store) -> VaultRow | None:
    """Where the database is synced to; None where it is not."""
    rows = store.rows(
        "SELECT vault, place, device, bound, number, hash, milliseconds, counter, secret"
        " FROM sync_vault"
    )
    return VaultRow._make(rows[0]) if rows else None


def save_vault(store: Store, vault: VaultRow) -> None:
    """Stores where the database is synced to, or how that has changed."""
    store.upsert("sync_vault", {"id": 1, **vault._asdict()})


def forget_vault(store: Store) -> None:
    """Empties everything that syncing keeps."""
    for table in ("vault", "registers", "outbox", "devices", "notes"):
        store.rows(f"DELETE FROM sync_{table}")


def load_registers(store: Store, ids: Iterable[str]) -> dict[str, RegisterRow]:
    """By id: those of some registers that were ever written."""
    return {
        row[0]: RegisterRow._make(row)
        for batch in batched(ids)
        for row in store.rows(
            f"SELECT id, stamp, value FROM sync_registers WHERE id IN ({marks(len(batch))})", batch
        )
    }


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
            f"SELECT id, value FROM sync_registers WHERE {_OF_LOGS} AND {_KEPT}"
        )
    }


def keeps_logs(store: Store) -> bool:
    """Whether there are such logs."""
    return bool(store.rows(f"SELECT 1 FROM sync_registers WHERE {_OF_LOGS} AND {_KEPT} LIMIT 1"))


def save_registers(store: Store, rows: Iterable[Sequence[Any]]) -> None:
    """Stores ids, stamps and values, whatever was there."""
    store.run_many(
        "INSERT OR REPLACE INTO sync_registers (id, stamp, value) VALUES (?, ?, ?)", iter(rows)
    )


def save_values(store: Store, values: Iterable[tuple[str | None, str]]) -> None:
    """Stores values of registers, by id; the stamps stay."""
    store.run_many("UPDATE sync_registers SET value = ? WHERE id = ?", iter(values))


def add_to_outbox(store: Store, rows: Iterable[Sequence[Any]]) -> None:
    """Puts registers, stamps and values where the folder is written from."""
    store.run_many("INSERT INTO sync_outbox (register, stamp, value) VALUES (?, ?, ?)", iter(rows))


def load_outbox(store: Store, most: int) -> list[OutboxRow]:
    """What waits longest to be written."""
    rows = store.rows(
        "SELECT id, register, stamp, value FROM sync_outbox ORDER BY id LIMIT ?", (most,)
    )
    return [OutboxRow._make(row) for row in rows]


def outbox_size(store: Store) -> int:
    """How many writes wait."""
    return int(store.rows("SELECT COUNT(*) FROM sync_outbox")[0][0])


def has_more_waiting(store: Store, than: int) -> bool:
    """Whether more writes wait than a number."""
    return bool(store.rows("SELECT 1 FROM sync_outbox LIMIT 1 OFFSET ?", (than,)))


def drop_from_outbox(store: Store, last: int) -> None:
    """Forgets what was written, up to an id."""
    store.rows("DELETE FROM sync_outbox WHERE id <= ?", (last,))


def load_devices(store: Store) -> dict[str, DeviceRow]:
    """By id: how far each other device was read."""
    rows = store.rows("SELECT id, number, hash, seen_at FROM sync_devices ORDER BY id")
    return {row[0]: DeviceRow._make(row) for row in rows}


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


def enrolments_by_key(store: Store) -> dict[int, tuple[str, str]]:
    """By key: owner and streak of every enrolment."""
    rows = store.rows("SELECT id, owner_id, streak_id FROM enrolments")
    return {key: (owner, streak) for key, owner, streak in rows}


def enrolments_with_logs(store: Store) -> list[tuple[str, str]]:
    """Owner and streak of every enrolment that has logs."""
    rows = store.rows(
        "SELECT owner_id, streak_id FROM enrolments e"
        " WHERE EXISTS (SELECT 1 FROM logs l WHERE l.enrolment_id = e.id)"
    )
    return [(owner, streak) for owner, streak in rows]


def log_ids(store: Store) -> list[str]:
    """Every log, in the order in which they were stored."""
    return [key for (key,) in store.rows("SELECT id FROM logs ORDER BY rowid")]


def known_log_ids(store: Store, ids: Iterable[str]) -> set[str]:
    """Which of some logs are there."""
    return {
        key
        for batch in batched(ids)
        for (key,) in store.rows(f"SELECT id FROM logs WHERE id IN ({marks(len(batch))})", batch)
    }


def log_rows(store: Store, ids: Iterable[str]) -> Iterator[Row]:
    """The logs with some ids, as they are stored."""
    for batch in batched(ids):
        yield from store.records(f"SELECT * FROM logs WHERE id IN ({marks(len(batch))})", batch)


def all_log_rows(store: Store) -> Iterator[Row]:
    """Every log, as it is stored."""
    for batch in batched(key for (key,) in store.rows("SELECT rowid FROM logs")):
        yield from store.records(f"SELECT * FROM logs WHERE rowid IN ({marks(len(batch))})", batch)


def logs_of_enrolment(store: Store, key: int) -> list[Row]:
    """The logs of an enrolment, as they are stored."""
    return store.records("SELECT * FROM logs WHERE enrolment_id = ?", (key,))


def log_once(store: Store, enrolment: int, unique_identifier: str) -> Row | None:
    """The log of an enrolment with a unique identifier."""
    rows = store.records(
        "SELECT * FROM logs WHERE enrolment_id = ? AND unique_identifier = ?",
        (enrolment, unique_identifier),
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
