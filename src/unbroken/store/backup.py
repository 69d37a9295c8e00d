"""A consistent copy of the database while it is in use, and a sum by which it can be checked.

Of single flipped bits SQLite's own check sees fewer than half; a copy's sum, in a file of its name
and `.sha256` beside it that `sha256sum --check` reads too, sees them all.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from unbroken.store.database import Store
from unbroken.store.errors import NO_ACCESS, StoreError

_SUM: Final = ".sha256"


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
            _write_sum(target, _sum_of(partial))
            partial.rename(target)
            _sync(target.parent)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            NO_ACCESS, f"{target} cannot be written; choose another place for the copy."
        ) from error


def is_whole(copy: Path, source: Path) -> bool:
    """Whether a copy is as it was made, by the sum beside `source`; True where there is none."""
    try:
        noted = _beside(source).read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError):
        return True
    return noted[:1] == [_sum_of(copy)]


def remove_copy(copy: Path) -> None:
    """Deletes a copy and its sum, if they are there."""
    for path in (copy, _beside(copy)):
        path.unlink(missing_ok=True)


def _beside(copy: Path) -> Path:
    return copy.with_name(copy.name + _SUM)


def _sum_of(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_sum(target: Path, digest: str) -> None:
    descriptor = os.open(_beside(target), os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{digest}  {target.name}\n")
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
