"""What a database keeps to agree with other machines (docs/sync.md); empty until it is set up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from unbroken.core.typing import Any, Final, NamedTuple
from unbroken.store.connection import Store
from unbroken.store.stored_values import MAYBE_TEXT, TEXT, WHOLE, batched, marks, typed

NOTHING: Final = "null"
"""The value, as it is stored, of what was deleted. Without a value, a row of `logs` has it."""
KEPT: Final = "value IS NOT NULL AND value <> 'null'"
_OF_VAULT: Final = (*[TEXT] * 4, WHOLE, TEXT, WHOLE, WHOLE, MAYBE_TEXT)
OF_LOGS: Final = "id >= 'log/' AND id < 'log0'"


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


def load_vault(store: Store) -> VaultRow | None:
    """Where the database is synced to; None where it is not. Raises Unreadable for damage."""
    rows = store.rows(
        "SELECT vault, place, device, bound, number, hash, milliseconds, counter, secret"
        " FROM sync_vault"
    )
    return VaultRow._make(typed(rows, _OF_VAULT)[0]) if rows else None


def save_vault(store: Store, vault: VaultRow) -> None:
    """Stores where the database is synced to, or how that has changed."""
    store.upsert("sync_vault", {"id": 1, **vault._asdict()})


def load_registers(store: Store, ids: Iterable[str]) -> dict[str, RegisterRow]:
    """By id: those of some registers that were ever written."""
    return {
        row[0]: RegisterRow._make(row)
        for batch in batched(ids)
        for row in store.rows(
            f"SELECT id, stamp, value FROM sync_registers WHERE id IN ({marks(len(batch))})", batch
        )
    }


def keeps_logs(store: Store) -> bool:
    """Whether there are such logs."""
    return bool(store.rows(f"SELECT 1 FROM sync_registers WHERE {OF_LOGS} AND {KEPT} LIMIT 1"))


def save_registers(store: Store, rows: Iterable[Sequence[Any]]) -> None:
    """Stores ids, stamps and values, whatever was there."""
    store.run_many(
        "INSERT OR REPLACE INTO sync_registers (id, stamp, value) VALUES (?, ?, ?)", iter(rows)
    )


def add_to_outbox(store: Store, rows: Iterable[Sequence[Any]]) -> None:
    """Puts registers, stamps and values where the folder is written from."""
    store.run_many("INSERT INTO sync_outbox (register, stamp, value) VALUES (?, ?, ?)", iter(rows))


def load_outbox(store: Store, most: int) -> list[OutboxRow]:
    """What waits longest to be written."""
    rows = store.rows(
        "SELECT id, register, stamp, value FROM sync_outbox ORDER BY id LIMIT ?", (most,)
    )
    return [OutboxRow._make(row) for row in rows]


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


def enrolments_by_key(
    store: Store, keys: Collection[int] | None = None
) -> dict[int, tuple[str, str]]:
    """By key: owner and streak of every enrolment, or of those with these keys."""
    every = "SELECT id, owner_id, streak_id FROM enrolments"
    if keys is None:
        rows = store.rows(every)
    else:
        rows = [
            row
            for batch in batched(keys)
            for row in store.rows(f"{every} WHERE id IN ({marks(len(batch))})", batch)
        ]
    return {key: (owner, streak) for key, owner, streak in rows}
