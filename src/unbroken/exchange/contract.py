"""What every importer takes and gives (INTERFACES.md 3)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

from unbroken.core.exchange_results import Note
from unbroken.core.text import one_line

LONGEST_MESSAGE: Final = 500

MOST_ENTRIES: Final = 500_000
"""Lines, rows or marks of another tracker's file: a lifetime has fewer, and memory is bounded."""
MOST_HABITS: Final = 10_000
"""Habits of another tracker's file."""


class Moments(Protocol):
    """The owner's instants for civil dates; both answers are RFC 3339 in UTC with `Z`.

    None stands for a date in the future or outside 1970-2100.
    """

    def on(self, day: date) -> str | None:
        """The instant of something done on `day`: noon, or now if noon of today is to come."""

    def at(self, day: date, hour: int, minute: int, second: int) -> str | None:
        """The instant of a known wall time."""


class Plan(NamedTuple):
    """A file as an interchange document, with what could not be carried over."""

    format: str
    document: dict[str, Any]
    notes: tuple[Note, ...]


class ExchangeError(Exception):
    """A file that cannot be read; the message is one plain sentence naming the place."""

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message, LONGEST_MESSAGE))


def too_many(where: str, most: int, what: str) -> ExchangeError:
    """The refusal of a file that holds too much; `where` begins the sentence."""
    return ExchangeError(f"{where} holds too many {what}; the most is {most:,}.")


class Importer(Protocol):
    """What each module of a format offers."""

    FORMAT: str
    TITLE: str

    def recognises(self, path: Path) -> bool:
        """True where the content of `path` is of this format."""

    def read(self, path: Path, moments: Moments) -> Plan:
        """The whole of `path` as a plan. Raises ExchangeError."""
