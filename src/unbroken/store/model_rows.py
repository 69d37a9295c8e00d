"""Rows that are made and changed now and then, through Peewee's models.

What a command does every day (logs, skips, and all that undo turns) is plain statements, since
Peewee takes longer to import than such a command runs (docs/decisions/0006).
"""

from __future__ import annotations

from typing import Any

from unbroken.store.connection import Store
from unbroken.store.models import BY_TABLE
from unbroken.store.stored_values import Row


def insert_row(store: Store, table: str, row: Row) -> Any:
    """Inserts a row; answers its key."""
    return store.run(BY_TABLE[table].insert(**row))


def update_row(store: Store, table: str, key: Any, columns: Row) -> None:
    """Changes columns of the row with a key."""
    model: Any = BY_TABLE[table]
    store.run(model.update(**columns).where(model._meta.primary_key == key))
