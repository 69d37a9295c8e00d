"""The journal: the changes of each owner in order, to be taken back and done again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from unbroken.core.errors import Unreadable
from unbroken.core.instants import Instant
from unbroken.engine.judgement import Retired
from unbroken.engine.unit_of_work import Change, Operation
from unbroken.store.connection import Store
from unbroken.store.stored_values import check_instants

KEPT: Final = 1000
"""How many of an owner's changes can be taken back."""

_PART: Final = 5000


class Entry(NamedTuple):
    """An entry of the journal."""

    id: int
    label: str
    made_at: Instant


def write_entry(change: Change, owner_id: str, now: Instant) -> None:
    """Puts a change into the journal; what its owner had taken back is then gone for good."""
    store = change.store
    store.rows("DELETE FROM changes WHERE owner_id = ? AND undone = 1", (owner_id,))
    row = {"owner_id": owner_id, "made_at": now, "label": change.label, "undone": False}
    number = store.insert("changes", row)
    _write_parts(store, number, change.operations, change.dropped)
    store.rows(
        "DELETE FROM changes WHERE owner_id = ? AND id <= (SELECT id FROM changes"
        " WHERE owner_id = ? AND undone = 0 ORDER BY id DESC LIMIT 1 OFFSET ?)",
        (owner_id, owner_id, KEPT),
    )


def latest_entry(store: Store, owner_id: str, *, undone: bool) -> Entry | None:
    """The change to take back next, or the one to do again next."""
    rows = store.rows(
        "SELECT id, label, made_at FROM changes WHERE owner_id = ? AND undone = ?"
        f" ORDER BY id {'ASC' if undone else 'DESC'} LIMIT 1",
        (owner_id, int(undone)),
    )
    check_instants(*(made_at for _, _, made_at in rows))
    return Entry(*rows[0]) if rows else None


def turn_entry(store: Store, entry: Entry, *, undo: bool) -> Change:
    """Takes an entry back, or does it again."""
    operations, retired = _read_parts(store, entry.id)
    change = Change(store)
    change.apply([each.turned() for each in reversed(operations)] if undo else operations)
    change.settle(retired)
    store.rows("DELETE FROM change_parts WHERE change_id = ?", (entry.id,))
    _write_parts(store, entry.id, operations, change.dropped)
    store.update("changes", entry.id, {"undone": int(undo)})
    return change


def _write_parts(
    store: Store,
    number: int,
    operations: Sequence[Operation],
    retired: Sequence[tuple[int, Retired]],
) -> None:
    for first in range(0, max(len(operations), 1), _PART):
        part = {
            "operations": operations[first : first + _PART],
            "retired": retired if first == 0 else [],
        }
        data = zlib.compress(json.dumps(part, separators=(",", ":")).encode(), 1)
        store.insert("change_parts", {"change_id": number, "data": data})


def _read_parts(store: Store, number: int) -> tuple[list[Operation], list[tuple[int, Retired]]]:
    operations: list[Operation] = []
    retired: list[tuple[int, Retired]] = []
    for part in _parts(store, number):
        operations += [Operation(*each) for each in part["operations"]]
        retired += [(enrolment, (record, day)) for enrolment, (record, day) in part["retired"]]
    return operations, retired


def _parts(store: Store, number: int) -> Iterator[dict[str, Any]]:
    for (data,) in store.rows(
        "SELECT data FROM change_parts WHERE change_id = ? ORDER BY id", (number,)
    ):
        try:
            yield json.loads(zlib.decompress(data))
        except (zlib.error, ValueError):
            raise Unreadable("a change in its journal cannot be read") from None
