"""Writing a file or a folder whole or not at all, and never over the database."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from unbroken.core.errors import Refusal


class Taken(Refusal):
    """Something of that name is there already; `question` asks a person about it."""

    def __init__(self, target: Path, *, folder: bool = False) -> None:
        if folder:
            there, forced = "is not empty", "replace files of the same name"
            self.question = f"{target} {there}. Replace the files of the same name in it?"
        else:
            there, forced = "is there already", "replace it"
            self.question = f"{target} {there}. Replace it?"
        super().__init__("file_exists", f"{target} {there}; add --force to {forced}.")


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, without opening it."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


_SQLITE: Final = ("", "-journal", "-wal", "-shm")
"""How the names end of the files that SQLite keeps for one database."""


def check_target(target: Path, database: Path | None, *, force: bool) -> Path:
    """The file to write, links followed. Raises Refusal where it must not be written."""
    if target.is_symlink():
        target = target.resolve()
    if _is_database(target, database):
        raise Refusal("file_exists", f"{target} is the database itself; choose another file.")
    if target.exists() and not target.is_file():
        raise Refusal("bad_file", f"{target} is not a file; choose another name.")
    if target.exists() and not force:
        raise Taken(target)
    return target


def write_whole(target: Path, pieces: Iterable[str], *, force: bool) -> None:
    """Writes a text beside the target, syncs, and gives the file its name only when it is whole.

    The file is readable by its owner alone. Raises Refusal where it cannot be written.
    """
    try:
        partial = _beside(target)
        try:
            _write_new(partial, pieces)
            _name(partial, target, force)
        finally:
            partial.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise _unwritable(target, error) from error


def check_folder(target: Path, *, force: bool) -> Path:
    """The folder to write, links followed. Raises Refusal where it must not be written."""
    if target.is_symlink():
        target = target.resolve()
    if target.exists() and not target.is_dir():
        raise Refusal("bad_file", f"{target} is not a folder; choose another name.")
    try:
        if not force and target.exists() and any(target.iterdir()):
            raise Taken(target, folder=True)
    except (OSError, ValueError) as error:
        raise _unwritable(target, error) from error
    return target


def write_folder(
    target: Path,
    files: Mapping[str, str],
    database: Path | None,
    *,
    force: bool,
    former: Iterable[str] = (),
) -> None:
    """Writes text files, named by their paths inside the folder, beside it, and then renames it.

    With `force` a folder that holds files already gets each file renamed into it, in place of that
    of the same name, once the `former` files are gone, and their folders where nothing else is in
    them. All is readable by its owner alone. Raises Refusal where it cannot be written.
    """
    try:
        partial = _beside(target)
        partial.mkdir(mode=0o700)
        try:
            for name, text in files.items():
                (partial / name).parent.mkdir(mode=0o700, exist_ok=True)
                _write_new(partial / name, [text])
            if target.is_dir() and any(target.iterdir()):
                if not force:
                    raise Taken(target, folder=True)
                _check_files(target, files, database)
                _remove(target, former)
                _move_files(partial, target, files)
            else:
                if target.is_dir() and target.samefile("."):
                    _move_files(partial, target, files)  # one does not remove what one stands in
                else:
                    if target.is_dir():
                        target.rmdir()
                    partial.rename(target)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except (OSError, ValueError) as error:
        raise _unwritable(target, error) from error


def _beside(target: Path) -> Path:
    return target.absolute().with_name(f".{target.name[:80]}.{os.getpid()}.partial")


def _write_new(path: Path, pieces: Iterable[str]) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
        stream.writelines(pieces)
        stream.flush()
        os.fsync(stream.fileno())


def _is_database(path: Path, database: Path | None) -> bool:
    """Whether a path is that of the database, or of a file that SQLite makes beside it."""
    if database is None:
        return False
    beside = [database.with_name(database.name + ending) for ending in _SQLITE]
    return any(same_file(path, each) or path.absolute() == each.absolute() for each in beside)


def _check_files(target: Path, files: Iterable[str], database: Path | None) -> None:
    """Raises Refusal where one of the files cannot take its place."""
    for name in files:
        path = target / name
        if _is_database(path, database):
            raise Refusal("file_exists", f"{path} is the database itself; choose another folder.")
        within = path.parent.is_dir() or not path.parent.exists()
        if path.is_dir() or path.parent.is_symlink() or not within:
            raise Refusal("bad_file", f"{path} cannot be replaced; choose another folder.")


def _remove(target: Path, files: Iterable[str]) -> None:
    for name in files:
        path = target / name
        path.unlink()
        if path.parent != target and not any(path.parent.iterdir()):
            path.parent.rmdir()


def _move_files(partial: Path, target: Path, files: Iterable[str]) -> None:
    for name in files:
        (target / name).parent.mkdir(mode=0o700, exist_ok=True)
        (partial / name).replace(target / name)


def _unwritable(target: Path, error: OSError | ValueError) -> Refusal:
    told = error.strerror if isinstance(error, OSError) else None
    reason = (told or "the path is not usable").lower()
    return Refusal("bad_file", f"{target} cannot be written: {reason}.")


def _name(partial: Path, target: Path, force: bool) -> None:
    """Renames; without `force` a file that has appeared meanwhile stays."""
    if force:
        partial.replace(target)
        return
    try:
        target.hardlink_to(partial)
    except FileExistsError:
        raise Taken(target) from None
    except OSError:  # a file system without links
        if target.exists():
            raise Taken(target) from None
        partial.rename(target)
