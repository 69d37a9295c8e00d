"""Writing a file whole or not at all, and never over the database."""

from __future__ import annotations

import os
from collections.abc import Callable
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
        reason = (error.strerror or "the path is not usable").lower()
        raise Refusal("bad_file", f"{target} cannot be written: {reason}.") from error


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
