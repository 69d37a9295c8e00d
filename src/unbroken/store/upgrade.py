"""Bringing a database of an older version up to date, after a copy of it as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from unbroken.core.errors import ErrorCode, StoreError
from unbroken.store.backup import copy_to
from unbroken.store.connection import Store


def upgrade(store: Store, name_copy: Callable[[int], Path]) -> Path | None:
    """Copies an outdated database and upgrades it; answers where the copy lies.

    `name_copy` says where that is to lie, given the version that the schema has. All is one
    transaction: whatever interrupts it, the file is of the old version or of this one. None where
    another program was faster. Raises StoreError where it cannot be copied or written; it is as it
    was then.
    """
    with store.upgrading() as version:
        if version is None:
            return None
        copy = name_copy(version)
        source = Store(store.path)  # what is being written cannot be copied by its writer
        try:
            copy_to(source, copy, as_it_is=True)
        except StoreError as error:
            if error.code != ErrorCode.NO_ACCESS:
                raise
            raise StoreError(
                error.code,
                f"{store.path} has to be upgraded for this version of Unbroken, and the copy"
                f" {copy} could not be made before; free its place and try again.",
            ) from error
        finally:
            source.close()
        return copy


def upgrade_in_place(store: Store) -> None:
    """Upgrades an outdated database that is a copy itself."""
    with store.upgrading():
        pass
