"""Opening the database file, which is made if there is none, with its first owner in it."""

from __future__ import annotations

import os

from unbroken.core.typing import TYPE_CHECKING
from unbroken.engine.clock import Clock
from unbroken.engine.context import Context
from unbroken.engine.zones import machine_zone, use_newest_zone_data
from unbroken.store.connection import Store
from unbroken.store.owners import has_owners, opening

if TYPE_CHECKING:
    from pathlib import Path


def file_of(path: Path) -> tuple[int, int] | None:
    """Which file lies at a path, as device and inode; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def open_context(
    path: Path | str | None, clock: Clock, timeout: float, *, first_owner: bool = True
) -> Context:
    """Opens a database file, which is made if there is none, with its first owner in it.

    An app's file does without a `first_owner`: its people are those that the app records for. One
    of an older version is copied and upgraded. `timeout` is how many seconds another program's
    lock is waited for. Raises StoreError where the file cannot be used.
    """
    use_newest_zone_data()
    path = path or os.environ.get("UNBROKEN_DB")
    if not path:
        from unbroken.engine.data_folder import default_path  # only without a path

        path = default_path()
    store = Store(path, timeout=timeout)
    context = Context(store, clock)
    try:
        if store.is_outdated:
            from unbroken.engine.backups import upgrade_database  # once in a version's life

            context.former_file = upgrade_database(store, context.now())
        is_peopled, context.is_synced = opening(store)
        if first_owner and not is_peopled:
            _make_first_owner(store)
    except BaseException:
        store.close()
        raise
    return context


def _make_first_owner(store: Store) -> None:
    """A database has at least one owner (docs/domain.md 1); the first start makes them."""
    # the first start alone writes before anything is asked of it
    from unbroken.core.results import FIRST_NAME
    from unbroken.engine.owners import insert_owner
    from unbroken.store.unit_of_work import UnitOfWork  # only what writes

    with store.writing():
        if not has_owners(store):
            insert_owner(UnitOfWork(store), {"name": FIRST_NAME}, machine_zone())
