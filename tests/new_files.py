"""New database files that are copies of one, made once for all tests of a process."""

from __future__ import annotations

import sqlite3

import pytest

from unbroken.store.connection import Store


class NewFiles:
    """The first new file of each kind climbs the ladder; those after it get what that led to."""

    def __init__(self) -> None:
        self._made: dict[type[Store], sqlite3.Connection] = {}

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Comes before what a store does with a file that holds nothing."""
        prepare = Store._prepare

        def prepare_copy(store: Store) -> int:
            if not store._is_blank():
                return prepare(store)
            kind = type(store)
            if kind in self._made:
                self._made[kind].backup(store._connection)
                return store.latest
            version = prepare(store)
            copy = sqlite3.connect(":memory:", check_same_thread=False)
            store._connection.backup(copy)
            self._made[kind] = copy
            return version

        patch.setattr(Store, "_prepare", prepare_copy)

    def close(self) -> None:
        """Lets go of what was kept."""
        for each in self._made.values():
            each.close()
