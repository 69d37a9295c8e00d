"""Access keys of the service: made, shown once, recognized and revoked (docs/service.md).

A key is `unb_<id>.<secret>`. Only the SHA-256 of the secret is kept.

The secret is longer than a block of SHA-256, and HMAC takes the hash of such a key in its place.
So what is kept verifies tokens that an app signs with its secret (HS256), and is not the secret.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection
from pathlib import Path
from time import monotonic

from unbroken.core.errors import ErrorCode, NotFound, Refusal
from unbroken.core.instants import instant_of, moment_of, optional_moment
from unbroken.core.members import App, check_id
from unbroken.core.reports import KnownKey, NewKey
from unbroken.core.typing import Final
from unbroken.engine.clock import Clock, system_clock
from unbroken.store.access_keys import (
    KeyRow,
    load_apps,
    load_keys,
    open_keys,
    save_app,
    save_key,
)

SCOPES: Final = ("read", "write", "admin")
PREFIX: Final = "unb_"
APP_ID: Final = r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}"
"""What an app may be called: it is the name of a file too."""

_SECRET_BYTES: Final = 33
"""264 random bits, written as 66 characters: longer than the 64 bytes of a block of SHA-256."""
_NOBODY: Final = bytes(32)
_FRESH_SECONDS: Final = 0.05


class AccessKeys:
    """The apps and keys of a service, in one file. It belongs to the thread that opened it.

    What other processes change in the file is seen at the next question; that they have revoked a
    key, within a twentieth of a second.
    """

    def __init__(self, path: Path, clock: Clock = system_clock) -> None:
        self._store = open_keys(path)
        self._clock = clock
        self._seen = -1
        self._looked_at = float("-inf")
        self._apps: dict[str, App] = {}
        self._keys: dict[str, KeyRow] = {}
        self._known: dict[str, KnownKey] = {}

    def close(self) -> None:
        """Closes the file."""
        self._store.close()

    def apps(self) -> dict[str, App]:
        """Every app by id."""
        self._refresh()
        return self._apps

    def keys(self) -> list[KnownKey]:
        """Every key, oldest first, revoked ones too."""
        self._refresh()
        return list(self._known.values())

    def add(self, app_id: str, scopes: Collection[str], user_id: str | None = None) -> NewKey:
        """Makes a key, and its app if there is none. Raises Refusal for a scope that is none."""
        wanted = tuple(scope for scope in SCOPES if scope in scopes)
        if not wanted or len(wanted) != len(set(scopes)):
            raise Refusal(ErrorCode.BAD_SCOPE, "Scopes are some of read, write and admin.")
        if user_id is not None:
            check_id(user_id, "user")
            if "admin" in wanted:
                raise Refusal(
                    ErrorCode.BAD_SCOPE, "A key of one user reads and writes; it is no admin's."
                )
        secret, key_id = secrets.token_hex(_SECRET_BYTES), f"{PREFIX}{secrets.token_hex(8)}"
        now = instant_of(self._clock())
        with self._store.writing():
            if app_id not in load_apps(self._store):
                check_app_id(app_id)
                save_app(self._store, App(app_id, "", now, key_id, True))
            digest = hashlib.sha256(secret.encode()).digest()
            row = KeyRow(key_id, app_id, user_id, ",".join(wanted), digest, now, None)
            save_key(self._store, row)
        self._seen = -1
        return NewKey(key_id, f"{key_id}.{secret}", secret, app_id, user_id, wanted)

    def revoke(self, key_id: str) -> KnownKey:
        """Makes a key good for nothing, for ever. Raises NotFound for one that is not there."""
        with self._store.writing():
            row = load_keys(self._store).get(_full(key_id))
            if row is None:
                raise NotFound("There is no such key; see `unbroken serve key list`.")
            if row.revoked_at is None:
                row = row._replace(revoked_at=instant_of(self._clock()))
                save_key(self._store, row)
        self._seen = -1
        return _known(row)

    def save_app(self, app: App) -> None:
        """Stores an app, or changes it. Raises Refusal for an id that no app can have."""
        check_app_id(app.id)
        with self._store.writing():
            save_app(self._store, app)
        self._seen = -1

    def recognized(self, key_id: str, secret: str) -> KnownKey | None:
        """The key that these are the two parts of; it takes as long where they are none."""
        row = self._row(key_id)
        digest = hashlib.sha256(secret.encode()).digest()
        is_right = hmac.compare_digest(digest, _NOBODY if row is None else row.digest)
        return self._known[row.id] if row and is_right and row.revoked_at is None else None

    def signed(self, key_id: str, message: bytes, signature: bytes) -> KnownKey | None:
        """The key with whose secret a message was signed (HMAC-SHA256)."""
        row = self._row(key_id)
        wanted = hmac.digest(_NOBODY if row is None else row.digest, message, "sha256")
        is_right = hmac.compare_digest(wanted, signature)
        return self._known[row.id] if row and is_right and row.revoked_at is None else None

    def is_good(self, key_id: str) -> bool:
        """Whether there is a key with an id that is not revoked."""
        row = self._row(key_id)
        return row is not None and row.revoked_at is None

    def _row(self, key_id: str) -> KeyRow | None:
        """The key with an id; one that is known may be what it was a moment ago."""
        full, is_old = _full(key_id), monotonic() - self._looked_at >= _FRESH_SECONDS
        if is_old or self._seen < 0 or full not in self._keys:
            self._refresh()
        return self._keys.get(full)

    def _refresh(self) -> None:
        self._looked_at, version = monotonic(), self._store.data_version
        if version != self._seen:
            self._apps, self._keys = load_apps(self._store), load_keys(self._store)
            self._known = {key_id: _known(row) for key_id, row in self._keys.items()}
            self._seen = version


def _full(key_id: str) -> str:
    """A key's id as it is stored, also where it is given without what all have before it."""
    return f"{PREFIX}{key_id.removeprefix(PREFIX)}"


def check_app_id(app_id: str) -> None:
    """Raises Refusal for what no app can be called."""
    if not re.fullmatch(APP_ID, app_id):
        raise Refusal(
            ErrorCode.BAD_ID,
            "An app is called by up to 64 letters, digits, - and _, a letter or digit first.",
            "app_id",
        )


def _known(row: KeyRow) -> KnownKey:
    return KnownKey(
        row.id,
        row.app_id,
        row.user_id,
        tuple(row.scopes.split(",")),
        moment_of(row.created_at),
        optional_moment(row.revoked_at),
    )
