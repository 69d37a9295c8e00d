"""Why the folder that machines share cannot be used, each in one plain sentence.

None of these is about the database: what was recorded stays recorded, and is shared later. A change
goes without them, so that they are imported where one is raised.
"""

from __future__ import annotations

from errno import EACCES, EDQUOT, ENOSPC, ENOTDIR, EPERM, EROFS

from unbroken.core.errors import ErrorCode, SyncError


class Torn(SyncError):
    """A file of the folder is not what was written: cut off, altered, or something else."""

    def __init__(self, what: str) -> None:
        super().__init__(ErrorCode.DAMAGED, f"{what} is damaged, or has not arrived whole yet.")


class Mixed(Torn):
    """A segment that is sealed in a vault that is not, or the other way round."""

    def __init__(self, what: str, *, sealed: bool) -> None:
        here = "sealed, and this folder is not" if sealed else "not sealed, and this folder is"
        SyncError.__init__(
            self, ErrorCode.DAMAGED, f"{what} is {here}: it is not of this folder, and is not read."
        )


class NumberTaken(SyncError):
    """The device has written more than its own database knows of: that is a copy, or was restored.

    It goes on as a new device. `newest` is the highest number that the folder has of it.
    """

    def __init__(self, place: str, newest: int) -> None:
        super().__init__(
            ErrorCode.CHANGED_SINCE,
            f"{place} has newer changes of this machine than its database, which was restored or"
            " copied; sync again, and it goes on as a new machine.",
        )
        self.newest = newest


class FolderBehind(SyncError):
    """The folder lacks what the device has written before: it was set back, or has not arrived.

    `last` is the number up to which the folder has everything of the device.
    """

    def __init__(self, place: str, last: int) -> None:
        super().__init__(
            ErrorCode.CHANGED_SINCE,
            f"{place} was set back to an older state, or is not complete yet;"
            " `unbroken sync rebuild` writes again what this machine has.",
        )
        self.last = last


def not_there(place: str) -> SyncError:
    """A folder that cannot be seen now: a disk that is not connected, a server that is off."""
    return SyncError(
        ErrorCode.UNREACHABLE,
        f"{place} is not there; connect or mount it, or choose another place with"
        " `unbroken sync setup FOLDER`.",
    )


def unreachable(place: str, why: str) -> SyncError:
    """A place over the network that does not answer as it should."""
    return SyncError(
        ErrorCode.UNREACHABLE, f"{place} cannot be reached now ({why}); try again later."
    )


def no_access(place: str) -> SyncError:
    """A place that does not let this person in, or not write."""
    return SyncError(
        ErrorCode.NO_ACCESS, f"{place} refuses access; check the name, the password and the rights."
    )


def no_room(place: str) -> SyncError:
    """A place that is full."""
    return SyncError(ErrorCode.DISK, f"{place} has no room left; free some and try again.")


def not_installed(what: str, extra: str) -> SyncError:
    """What needs packages of an extra."""
    return SyncError(
        ErrorCode.NOT_INSTALLED,
        f"{what} is an extra; install with pip install 'unbroken[{extra}]'.",
    )


def system_error(error: OSError, place: str) -> SyncError:
    """What the operating system's refusal means for a place."""
    if error.errno in (ENOSPC, EDQUOT):
        return no_room(place)
    if error.errno in (EACCES, EPERM, EROFS):
        return no_access(place)
    if error.errno == ENOTDIR:
        return not_there(place)
    return unreachable(place, error.strerror or type(error).__name__)
