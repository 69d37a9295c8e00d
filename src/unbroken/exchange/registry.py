"""Every format that can be imported or exported, and which one a file is of.

A new format to import is a module in `importers` with the names of `contract.Importer` (`FORMAT`,
`TITLE`, `recognises`, `read`), a line in `IMPORTERS` here, and a module of tests in
`tests/exchange/importers`; where a user may say how its files are read, it is a
`contract.ChoosingImporter` with a line in `CHOICES`. `documents.builder` makes its document;
`readers` open its files with care.

A new format to export is a module in `exporters` with the names of `contract.FileExporter` or
`contract.FolderExporter`, a line in `EXPORTERS` here, and a module of tests in
`tests/exchange/exporters`.

Commands, screens and help follow the two tables by themselves.
"""

from __future__ import annotations

import os
import stat
from importlib import import_module
from pathlib import Path
from typing import Final, cast

from unbroken.exchange.contract import (
    NOTHING_SAID,
    Choices,
    ChoosingImporter,
    CivilInstants,
    ExchangeError,
    Exporter,
    Importer,
    Plan,
)

IMPORTERS: Final = {
    "unbroken": "unbroken_json",
    "loop-db": "loop_db",
    "loop-csv": "loop_csv",
    "harsh": "harsh",
    "habitctl": "habitctl",
    "dijo": "dijo",
    "beaver": "beaverhabits",
    "mhabit": "mhabit",
    "habitbull": "habitbull",
    "tickmate": "tickmate",
    "rewire": "rewire",
    "habitkit": "habitkit",
    "streaks-ios": "streaks_ios",
    "habitica": "habitica",
    "org-habit": "org_habit",
    "table": "table",
}
"""Name of a format to its module in `importers`; files are tried in this order.

A module is imported when it is first needed.
"""

CHOICES: Final = {
    "habitbull": frozenset({"dates"}),
    "table": frozenset({"dates", "columns"}),
}
"""The formats whose files can be read in several ways, with the names of what can be chosen."""

EXPORTERS: Final = {
    "json": "unbroken_json",
    "csv": "spreadsheet",
    "loop": "loop",
    "loop-db": "loop_db",
    "harsh": "harsh",
    "ics": "icalendar",
}
"""Name of a format to its module in `exporters`, in the order in which they are offered."""

_HERE: Final = "unbroken.exchange"
_TELLING: Final = frozenset({"Habits.csv", "habits", "log"})
"""The files by which folders are known."""
_TABLES: Final = (".csv", ".tsv")
_OURS: Final = b"Unbr"
"""What the last four of the first 72 bytes of an SQLite file are where it is Unbroken's own."""


def importer(format_name: str) -> Importer | ChoosingImporter:
    """The module that imports a format. Raises ExchangeError for an unknown name."""
    if format_name not in IMPORTERS:
        raise ExchangeError(f"There is no format “{format_name[:40]}”; known are {_known()}.")
    module = import_module(f"{_HERE}.importers.{IMPORTERS[format_name]}")
    if format_name in CHOICES:
        return cast(ChoosingImporter, module)
    return cast(Importer, module)


def exporter(format_name: str) -> Exporter:
    """The module that exports a format, which must be one of `EXPORTERS`."""
    return cast(Exporter, import_module(f"{_HERE}.exporters.{EXPORTERS[format_name]}"))


def detect(path: Path) -> str | None:
    """The format of a file or folder, by its content; None if it is none of them."""
    for name in IMPORTERS:
        if importer(name).recognises(path):
            return name
    return None


def read(
    path: Path,
    instants: CivilInstants,
    format: str | None = None,
    choices: Choices = NOTHING_SAID,
) -> Plan:
    """The plan of a file or folder, of the given format or of the one it is found to have.

    Raises ExchangeError where the format is not known, the file cannot be read, or something is
    chosen that the format does not leave open.
    """
    from unbroken.exchange.readers.json_file import reading_once  # only the reader that is needed

    with reading_once():
        _check_access(path)
        if format is None:
            format = detect(path) or ("table" if choices.columns and path.is_file() else None)
        if format is None:
            _explain_access(path)
            _explain_json(path)
            _explain_database(path)
            _explain_table(path)
            raise ExchangeError(
                f"“{path.name}” is of no format that can be imported; known are {_known()}."
            )
        module = importer(format)
        idle = choices.given() - CHOICES.get(format, frozenset())
        if idle:
            raise ExchangeError(
                f"A file of the format {format} can be read in one way only; "
                f"leave --{min(idle)} out."
            )
        if format in CHOICES:
            return cast(ChoosingImporter, module).read(path, instants, choices)
        return cast(Importer, module).read(path, instants)


def _check_access(path: Path) -> None:
    """Raises ExchangeError where there is nothing, or nothing that may be read."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            os.scandir(path).close()
        elif stat.S_ISREG(mode):
            path.open("rb").close()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise ExchangeError(f"There is no file or folder “{path.name}”.") from error
    except OSError as error:
        from unbroken.exchange.readers.text_file import reason  # only the reader that is needed

        raise ExchangeError(f"“{path.name}” cannot be read: {reason(error)}.") from error


def _explain_access(path: Path) -> None:
    """Raises the error of a folder that would be known by a file which may not be read."""
    if path.is_dir():
        for name in sorted(_TELLING & {*os.listdir(path)}):
            _check_access(path / name)


def _explain_json(path: Path) -> None:
    """Raises the error of a file that begins like JSON but is not readable as such."""
    from unbroken.exchange.readers import json_file, text_file  # only the reader that is needed

    if "".join(text_file.first_lines(path, 20)).lstrip()[:1] in ("{", "["):
        json_file.load(path)


def _explain_database(path: Path) -> None:
    """Raises an error that says what is meant, for a database of Unbroken's own."""
    from unbroken.exchange.readers.sqlite_file import MAGIC  # only the reader that is needed

    if not path.is_file():
        return
    with path.open("rb") as stream:
        head = stream.read(72)
    if head.startswith(MAGIC) and head[68:] == _OURS:
        from shlex import quote  # only in a hint

        given = str(path) if os.sep in str(path) else os.path.join(os.curdir, path)
        raise ExchangeError(
            f"“{path.name}” is a database of Unbroken; `unbroken restore {quote(given)}`"
            " puts it in the place of the one in use."
        )


def _explain_table(path: Path) -> None:
    """Raises an error that says more, for an empty file and for a table that is not understood."""
    if path.suffix.casefold() in _TABLES and path.is_file():
        if not path.stat().st_size:
            raise ExchangeError(f"“{path.name}” is empty.")
        raise ExchangeError(
            f"In the table “{path.name}” not every row has a date and a value that can be read;"
            " --from table takes those that have, and --columns date=…,habit=…,value=… says which"
            " column is what."
        )


def _known() -> str:
    return ", ".join(IMPORTERS)
