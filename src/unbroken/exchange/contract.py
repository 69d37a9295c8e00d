"""What every importer and every exporter takes and gives (docs/interfaces.md section 3).

They are modules, which offer the names of the protocols here; `registry` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, Protocol

from unbroken.core.exchange_results import Note
from unbroken.core.text import one_line

LONGEST_MESSAGE: Final = 500

MOST_ENTRIES: Final = 500_000
"""Lines, rows or marks of another tracker's file: a lifetime has fewer, and memory is bounded."""
MOST_HABITS: Final = 10_000
"""Habits of another tracker's file."""


class CivilInstants(Protocol):
    """The owner's instants for civil dates; both answers are RFC 3339 in UTC with `Z`.

    None stands for a date in the future or outside 1970-2100.
    """

    def on(self, day: date) -> str | None:
        """The instant of something done on `day`: noon, or now if noon of today is to come."""

    def at(self, day: date, hour: int, minute: int, second: int) -> str | None:
        """The instant of a known wall time."""


class Rest(Protocol):
    """What is still to be read of a file."""

    def finish(self) -> None:
        """Reads all of it. Raises ExchangeError where it cannot be read."""

    def close(self) -> None:
        """Closes the file."""


class Plan(NamedTuple):
    """A file as an interchange document, with what could not be carried over."""

    format: str
    document: dict[str, Any]
    notes: tuple[Note, ...]
    rest: Rest | None = None
    """What of the file is read only when the document's logs are taken, if anything is."""


DateOrder = Literal["day-first", "month-first"]
DAY_FIRST: Final = "day-first"
MONTH_FIRST: Final = "month-first"
DATE_ORDERS: Final[tuple[DateOrder, ...]] = (DAY_FIRST, MONTH_FIRST)


COLUMN_ROLES: Final = ("date", "habit", "value", "note", "unit", "group")
"""What a column of a plain table can hold."""


class Choices(NamedTuple):
    """What a user says of a file that can be read in several ways."""

    dates: DateOrder | None = None
    """What comes first in dates such as 1/2/2021; None where the file is to decide."""
    columns: tuple[tuple[str, str], ...] = ()
    """What a column holds, one of `COLUMN_ROLES`, and its name or its number from 1."""

    def given(self) -> frozenset[str]:
        """The names of what is said."""
        return frozenset(name for name, value in self._asdict().items() if value)


NOTHING_SAID: Final = Choices()


class ExchangeError(Exception):
    """A file that cannot be read; the message is one plain sentence naming the place."""

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message, LONGEST_MESSAGE))


def too_many(where: str, most: int, what: str) -> ExchangeError:
    """The refusal of a file that holds too much; `where` begins the sentence."""
    return ExchangeError(f"{where} holds too many {what}; the most is {most:,}.")


class Importer(Protocol):
    """What the module of a format offers that can be imported."""

    FORMAT: str
    """Its name in the registry, by which a user can ask for it."""
    TITLE: str
    """Its program and kind of file, for people."""
    recognises: Callable[[Path], bool]
    """Whether the content of a file or folder is of this format; it never raises ExchangeError."""
    read: Callable[[Path, CivilInstants], Plan]
    """The whole of a file or folder as a plan. Raises ExchangeError."""


class ChoosingImporter(Protocol):
    """What the module of a format offers whose files can be read in several ways."""

    FORMAT: str
    TITLE: str
    recognises: Callable[[Path], bool]
    read: Callable[[Path, CivilInstants, Choices], Plan]
    """The whole of a file as a plan, read as the user says. Raises ExchangeError."""


class MetPeriod(NamedTuple):
    """A met period of a streak, both days included."""

    uid_parts: tuple[str, ...]
    """What tells it from all others, the same at every export."""
    title: str
    first_day: date
    last_day: date


class ExportSource(Protocol):
    """What an exporter may write of; only what it asks for is worked out."""

    @property
    def document(self) -> Mapping[str, Any]:
        """Everything of everybody, as an interchange document."""

    @property
    def owner_id(self) -> str:
        """The owner in use, for formats that hold the days of one person."""

    @property
    def today(self) -> date:
        """The owner's local date."""

    @property
    def now(self) -> datetime:
        """The instant of the export, an aware time."""

    @property
    def ascii_only(self) -> bool:
        """Whether JSON must be readable in any encoding."""

    def met_periods(self) -> Iterator[MetPeriod]:
        """The met periods of the owner's streaks, streak by streak in the owner's order."""


class ExportedFile(NamedTuple):
    """The text of a file, in pieces, and how much it holds by what is counted."""

    pieces: Iterable[str]
    numbers: dict[str, int]


class ExportedBytes(NamedTuple):
    """The bytes of a file that is no text, and how much it holds by what is counted."""

    content: bytes
    numbers: dict[str, int]
    notes: tuple[Note, ...]
    """What the format cannot hold."""


class ExportedFolder(NamedTuple):
    """Text files by their path inside a folder, parts joined by "/"."""

    files: dict[str, str]
    notes: tuple[Note, ...]
    """What the format cannot hold."""
    habits: int
    days: int
    """How many days with a log were written."""


class FileExporter(Protocol):
    """What the module of a format offers that is written as one file."""

    FORMAT: str
    """Its name in the registry, by which a user can ask for it."""
    TITLE: str
    """Its program and kind of file, for people."""
    PURPOSE: str
    """What it is for, and what it loses."""
    FILE_NAME: str
    """How a file of it is called, with `{day}` for the date."""
    IS_FOLDER: Literal[False]
    IS_TEXT: bool
    """Whether it can go to standard output."""
    export: Callable[[ExportSource], ExportedFile | ExportedBytes]


class FolderExporter(Protocol):
    """What the module of a format offers that is written as a folder of text files."""

    FORMAT: str
    TITLE: str
    PURPOSE: str
    FILE_NAME: str
    IS_FOLDER: Literal[True]
    export: Callable[[ExportSource], ExportedFolder]
    former_files: Callable[[Path], tuple[str, ...]]
    """The files of an earlier export in a folder, which go when it is written anew.

    Raises ExchangeError where those of somebody else would be taken for a part of the new one.
    """


Exporter = FileExporter | FolderExporter
