"""Settings of the database, each a JSON value by its key."""

from __future__ import annotations

from unbroken.store.connection import Store


def load_settings(store: Store) -> dict[str, str]:
    """By key: every setting that is not as it was at first, as JSON text."""
    return dict(store.rows("SELECT key, value FROM settings ORDER BY key"))
