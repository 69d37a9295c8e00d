"""A set of small text files, in a folder or in a zip archive that is never extracted."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final, Protocol

from unbroken.exchange.contract import ExchangeError
from unbroken.exchange.readers.text_file import check, reason

LARGEST_TOTAL: Final = 64 * 1024 * 1024
LARGEST_RATIO: Final = 100
MOST_ENTRIES: Final = 10_000

_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


class FileSet(Protocol):
    """Text files by their relative path, parts joined by "/"."""

    name: str
    names: frozenset[str]

    def text(self, name: str) -> str:
        """The text of one file. Raises ExchangeError."""


class FolderFiles:
    """The files of a folder and of the folders directly in it."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self._folder = folder
        found: list[str] = []
        try:
            for entry in sorted(folder.iterdir()):
                inner = entry.iterdir() if entry.is_dir() else ()
                found.extend(f"{entry.name}/{file.name}" for file in inner)
                found.append(entry.name)
                if len(found) > MOST_ENTRIES:
                    raise ExchangeError(f"“{folder.name}” holds too many files.")
        except OSError as error:
            raise ExchangeError(f"“{folder.name}” cannot be read: {reason(error)}.") from error
        self.names = frozenset(found)

    def text(self, name: str) -> str:
        """The text of one file. Raises ExchangeError."""
        path = self._folder / name
        check(path, LARGEST_TOTAL)
        try:
            return _decoded(path.read_bytes(), name)
        except OSError as error:
            raise ExchangeError(f"“{name}” cannot be read: {reason(error)}.") from error


class ZipFiles:
    """The files of a zip archive, which may all lie in one top folder."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.name = name
        self._archive = archive
        entries = [info for info in archive.infolist() if not info.is_dir()]
        if len(entries) > MOST_ENTRIES:
            raise ExchangeError(f"“{name}” holds too many files.")
        if sum(info.file_size for info in entries) > LARGEST_TOTAL:
            raise ExchangeError(f"“{name}” is too large unpacked; the most is 64 MB.")
        for info in entries:
            if not _stays_inside(info.orig_filename):
                raise ExchangeError(f"“{name}” holds a file that climbs out of it.")
        tops = {info.filename.partition("/")[0] for info in entries}
        nested = len(tops) == 1 and all("/" in info.filename for info in entries)
        skip = len(tops.pop()) + 1 if nested else 0
        self._entries = {info.filename[skip:]: info for info in entries}
        self.names = frozenset(self._entries)

    def text(self, name: str) -> str:
        """The text of one file. Raises ExchangeError."""
        info = self._entries[name]
        if info.file_size > LARGEST_RATIO * max(info.compress_size, 1):
            raise ExchangeError(f"“{self.name}”: “{name}” is packed too tightly to be trusted.")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ExchangeError(f"“{self.name}”: “{name}” is packed in an unusual way.")
        try:
            with self._archive.open(info) as stream:
                raw = stream.read(LARGEST_TOTAL)
        except (OSError, *_BROKEN) as error:
            raise ExchangeError(f"“{self.name}”: “{name}” is damaged.") from error
        return _decoded(raw, name)


@contextmanager
def opened(path: Path) -> Iterator[FileSet]:
    """The files of a folder or zip. Raises ExchangeError."""
    if path.is_dir():
        yield FolderFiles(path)
        return
    check(path)
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, *_BROKEN) as error:
        raise ExchangeError(f"“{path.name}” is not a zip file that can be read.") from error
    with archive:
        yield ZipFiles(archive, path.name)


def _stays_inside(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/"))
    return not parts.is_absolute() and ".." not in parts.parts and ":" not in name[:2]


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExchangeError(f"“{name}” is not UTF-8 text.") from error
