"""A consistent copy of the database while it is in use, and a sum by which it can be checked.

Of single flipped bits SQLite's own check sees fewer than half; a copy's sum, in a file of its name
and `.sha256` beside it that `sha256sum --check` reads too, sees them all.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from unbroken.core.errors import ErrorCode, StoreError
from unbroken.core.typing import Final
from unbroken.store.atomic_files import sync, whole_file, write_text
from unbroken.store.connection import Store

_SUM: Final = ".sha256"
_LONGEST_SUM: Final = 1000
_A_DAY: Final = 86_400


def copy_to(store: Store, target: Path, *, as_it_is: bool = False) -> None:
    """Copies the database to a file that must not exist yet, readable by its owner alone.

    What is copied is read and written anew; `as_it_is`, its pages are copied unread, so that damage
    keeps no copy from being made. The copy is there whole or not at all, and then gets its sum;
    what two programs copy at once neither of them spoils. Raises StoreError where it is there, or
    cannot be written.
    """
    there = StoreError(ErrorCode.EXISTS, f"{target} is there already; choose another name.")
    try:
        if target.exists():
            raise there
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with whole_file(target, replace=False) as partial:
                if as_it_is or not _is_utf8(partial):  # SQL cannot name such a file
                    store.copy_pages(str(partial))
                else:
                    store.rows("VACUUM INTO ?", (str(partial),))
                digest = _sum_of(partial)
        except FileExistsError:
            raise there from None
        write_text(_beside(target), [f"{digest}  {target.name}\n"], replace=True)
        sync(target.parent)
    except (OSError, ValueError) as error:  # no path has a null in it
        raise StoreError(
            ErrorCode.NO_ACCESS, f"{target} cannot be written; choose another place for the copy."
        ) from error


@contextmanager
def alone_in(folder: Path) -> Iterator[bool]:
    """Whether no other program is at the same work in a folder, which is made if there is none.

    A program that is killed leaves the folder free. Where none can be made or locked one is alone.
    """
    import fcntl  # only for a copy

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        yield True
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_alone = True
    except BlockingIOError:
        is_alone = False
    except OSError:  # a file system without locks
        is_alone = True
    try:
        yield is_alone
    finally:
        os.close(descriptor)


def _is_utf8(path: Path) -> bool:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def remove_leftovers(copy: Path, database: Path) -> None:
    """Deletes what was broken off a day or more before a new copy: beside it, and the database.

    The name that ends in `.restoring` is that of earlier versions.
    """
    newest = copy.stat().st_mtime
    name = glob.escape(database.name)
    left = [*copy.parent.glob(".*.partial*"), *database.parent.glob(f".{name}.*.partial*")]
    for path in [*left, database.with_name(f".{database.name}.restoring")]:
        with suppress(OSError):  # another program may be sweeping too
            if newest - path.stat().st_mtime > _A_DAY:
                path.unlink()


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


def remove_copy(copy: Path) -> None:
    """Deletes a copy and its sum, if they are there."""
    for path in (copy, _beside(copy)):
        path.unlink(missing_ok=True)


def _beside(copy: Path) -> Path:
    return copy.with_name(copy.name + _SUM)


def _sum_of(path: Path) -> str:
    import hashlib  # only for a copy

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
