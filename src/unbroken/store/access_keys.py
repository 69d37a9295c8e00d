"""Apps and access keys: the service's own file, beside those of the apps."""

from __future__ import annotations

from pathlib import Path

from unbroken.core.instants import Instant
from unbroken.core.members import App
from unbroken.core.typing import NamedTuple
from unbroken.store.connection import Store
from unbroken.store.migrations import make_keys
from unbroken.store.schema import KEYS_APPLICATION_ID


class KeyRow(NamedTuple):
    """An access key; `scopes` with commas, `digest` the SHA-256 of its secret."""

    id: str
    app_id: str
    user_id: str | None
    scopes: str
    digest: bytes
    created_at: Instant
    revoked_at: Instant | None


class _KeysFile(Store):
    """The file of apps and keys, which has a schema of its own."""

    application_id = KEYS_APPLICATION_ID
    latest = 1

    def _climb(self, version: int) -> None:
        make_keys(self._connection)


def open_keys(path: Path) -> Store:
    """Opens the file, which is made if there is none. Raises StoreError where it cannot be used."""
    return _KeysFile(path)


def load_apps(store: Store) -> dict[str, App]:
    """Every app by id."""
    rows = store.rows(
        "SELECT id, org_id, created_at, created_by, is_configured FROM apps ORDER BY id"
    )
    return {row[0]: App(row[0], row[1], row[2], row[3], bool(row[4])) for row in rows}


def save_app(store: Store, app: App) -> None:
    """Stores an app, or changes the one with its id."""
    store.upsert("apps", app._asdict())


def load_keys(store: Store) -> dict[str, KeyRow]:
    """Every key by id, revoked ones too."""
    rows = store.rows(
        "SELECT id, app_id, user_id, scopes, digest, created_at, revoked_at FROM access_keys"
        " ORDER BY created_at, id"
    )
    return {row[0]: KeyRow._make(row) for row in rows}


def save_key(store: Store, key: KeyRow) -> None:
    """Stores a key, or changes the one with its id."""
    store.upsert("access_keys", key._asdict())
