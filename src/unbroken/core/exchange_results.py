"""What an import or an export of a file answers."""

from __future__ import annotations

from unbroken.core.typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from unbroken.core.reports import Imported


class Note(NamedTuple):
    """One fact that a user should know: what a format cannot hold, or what had to change."""

    subject: str
    """The habit's name, or "" where several habits or the whole file are meant."""
    text: str
    """One plain sentence: what was left out or changed, and why."""


class ImportReport(NamedTuple):
    """What an import brought, or would bring, and what could not be carried over."""

    format: str
    """The name of the file's format in the registry, such as `loop-db`."""
    imported: Imported
    notes: tuple[Note, ...]

    @property
    def can_be_undone(self) -> bool:
        """Whether anything came in, so that the last change is this one."""
        new = self.imported
        something = new.owners or new.streaks or new.enrolments or new.logs or new.skips
        return bool(something) and not new.dry_run


class ExportReport(NamedTuple):
    """What an export wrote."""

    path: Path
    format: str
    """The name of the file's format in the registry, such as `ics`."""
    numbers: dict[str, int]
    """How much was written, by what is counted in the plural, such as `streaks`."""
    octets: int
    """The size of the file, or of all files of the folder, in bytes."""
    notes: tuple[Note, ...] = ()
