"""Settings of the database, each a JSON value by its key."""

from __future__ import annotations

from unbroken.core.typing import Any
from unbroken.store.connection import Store
from unbroken.store.stored_values import TEXT, typed


def load_settings(store: Store) -> dict[str, str]:
    """By key: every setting that is not as it was at first, as JSON text."""
    rows = store.rows("SELECT key, value FROM settings ORDER BY key")
    found: list[Any] = typed(rows, (TEXT, TEXT))
    return dict(found)
