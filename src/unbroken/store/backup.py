"""A consistent copy of the database while it is in use, and a sum by which it can be checked.

Of single flipped bits SQLite's own check sees fewer than half; a copy's sum, in a file of its name
and `.sha256` beside it that `sha256sum --check` reads too, sees them all.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from errno import EEXIST, EINVAL, ENOTSUP
from pathlib import Path
from typing import Final

from unbroken.core.errors import NO_ACCESS, StoreError
from unbroken.store.connection import Store

_SUM: Final = ".sha256"
_LONGEST_SUM: Final = 1000


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
        os.close(make_private(partial))
        try:
            store.rows("VACUUM INTO ?", (str(partial),))
            sync(partial)
            _write_sum(target, _sum_of(partial))
            partial.rename(target)
            sync(target.parent)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            NO_ACCESS, f"{target} cannot be written; choose another place for the copy."
        ) from error


def is_whole(copy: Path, source: Path) -> bool:
    """Whether a copy is as it was made, by the sum beside `source`; True where there is none.

    What is beside it and is no sum, or cannot be read, says that something was changed.
    """
    beside = _beside(source)
    if not os.path.lexists(beside):
        return True
    try:
        if not beside.is_file():  # reading a pipe would wait for ever
            return False
        with beside.open("rb") as file:
            noted = file.read(_LONGEST_SUM).split()
    except OSError:
        return False
    return noted[:1] == [_sum_of(copy).encode()]


def take_in(source: Path, target: Path) -> None:
    """Copies a file to one that is readable by its owner alone; what is there goes."""
    target.unlink(missing_ok=True)
    with source.open("rb") as old, os.fdopen(make_private(target), "wb") as new:
        shutil.copyfileobj(old, new)


def put_in_place(incoming: Path, path: Path, former: Path) -> None:
    """Gives a whole file the name `path`, and what had it the name `former`, which must be free.

    What it holds, and the former file, are on the disk before. Raises OSError where it cannot be
    done; all is as it was then.
    """
    sync(incoming)
    former.parent.mkdir(mode=0o700, exist_ok=True)
    if os.path.lexists(former):
        raise FileExistsError(EEXIST, os.strerror(EEXIST), str(former))
    try:
        os.link(path, former)
        moved = False
    except OSError:  # a file system without links
        path.rename(former)
        moved = True
    try:
        sync(former.parent)
        incoming.replace(path)
    except OSError:
        if moved:
            former.rename(path)
        else:
            former.unlink()
        raise
    with suppress(OSError):  # it has its name already
        sync(path.parent)


def make_private(path: Path) -> int:
    """Makes a file that only its owner can read; answers its descriptor, for writing."""
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)


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
    path = _beside(target)
    path.unlink(missing_ok=True)
    with os.fdopen(make_private(path), "w", encoding="ascii") as file:
        file.write(f"{digest}  {target.name}\n")
        file.flush()
        os.fsync(file.fileno())


def sync(path: Path) -> None:
    """Waits until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (EINVAL, ENOTSUP):  # some file systems cannot do so for a folder
            raise
    finally:
        os.close(descriptor)
