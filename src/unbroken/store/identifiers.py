"""Which ids a table has."""

from __future__ import annotations

from collections.abc import Iterable

from unbroken.store.connection import Store
from unbroken.store.stored_values import batched, marks, stored_id


def known_ids(store: Store, table: str, ids: Iterable[str]) -> set[str]:
    """Those of the ids that a row of the table has."""
    known: set[str] = set()
    for batch in batched(ids):
        stored = {stored_id(key) if table == "logs" else key: key for key in batch}
        rows = store.rows(f"SELECT id FROM {table} WHERE id IN ({marks(len(stored))})", [*stored])
        known.update(stored[key] for (key,) in rows)
    return known


def has_rows(store: Store, table: str) -> bool:
    """Whether anything is in a table."""
    return bool(store.rows(f"SELECT 1 FROM {table} LIMIT 1"))
