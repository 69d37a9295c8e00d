"""Which machine and which file a device is.

A database that was restored, cloned or copied must not go on as the device that it was: two files
would write the same numbers into the folder, and what one of them has to say would be lost. So a
device is bound to the machine and the file, and a note beside the file tells how far it has come:
a file that was set back in its place knows less than the note does.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import cache

from unbroken.core.typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:  # every command that shares loads this
    from collections.abc import Iterator

_MACHINE: Final = ("/etc/machine-id", "/var/lib/dbus/machine-id")
_SHOWN: Final = 12
_RANDOM: Final = 5
"""Octets of an id that no other machine of the same name has."""


class Note(NamedTuple):
    """What lies beside a database: which segment its device wrote last."""

    device: str
    number: int
    hash: str
    writes: int
    stamp: str
    """How many writes of the outbox are in it, and the stamp of the last of them."""


def new_device() -> str:
    """A device id that begins with what people call the machine."""
    called = os.uname().nodename.partition(".")[0].casefold()
    name = "".join(each for each in called if each.isascii() and (each.isalnum() or each == "-"))
    return f"{name[:_SHOWN].strip('-') or 'machine'}-{os.urandom(_RANDOM).hex()}"


def binding(path: str) -> str:
    """What ties a device to the machine and the file at a path.

    Not the number of its disk, which many systems give out anew at every start.
    """
    place = place_of(path)
    try:
        file = str(os.stat(place).st_ino)
    except OSError:
        file = ""
    return f"{_machine()} {file} {place}"


@cache
def place_of(path: str) -> str:
    """Where a path leads: an open database stays that, whatever links lead elsewhere since."""
    return os.path.realpath(path)


def read_note(path: str) -> Note | None:
    """What lies beside the database at a path; None where there is nothing that can be read."""
    try:
        with open(_note(path), encoding="ascii") as file:
            device, number, digest, count, stamp = file.read().split()
            return Note(device, int(number), digest, int(count), stamp)
    except (OSError, ValueError):
        return None


def write_note(path: str, note: Note) -> None:
    """Leaves a note beside the database; where nothing can be written there, it does without."""
    try:
        descriptor = os.open(_note(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            os.write(descriptor, (" ".join(map(str, note)) + "\n").encode("ascii"))
        finally:
            os.close(descriptor)
    except OSError:
        return


@contextmanager
def alone(path: str) -> Iterator[bool]:
    """Whether no other program writes into the folder for the database at a path, until the end."""
    try:
        descriptor = os.open(_note(path), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:  # the note cannot be written either
        yield True
        return
    try:
        yield _locked(descriptor)
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    import fcntl  # only what writes

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def remove_note(path: str) -> None:
    """Takes the note away."""
    try:
        os.unlink(_note(path))
    except OSError:
        return


def _note(path: str) -> str:
    return f"{place_of(path)}-sync"


@cache
def _machine() -> str:
    """The id of the machine; empty where it has none, as in many containers."""
    for place in _MACHINE:
        try:
            with open(place, encoding="ascii") as file:
                return file.read().strip()
        except OSError:
            continue
    return ""
