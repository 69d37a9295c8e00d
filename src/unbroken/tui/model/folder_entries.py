"""What lies in a folder, for somebody who is writing a path."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, NamedTuple

from unbroken.core.text import REPLACEMENT, clean

MOST: Final = 200
"""How many files and folders are listed."""


class FolderEntry(NamedTuple):
    """A file or folder: its name, and the path as it is then written. A folder's ends with `/`."""

    name: str
    path: str

    @property
    def is_folder(self) -> bool:
        """Whether there is something in it to choose from."""
        return self.path.endswith("/")


def path_of(text: str) -> Path:
    """The path that is meant: `~` is the home folder."""
    return Path(os.path.expanduser(text.strip()))


def entries(text: str) -> tuple[FolderEntry, ...]:
    """What the path could go on with: folders first; hidden ones only once a dot is written.

    A name that cannot be shown as it is, is left out. Nothing where the folder cannot be read.
    """
    folder, begun = os.path.split(text.lstrip())
    folder = folder if folder in ("", "/") else f"{folder}/"
    found = []
    try:
        with os.scandir(path_of(folder)) as scanned:
            for each in scanned:
                if each.name.casefold().startswith(begun.casefold()) and (
                    begun.startswith(".") or not each.name.startswith(".")
                ):
                    end = "/" if each.is_dir() else ""
                    found.append(FolderEntry(each.name + end, folder + each.name + end))
    except (OSError, ValueError):
        return ()
    found = [entry for entry in found if REPLACEMENT not in clean(entry.name)]
    found.sort(key=lambda entry: (not entry.is_folder, entry.name.casefold()))
    above = [] if begun or folder == "/" else [FolderEntry("../", _above(folder))]
    return (*above, *found[:MOST])


def completed(text: str) -> str:
    """The path as far as all that it could go on with agrees, or as it is; `../` is not meant."""
    found = [entry.path for entry in entries(text) if entry.name != "../"]
    whole = os.path.commonprefix(found)  # noqa: RUF071 - letters are completed, not parts
    return whole if len(whole) > len(text) else text


def _above(folder: str) -> str:
    """The folder that a folder lies in, as it is written."""
    bare = os.path.expanduser(folder).rstrip("/")
    if os.path.basename(bare) in ("", ".", ".."):
        return f"{folder}../"
    parent = os.path.dirname(bare)
    return parent if parent in ("", "/") else f"{parent}/"


def shown(path: Path) -> str:
    """A path as people write it, with `~` for the home folder."""
    home = os.path.expanduser("~")
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
