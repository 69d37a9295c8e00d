"""The journal: the changes of each owner in order, to be taken back and done again.

Why a change is kept as rows before and after: docs/decisions/0003.
"""

from __future__ import annotations

from contextlib import suppress

from unbroken.core.errors import Unreadable
from unbroken.core.instants import Instant
from unbroken.core.typing import Any, Final, NamedTuple
from unbroken.store.connection import Store
from unbroken.store.operations import NOT_WRITTEN_SO, Operation, packed, read_part, unpacked
from unbroken.store.progress import Former
from unbroken.store.stored_values import TEXT, WHOLE, Row, check_instants, typed
from unbroken.store.unit_of_work import UnitOfWork

KEPT: Final = 1000
"""How many of an owner's changes can be taken back, at least."""
TRIMMED_EVERY: Final = 53
"""Changes after which older ones are dropped: to look for them takes as long as there are many. A
prime, so that it comes to each of several owners who take turns.
"""

PROGRAMS: Final = ("command", "app", "service")
"""What can have made a change."""

_IS_SYNCED: Final = "EXISTS (SELECT 1 FROM sync_vault)"


class Entry(NamedTuple):
    """An entry of the journal."""

    id: int
    label: str
    made_at: Instant


class Recorded(NamedTuple):
    """An entry with the first of its parts, as it is stored."""

    entry: Entry
    undone: bool
    parts: int
    first_part: bytes | None

    def operations(self) -> list[Operation]:
        """What the first part did. Raises Unreadable where that cannot be read."""
        return read_part(self.first_part or b"")

    def made_by(self) -> tuple[str, Instant | None] | None:
        """Which program made it, and when its window was opened; None where that is not noted."""
        try:
            name, opened_at = unpacked(self.first_part or b"")["by"]
            check_instants(opened_at)
        except (Unreadable, *NOT_WRITTEN_SO):
            return None
        return (name, opened_at) if name in PROGRAMS else None


def write_entry(work: UnitOfWork, now: Instant) -> bool:
    """Puts a change into the journal; what its owner had taken back is then gone for good.

    Answers whether the database is synced: to ask here costs nothing.
    """
    store, owner_id = work.store, work.owner_id
    [(entry_id, is_synced, was_taken_back)] = store.rows(
        "INSERT INTO changes (owner_id, made_at, label, undone) VALUES (?, ?, ?, 0)"
        f" RETURNING id, {_IS_SYNCED},"
        " EXISTS (SELECT 1 FROM changes WHERE owner_id = ? AND undone = 1)",
        (owner_id, now, work.label, owner_id),
    )
    if was_taken_back:
        store.rows("DELETE FROM changes WHERE owner_id = ? AND undone = 1", (owner_id,))
    for data in work.operations.parts():
        store.insert("change_parts", {"change_id": entry_id, "data": data})
    if work.former is not None and len(work.operations) == 1:
        enrolment_id, *former = work.former
        row = {"change_id": entry_id, "data": packed(former), "enrolment_id": enrolment_id}
        store.insert("former_judgements", row)
    if entry_id % TRIMMED_EVERY == 0:
        store.rows(
            "DELETE FROM changes WHERE owner_id = ? AND id <= (SELECT id FROM changes"
            " WHERE owner_id = ? AND undone = 0 ORDER BY id DESC LIMIT 1 OFFSET ?)",
            (owner_id, owner_id, KEPT),
        )
    return bool(is_synced)


def latest_entry(store: Store, owner_id: str, *, undone: bool) -> Entry | None:
    """The change to take back next, or the one to do again next."""
    rows = store.rows(
        "SELECT id, label, made_at FROM changes WHERE owner_id = ? AND undone = ?"
        f" ORDER BY id {'ASC' if undone else 'DESC'} LIMIT 1",
        (owner_id, int(undone)),
    )
    return next(iter(_entries(rows)), None)


def load_journal(store: Store, owner_id: str, limit: int | None) -> list[Recorded]:
    """An owner's entries, newest first, at most `limit` of them."""
    rows = store.rows(
        "SELECT c.id, c.label, c.made_at, c.undone, COUNT(p.id), p.data, MIN(p.id) FROM"
        " (SELECT * FROM changes WHERE owner_id = ? ORDER BY id DESC LIMIT ?) AS c"
        " LEFT JOIN change_parts AS p ON p.change_id = c.id GROUP BY c.id ORDER BY c.id DESC",
        (owner_id, -1 if limit is None else limit),
    )
    entries = _entries([row[:3] for row in rows])
    return [
        Recorded(entry, undone == 1, parts, data)
        for entry, (_, _, _, undone, parts, data, _) in zip(entries, rows, strict=True)
    ]


def entries_up_to(store: Store, owner_id: str, entry_id: int, *, undone: bool) -> list[Entry]:
    """The changes to take back up to a chosen one, or to do again, in the order of doing so."""
    beyond, order = ("<=", "ASC") if undone else (">=", "DESC")
    rows = store.rows(
        f"SELECT id, label, made_at FROM changes WHERE owner_id = ? AND undone = ?"
        f" AND id {beyond} ? ORDER BY id {order}",
        (owner_id, int(undone), entry_id),
    )
    return _entries(rows)


def read_entry(store: Store, entry_id: int) -> list[Operation]:
    """What an entry did. Raises Unreadable where that cannot be read."""
    rows = store.rows("SELECT data FROM change_parts WHERE change_id = ? ORDER BY id", (entry_id,))
    return [each for (data,) in rows for each in read_part(data)]


def take_former(store: Store, entry_id: int, enrolment_id: int) -> Former | None:
    """What an entry has changed of the judgement of an enrolment, where that is known and can be
    read; it is known no longer then.
    """
    for (data,) in store.rows(
        "DELETE FROM former_judgements WHERE change_id = ? AND enrolment_id = ? RETURNING data",
        (entry_id, enrolment_id),
    ):
        with suppress(Unreadable, *NOT_WRITTEN_SO):
            return Former(enrolment_id, *unpacked(data))
    return None


def part_ids(store: Store) -> list[tuple[int, int]]:
    """The id of every part of an entry, and the entry's."""
    rows = store.rows("SELECT id, change_id FROM change_parts ORDER BY id")
    return [(part, entry) for part, entry in rows]


def parts_with(store: Store, part_id: int) -> list[Row]:
    """The part with an id, as it is stored, if there is one."""
    return store.records("SELECT * FROM change_parts WHERE id = ?", (part_id,))


def mark_entry(store: Store, entry_id: int, *, undone: bool) -> bool:
    """Notes that an entry was taken back or done again; answers whether the database is synced."""
    [(is_synced,)] = store.rows(
        f"UPDATE changes SET undone = ? WHERE id = ? RETURNING {_IS_SYNCED}",
        (int(undone), entry_id),
    )
    return bool(is_synced)


def hand_over(store: Store, owner_id: str, heir_id: str) -> None:
    """Makes the changes of one owner those of another."""
    store.rows("UPDATE changes SET owner_id = ? WHERE owner_id = ?", (heir_id, owner_id))


def _entries(rows: list[tuple[Any, ...]]) -> list[Entry]:
    typed(rows, (WHOLE, TEXT, WHOLE))
    check_instants(*(made_at for _, _, made_at in rows))
    return [Entry(*row) for row in rows]
