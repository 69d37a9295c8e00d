"""Text files, line by line."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, TextIO

from unbroken.exchange import contract
from unbroken.exchange.contract import ExchangeError, too_many

LARGEST_FILE: Final = 256 * 1024 * 1024
LONGEST_HEAD: Final = 64 * 1024


def check(path: Path, largest: int = LARGEST_FILE) -> None:
    """Raises ExchangeError unless `path` is a regular file of at most `largest` bytes."""
    try:
        if not path.is_file():
            raise ExchangeError(f"“{path.name}” is not a file that can be read.")
        if path.stat().st_size > largest:
            most = f"{largest // 1024 // 1024} MB"
            raise ExchangeError(f"“{path.name}” is too large; the most is {most}.")
    except (OSError, ValueError) as error:
        raise ExchangeError(f"“{path.name}” cannot be read: {reason(error)}.") from error


def reason(error: Exception) -> str:
    """What an operating system error says, in a few words; what to do where it is known."""
    if isinstance(error, PermissionError):
        return "permission denied; allow yourself to read it, or choose another file"
    told = error.strerror if isinstance(error, OSError) else None
    return (told or "the path is not usable").lower()


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a UTF-8 file with their numbers from 1, without line ends.

    Raises ExchangeError, also where there are too many.
    """
    for number, line in enumerate(_stream(path, None), 1):
        if number > contract.MOST_ENTRIES:
            raise too_many(f"“{path.name}”", contract.MOST_ENTRIES, "lines")
        yield number, line.rstrip("\n")


def csv_rows(path: Path, delimiter: str = ",") -> Iterator[list[str]]:
    """The rows of a UTF-8 CSV file, whose cells are parted by commas unless said otherwise."""
    return rows_of(_stream(path, ""), path.name, delimiter)


def rows_of(source: Iterable[str], name: str, delimiter: str = ",") -> Iterator[list[str]]:
    """The rows of CSV text. Raises ExchangeError, giving the file's `name`."""
    reader = csv.reader(source, delimiter=delimiter)
    try:
        for number, row in enumerate(reader):
            if number > contract.MOST_ENTRIES:
                raise too_many(f"“{name}”", contract.MOST_ENTRIES, "rows")
            yield row
    except csv.Error as error:
        place = f"“{name}”, line {reader.line_num}"
        raise ExchangeError(f"{place}: this is not readable as CSV.") from error


def has_columns(path: Path, columns: Iterable[str]) -> bool:
    """Whether a CSV file has all of some columns in its header."""
    head = first_lines(path, 1)
    return bool(head) and set(columns) <= set(head[0].replace('"', "").strip().split(","))


def first_lines(path: Path, most: int = 200) -> list[str]:
    """The first lines of a file, for recognising it; none where it cannot be read as text."""
    found = []
    try:
        check(path)
        with path.open("rb") as stream:
            head = stream.read(LONGEST_HEAD)
    except (ExchangeError, OSError):
        return []
    for raw in head.removeprefix(b"\xef\xbb\xbf").splitlines()[:most]:
        found.append(raw.decode("utf-8", "replace"))
    return found


def _stream(path: Path, newline: str | None) -> Iterator[str]:
    check(path)
    try:
        stream: TextIO
        with path.open(encoding="utf-8-sig", newline=newline) as stream:
            yield from stream
    except UnicodeDecodeError as error:
        raise ExchangeError(f"“{path.name}” is not UTF-8 text.") from error
    except OSError as error:
        raise ExchangeError(f"“{path.name}” cannot be read: {reason(error)}.") from error
