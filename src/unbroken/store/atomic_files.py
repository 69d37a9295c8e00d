"""Files and folders that are written whole or not at all, readable by their owner alone.

What is written gets a name beside its place, is brought to the disk, and takes its own name only
then, so that neither a fault nor a power cut leaves half of it there. Every such name begins with a
dot and ends in `.partial`; what a killed program has left of that kind goes a day later.

Nothing here knows a database: this is the one module of the store that `exchange` may import. An
engine that handed it through would be a second name for the same thing.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from errno import EEXIST, EINVAL, ENOTSUP
from itertools import count

from unbroken.core.typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # every command opens the database, and none needs these for it
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_LONGEST_STEM: Final = 80
"""Characters of a name that stand in the name of its partial file."""

_LEFT_BESIDE: Final = ("", "-journal", "-wal", "-shm")
"""What SQLite may leave of a database, behind its name."""

_numbers: Final = count()
"""So that two writers in one process do not share a partial file."""

_PARTIAL: Final = r"\..+\.\d+-\d+\.partial(-journal)?"
"""The names beside a place; SQLite keeps a journal beside what it writes."""
_A_DAY: Final = 86_400


def make_private(path: Path | str) -> int:
    """Makes a file that only its owner can read; answers its descriptor, for writing.

    Raises FileExistsError where there is something of that name, a link included.
    """
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)


def sync(path: Path | str) -> None:
    """Waits until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (EINVAL, ENOTSUP):  # some file systems cannot do so for a folder
            raise
    finally:
        os.close(descriptor)


def _remove_leftovers(partial: Path) -> None:
    """Deletes what writers that were killed have left in a folder a day or more before `partial`.

    What cannot be deleted stays; another program may be at it too.
    """
    import re  # only where a file is written

    newest = partial.stat().st_mtime
    for path in partial.parent.glob(".*.partial*"):
        with suppress(OSError):
            if re.fullmatch(_PARTIAL, path.name) and newest - path.lstat().st_mtime > _A_DAY:
                if path.is_dir():
                    import shutil  # hardly ever

                    shutil.rmtree(path)
                else:
                    path.unlink()


@contextmanager
def whole_file(target: Path, *, replace: bool) -> Iterator[Path]:
    """An empty private file to fill, which becomes `target` at the end of the block.

    It is on the disk then; its name is once the folder is synced. Without `replace` a file that
    has appeared meanwhile stays, and FileExistsError is raised. Whatever the block raises, nothing
    is left. Raises OSError where it cannot be written.
    """
    partial = _beside(target)
    partial.unlink(missing_ok=True)
    os.close(make_private(partial))
    _remove_leftovers(partial)
    try:
        yield partial
        sync(partial)
        _take_name(partial, target, replace=replace)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def private_place(target: Path) -> Iterator[Path]:
    """A free name beside `target` for a database; what lies there at the end goes."""
    partial = _beside(target)
    try:
        yield partial
    finally:
        for ending in _LEFT_BESIDE:
            partial.with_name(partial.name + ending).unlink(missing_ok=True)


def write_text(target: Path, pieces: Iterable[str], *, replace: bool) -> None:
    """Writes a UTF-8 text as a whole file; its line ends stay as they are given."""
    with whole_file(target, replace=replace) as partial:
        _fill(partial, pieces)
    with suppress(OSError):  # it has its name already
        sync(target.absolute().parent)


def write_new(target: str, content: bytes) -> None:
    """Writes a new file whole, and its name too is on the disk then.

    For what is written with every change: it loads nothing, and sweeps up nothing. Raises
    FileExistsError where there is one, and OSError where it cannot be written.
    """
    folder, name = os.path.split(os.path.abspath(target))
    partial = os.path.join(folder, _partial_name(name))
    try:
        with os.fdopen(make_private(partial), "wb", buffering=0) as stream:
            while content:
                content = content[stream.write(content) :]
            os.fsync(stream.fileno())
        _take_name(partial, target, replace=False)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(partial)
    sync(folder)


@contextmanager
def whole_folder(target: Path, files: Mapping[str, str]) -> Iterator[Path]:
    """A private folder beside `target` that holds text files, on the disk, by their paths in it.

    The block gives it or its files their names; what it leaves goes with the folder.
    """
    import shutil  # only where a folder is replaced

    partial = _beside(target)
    partial.mkdir(mode=0o700)
    _remove_leftovers(partial)
    try:
        for name, text in files.items():
            path = partial / name
            path.parent.mkdir(mode=0o700, exist_ok=True)
            os.close(make_private(path))
            _fill(path, [text])
            sync(path)
        yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def name_folder(folder: Path, target: Path, files: Iterable[str]) -> None:
    """Makes a folder with its `files` the `target`, which is an empty folder or nothing yet."""
    if target.is_dir() and target.samefile("."):
        move_files(folder, target, files)  # one does not remove what one stands in
        return
    if target.is_dir():
        target.rmdir()
    folder.rename(target)


def move_files(folder: Path, target: Path, files: Iterable[str]) -> None:
    """Moves files from one folder to another, each in place of that of the same name."""
    for name in files:
        (target / name).parent.mkdir(mode=0o700, exist_ok=True)
        (folder / name).replace(target / name)


def copy_private(source: Path, target: Path) -> None:
    """Copies a file to one that is readable by its owner alone; what is there goes."""
    import shutil  # only where a folder is replaced

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


def _beside(target: Path) -> Path:
    return target.absolute().with_name(_partial_name(target.name))


def _partial_name(name: str) -> str:
    return f".{name[:_LONGEST_STEM]}.{os.getpid()}-{next(_numbers)}.partial"


def _fill(path: Path, pieces: Iterable[str]) -> None:
    # what is no UTF-8 in the name of a file is written as the bytes it is
    with path.open("w", encoding="utf-8", errors="surrogateescape", newline="") as stream:
        stream.writelines(pieces)


def _take_name(partial: Path | str, target: Path | str, *, replace: bool) -> None:
    """Renames. Without `replace` FileExistsError is raised for a file that is there."""
    if replace:
        os.replace(partial, target)
        return
    try:
        os.link(partial, target)
    except FileExistsError:
        raise
    except OSError as error:  # a file system without links
        if os.path.exists(target):
            raise FileExistsError(EEXIST, os.strerror(EEXIST), str(target)) from error
        os.rename(partial, target)
