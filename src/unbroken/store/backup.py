"""A consistent copy of the database while it is in use."""

from __future__ import annotations

import os
from pathlib import Path

from unbroken.store.database import Store
from unbroken.store.errors import NO_ACCESS, StoreError


def copy_to(store: Store, target: Path) -> None:
    """Copies the database to a file that must not exist yet, readable by its owner alone.

    The copy is written beside its place, synced, and given its name only when it is whole. Raises
    StoreError where that cannot be done.
    """
    partial = target.with_name(f".{target.name}.partial")
    try:
        if target.exists():
            raise StoreError("exists", f"{target} is there already; choose another name.")
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            store.rows("VACUUM INTO ?", (str(partial),))
            _sync(partial)
            partial.rename(target)
            _sync(target.parent)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            NO_ACCESS, f"{target} cannot be written; choose another place for the copy."
        ) from error


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
