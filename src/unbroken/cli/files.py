"""Writing a file or a folder whole or not at all, and never over the database."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TextIO

from unbroken.engine.errors import Refusal


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, without opening it."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


def check_target(target: Path, database: Path, *, force: bool) -> Path:
    """The file to write, links followed. Raises Refusal where it must not be written."""
    if target.is_symlink():
        target = target.resolve()
    beside = [database.with_name(database.name + ending) for ending in ("", "-journal")]
    if any(same_file(target, each) or target.absolute() == each.absolute() for each in beside):
        raise Refusal("file_exists", f"{target} is the database itself; choose another file.")
    if target.exists() and not target.is_file():
        raise Refusal("bad_file", f"{target} is not a file; choose another name.")
    if target.exists() and not force:
        raise _exists(target)
    return target


def write_whole(target: Path, fill: Callable[[TextIO], None], *, force: bool) -> None:
    """Writes beside the target, syncs, and gives the file its name only when it is whole.

    The file is readable by its owner alone. Raises Refusal where it cannot be written.
    """
    partial = target.with_name(f".{target.name[:80]}.{os.getpid()}.partial")
    try:
        descriptor = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
                fill(stream)
                stream.flush()
                os.fsync(stream.fileno())
            _name(partial, target, force)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(target, error) from error


def check_folder(target: Path, *, force: bool) -> Path:
    """The folder to write, links followed. Raises Refusal where it must not be written."""
    if target.is_symlink():
        target = target.resolve()
    if target.exists() and not target.is_dir():
        raise Refusal("bad_file", f"{target} is not a folder; choose another name.")
    try:
        if not force and target.exists() and any(target.iterdir()):
            raise _not_empty(target)
    except OSError as error:
        raise _unwritable(target, error) from error
    return target


def write_folder(target: Path, files: Mapping[str, str], database: Path, *, force: bool) -> None:
    """Writes text files, named by their paths inside the folder, beside it, and then renames it.

    With `force` a folder that holds files already gets each file renamed into it, in place of that
    of the same name. All is readable by its owner alone. Raises Refusal where it cannot be written.
    """
    partial = target.with_name(f".{target.name[:80]}.{os.getpid()}.partial")
    try:
        partial.mkdir(mode=0o700)
        try:
            for name, text in files.items():
                (partial / name).parent.mkdir(mode=0o700, exist_ok=True)
                _write_new(partial / name, text)
            if target.is_dir() and any(target.iterdir()):
                if not force:
                    raise _not_empty(target)
                _move_files(partial, target, files, database)
            else:
                if target.is_dir():
                    target.rmdir()
                partial.rename(target)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise _unwritable(target, error) from error


def _write_new(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _move_files(partial: Path, target: Path, files: Mapping[str, str], database: Path) -> None:
    """Renames files into a folder; nothing is touched where one of them cannot take its place."""
    beside = [database.with_name(database.name + ending) for ending in ("", "-journal")]
    for name in files:
        path = target / name
        if any(same_file(path, each) or path.absolute() == each.absolute() for each in beside):
            raise Refusal("file_exists", f"{path} is the database itself; choose another folder.")
        within = path.parent.is_dir() or not path.parent.exists()
        if path.is_dir() or path.parent.is_symlink() or not within:
            raise Refusal("bad_file", f"{path} cannot be replaced; choose another folder.")
    for name in files:
        (target / name).parent.mkdir(mode=0o700, exist_ok=True)
        (partial / name).replace(target / name)


def _not_empty(target: Path) -> Refusal:
    text = f"{target} is not empty; add --force to replace files of the same name."
    return Refusal("file_exists", text)


def _unwritable(target: Path, error: OSError) -> Refusal:
    reason = (error.strerror or "the path is not usable").lower()
    return Refusal("bad_file", f"{target} cannot be written: {reason}.")


def _name(partial: Path, target: Path, force: bool) -> None:
    """Renames; without `force` a file that has appeared meanwhile stays."""
    if force:
        partial.replace(target)
        return
    try:
        target.hardlink_to(partial)
    except FileExistsError:
        raise _exists(target) from None
    except OSError:  # a file system without links
        if target.exists():
            raise _exists(target) from None
        partial.rename(target)


def _exists(target: Path) -> Refusal:
    return Refusal("file_exists", f"{target} is there already; add --force to replace it.")
