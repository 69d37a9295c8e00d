"""What a vault asks of every place that can hold it. Only the type checker loads this."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol


class Transport(Protocol):
    """A folder somewhere, with names relative to it, parted by “/”.

    Every call raises SyncError where the place cannot be used, or not now.
    """

    place: str
    """How to name it to a person."""
    is_near: bool
    """Whether to read some dozens of files takes no time that anybody notices."""

    def names(self) -> list[str]:
        """The files that lie in the folder itself."""

    def files(self, folder: str) -> Collection[str]:
        """Every file below one of its folders, as paths relative to that; none where it is none."""

    def sizes(self, folder: str) -> dict[str, int]:
        """The same files with their sizes in octets."""

    def read(self, name: str) -> bytes:
        """Raises FileNotFoundError where there is no such file."""

    def write_new(self, name: str, content: bytes) -> None:
        """Writes a file whole, and its folders. Raises FileExistsError where there is one."""

    def delete(self, name: str) -> None:
        """Deletes a file; one that is not there is well."""

    def pull(self) -> None:
        """Fetches what others have written, where something has to be told to do so."""

    def push(self) -> None:
        """Hands on what was written, where something has to be told to do so."""

    def close(self) -> None:
        """Gives back what it holds open; it can be used again."""
