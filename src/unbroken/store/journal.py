"""The journal: the changes of each owner in order, to be taken back and done again.

Why a change is kept as rows before and after: docs/decisions/0003.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from unbroken.core.errors import Unreadable
from unbroken.core.instants import Instant
from unbroken.store.connection import Store
from unbroken.store.schema import ADDED
from unbroken.store.stored_values import TEXT, WHOLE, Row, check_instants, typed
from unbroken.store.unit_of_work import Operation, UnitOfWork

KEPT: Final = 1000
"""How many of an owner's changes can be taken back."""

_PART: Final = 5000


class Entry(NamedTuple):
    """An entry of the journal."""

    id: int
    label: str
    made_at: Instant


def write_entry(work: UnitOfWork, now: Instant) -> None:
    """Puts a change into the journal; what its owner had taken back is then gone for good."""
    store, owner_id = work.store, work.owner_id
    store.rows(
        "DELETE FROM changes WHERE owner_id = ? AND (undone = 1 OR id <= (SELECT id FROM changes"
        " WHERE owner_id = ? AND undone = 0 ORDER BY id DESC LIMIT 1 OFFSET ?))",
        (owner_id, owner_id, KEPT - 1),
    )
    row = {"owner_id": owner_id, "made_at": now, "label": work.label, "undone": False}
    entry_id = store.insert("changes", row)
    for first in range(0, len(work.operations), _PART):
        part = {"operations": work.operations[first : first + _PART]}
        data = zlib.compress(json.dumps(part, separators=(",", ":")).encode(), 1)
        store.insert("change_parts", {"change_id": entry_id, "data": data})


def latest_entry(store: Store, owner_id: str, *, undone: bool) -> Entry | None:
    """The change to take back next, or the one to do again next."""
    rows = store.rows(
        "SELECT id, label, made_at FROM changes WHERE owner_id = ? AND undone = ?"
        f" ORDER BY id {'ASC' if undone else 'DESC'} LIMIT 1",
        (owner_id, int(undone)),
    )
    typed(rows, (WHOLE, TEXT, WHOLE))
    check_instants(*(made_at for _, _, made_at in rows))
    return Entry(*rows[0]) if rows else None


def read_entry(store: Store, entry_id: int) -> list[Operation]:
    """What an entry did. Raises Unreadable where that cannot be read."""
    parts = _parts(store, entry_id)
    return [_operation(*each) for part in parts for each in part["operations"]]


def mark_entry(store: Store, entry_id: int, *, undone: bool) -> None:
    """Notes that an entry was taken back or done again."""
    store.update("changes", entry_id, {"undone": int(undone)})


def hand_over(store: Store, owner_id: str, heir_id: str) -> None:
    """Makes the changes of one owner those of another."""
    store.rows("UPDATE changes SET owner_id = ? WHERE owner_id = ?", (heir_id, owner_id))


def _operation(table: str, before: Row | None, after: Row | None) -> Operation:
    """An operation as it was written; columns that are newer hold what they hold in old rows."""
    added = ADDED.get(table, {})
    return Operation(table, before and added | before, after and added | after)


def _parts(store: Store, entry_id: int) -> Iterator[dict[str, Any]]:
    for (data,) in store.rows(
        "SELECT data FROM change_parts WHERE change_id = ? ORDER BY id", (entry_id,)
    ):
        try:
            yield json.loads(zlib.decompress(data))
        except (zlib.error, TypeError, ValueError):
            raise Unreadable("a change in its journal cannot be read") from None
