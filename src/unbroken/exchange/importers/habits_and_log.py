"""What harsh and habitctl have in common: a folder with the text files `habits` and `log`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from unbroken.exchange.documents.builder import DocumentBuilder, ImportedHabit
from unbroken.exchange.documents.day_marks import DONE, NO, SKIP
from unbroken.exchange.documents.frequency import rule_fields
from unbroken.exchange.documents.import_notes import ImportNotes
from unbroken.exchange.readers.text_file import first_lines, lines

FILES: Final = ("habits", "log")
_DATED: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\t| : )", re.ASCII)
RESULTS: Final = {"y": DONE, "n": NO, "s": SKIP}


class MalformedLines:
    """The lines of a file that could not be understood."""

    def __init__(self) -> None:
        self._first = 0
        self._count = 0

    def add(self, number: int) -> None:
        """Counts a line by its number."""
        self._first = self._first or number
        self._count += 1

    def note_in(self, notes: ImportNotes, file: str) -> None:
        """Notes how many there were, if any."""
        notes.malformed(file, self._first, self._count)


def folder_of(path: Path) -> Path | None:
    """The folder meant by `path`, itself or one of the two files in it; None if it is neither."""
    try:
        folder = path.parent if path.name in FILES and path.is_file() else path
        return folder if all((folder / name).is_file() for name in FILES) else None
    except (OSError, ValueError):
        return None


def looks_like(path: Path, log_line: re.Pattern[str], habit_line: re.Pattern[str]) -> bool:
    """True where the first telling line of the log, or else of the habits, begins as given."""
    folder = folder_of(path)
    if folder is None:
        return False
    for line in first_lines(folder / "log"):
        if _DATED.match(line):
            return log_line.match(line) is not None
    return any(habit_line.match(line) for line in first_lines(folder / "habits"))


def content_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of one of the files with their numbers, but empty ones and comments."""
    for number, line in lines(path):
        if line.strip() and not line.startswith("#"):
            yield number, line


def add_forgotten(
    builder: DocumentBuilder, habits: dict[str, ImportedHabit], name: str
) -> ImportedHabit:
    """Adds a habit that only the log knows: it comes over archived, so that its history is kept."""
    builder.notes.tally(
        "It stands in the log only, so it comes over archived, as a daily habit.",
        "{n} habits stand in the log only, so they come over archived, as daily habits.",
        name,
    )
    rules = rule_fields(method="count", target=1)
    habit = habits[name] = builder.habit(name, name, rules, archived=True)
    return habit
