"""Where an export is written to: never over the database, nor over what is there unasked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.store.atomic_files import (
    move_files,
    name_folder,
    sync,
    whole_file,
    whole_folder,
    write_text,
)


class Taken(Refusal):
    """Something of that name is there already; `question` asks a person about it."""

    def __init__(self, target: Path, *, folder: bool = False) -> None:
        if folder:
            there, forced = "is not empty", "replace files of the same name"
            self.question = f"{target} {there}. Replace the files of the same name in it?"
        else:
            there, forced = "is there already", "replace it"
            self.question = f"{target} {there}. Replace it?"
        super().__init__(ErrorCode.FILE_EXISTS, f"{target} {there}; add --force to {forced}.")


def is_same_file(one: Path, other: Path) -> bool:
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
        raise Refusal(
            ErrorCode.FILE_EXISTS, f"{target} is the database itself; choose another file."
        )
    if target.exists() and not target.is_file():
        raise Refusal(ErrorCode.BAD_FILE, f"{target} is not a file; choose another name.")
    if target.exists() and not force:
        raise Taken(target)
    return target


def write_file(target: Path, pieces: Iterable[str], *, force: bool) -> None:
    """Writes a text whole or not at all, readable by its owner alone.

    Raises Taken for a file that has appeared meanwhile, unless it is forced, and Refusal where it
    cannot be written.
    """
    with _told_of(target):
        write_text(target, pieces, replace=force)


def write_bytes(target: Path, content: bytes, *, force: bool) -> None:
    """Writes a file that is no text, as `write_file` does."""
    with _told_of(target):
        with whole_file(target, replace=force) as partial:
            partial.write_bytes(content)
        with suppress(OSError):  # it has its name already
            sync(target.absolute().parent)


@contextmanager
def _told_of(target: Path) -> Iterator[None]:
    """Turns what goes wrong in writing a file into a refusal."""
    try:
        yield
    except FileExistsError:
        raise Taken(target) from None
    except (OSError, ValueError) as error:
        raise _unwritable(target, error) from error


def check_folder(target: Path, *, force: bool) -> Path:
    """The folder to write, links followed. Raises Refusal where it must not be written."""
    if target.is_symlink():
        target = target.resolve()
    if target.exists() and not target.is_dir():
        raise Refusal(ErrorCode.BAD_FILE, f"{target} is not a folder; choose another name.")
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
    """Writes text files, named by their paths inside the folder, which gets its name once whole.

    With `force` a folder that holds files already gets each file in place of that of the same
    name, once the `former` files are gone, and their folders where nothing else is in them. All is
    readable by its owner alone. Raises Refusal where it cannot be written.
    """
    try:
        with whole_folder(target, files) as made:
            if not (target.is_dir() and any(target.iterdir())):
                name_folder(made, target, files)
                return
            if not force:
                raise Taken(target, folder=True)
            _check_files(target, files, database)
            _remove(target, former)
            move_files(made, target, files)
    except (OSError, ValueError) as error:
        raise _unwritable(target, error) from error


def _is_database(path: Path, database: Path | None) -> bool:
    """Whether a path is that of the database, or of a file that SQLite makes beside it."""
    if database is None:
        return False
    beside = [database.with_name(database.name + ending) for ending in _SQLITE]
    return any(is_same_file(path, each) or path.absolute() == each.absolute() for each in beside)


def _check_files(target: Path, files: Iterable[str], database: Path | None) -> None:
    """Raises Refusal where one of the files cannot take its place."""
    for name in files:
        path = target / name
        if _is_database(path, database):
            raise Refusal(
                ErrorCode.FILE_EXISTS, f"{path} is the database itself; choose another folder."
            )
        within = path.parent.is_dir() or not path.parent.exists()
        if path.is_dir() or path.parent.is_symlink() or not within:
            raise Refusal(ErrorCode.BAD_FILE, f"{path} cannot be replaced; choose another folder.")


def _remove(target: Path, files: Iterable[str]) -> None:
    for name in files:
        path = target / name
        path.unlink()
        if path.parent != target and not any(path.parent.iterdir()):
            path.parent.rmdir()


def _unwritable(target: Path, error: OSError | ValueError) -> Refusal:
    told = error.strerror if isinstance(error, OSError) else None
    reason = (told or "the path is not usable").lower()
    return Refusal(ErrorCode.BAD_FILE, f"{target} cannot be written: {reason}.")
