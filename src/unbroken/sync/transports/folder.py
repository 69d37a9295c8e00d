"""A folder of this machine, which Syncthing, Dropbox, Nextcloud, a stick or anything carries."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress

from unbroken.core.errors import ErrorCode, SyncError
from unbroken.core.typing import TYPE_CHECKING
from unbroken.store.atomic_files import sync, write_new

if TYPE_CHECKING:  # every command that shares loads this, and none needs these for it
    from collections.abc import Iterator
    from pathlib import Path


class Folder:
    """A folder, which has to be there: a disk that is not mounted is no empty folder."""

    is_near = True

    def __init__(self, path: Path | str) -> None:
        self.path = self.place = os.path.abspath(path)

    def names(self) -> list[str]:
        with self._told(), os.scandir(self.path) as entries:
            return [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]

    def files(self, folder: str) -> list[str]:
        with self._told():
            return list(_below(f"{self.path}/{folder}", ""))

    def sizes(self, folder: str) -> dict[str, int]:
        sizes = {}
        for file in self.files(folder):
            with suppress(FileNotFoundError):  # taken away meanwhile
                sizes[file] = os.stat(f"{self.path}/{folder}/{file}").st_size
        return sizes

    def read(self, name: str) -> bytes:
        with self._told(), open(os.path.join(self.path, name), "rb") as file:
            return file.read()

    def write_new(self, name: str, content: bytes) -> None:
        target = os.path.join(self.path, name)
        with self._told():
            self._make_folders(os.path.dirname(target))
            try:
                write_new(target, content)
            except FileNotFoundError:  # somebody takes it away at this moment
                raise _not_there(os.path.dirname(target)) from None

    def delete(self, name: str) -> None:
        with self._told(), suppress(FileNotFoundError):
            os.unlink(os.path.join(self.path, name))

    def pull(self) -> None:
        """Whatever carries the folder does so by itself."""

    def push(self) -> None:
        """Whatever carries the folder does so by itself."""

    def close(self) -> None:
        """Nothing is held open."""

    def _make_folders(self, folder: str) -> None:
        if os.path.isdir(folder):
            return
        if os.path.lexists(folder):
            raise SyncError(ErrorCode.BAD_FILE, f"{folder} is a file; move it away.")
        above = os.path.dirname(folder)
        self._make_folders(above)
        with suppress(FileExistsError):  # made just now by another program
            os.mkdir(folder)
        sync(above)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turns what the system refuses into an error that says what to do.

        FileExistsError and FileNotFoundError are answers, unless the folder itself is gone.
        """
        try:
            if not os.path.isdir(self.path):
                raise _not_there(self.place)
            yield
        except FileExistsError:
            raise
        except FileNotFoundError:
            if os.path.isdir(self.path):
                raise
            raise _not_there(self.place) from None
        except OSError as error:
            from unbroken.sync.errors import system_error  # seldom needed

            raise system_error(error, self.place) from error


def _not_there(place: str) -> SyncError:
    from unbroken.sync.errors import not_there  # seldom needed

    return not_there(place)


def _below(folder: str, prefix: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield from _below(entry.path, f"{prefix}{entry.name}/")
                else:
                    yield prefix + entry.name
    except (FileNotFoundError, NotADirectoryError):
        return  # taken away meanwhile, or not yet made
