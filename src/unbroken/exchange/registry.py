"""Every format that can be imported, and which one a file is of."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Final, cast

from unbroken.exchange.base import ExchangeError, Importer, Moments, Plan

FORMATS: Final = {
    "unbroken": "unbroken.exchange.own",
    "loop-db": "unbroken.exchange.loop_db",
    "loop-csv": "unbroken.exchange.loop_csv",
    "harsh": "unbroken.exchange.harsh",
    "habitctl": "unbroken.exchange.habitctl",
    "dijo": "unbroken.exchange.dijo",
    "beaver": "unbroken.exchange.beaver",
    "mhabit": "unbroken.exchange.mhabit",
    "habitbull": "unbroken.exchange.habitbull",
    "tickmate": "unbroken.exchange.tickmate",
    "rewire": "unbroken.exchange.rewire",
}
"""Format name to module; a module is imported when it is first needed."""


def importer(format_name: str) -> Importer:
    """The module of a format. Raises ExchangeError for an unknown name."""
    if format_name not in FORMATS:
        raise ExchangeError(f"There is no format “{format_name[:40]}”; known are {_known()}.")
    return cast(Importer, import_module(FORMATS[format_name]))


def detect(path: Path) -> str | None:
    """The format of a file or folder, by its content; None if it is none of them."""
    for name in FORMATS:
        if importer(name).recognises(path):
            return name
    return None


def read(path: Path, moments: Moments, format: str | None = None) -> Plan:
    """The plan of a file or folder, of the given format or of the one it is found to have.

    Raises ExchangeError where the format is not known, or the file cannot be read.
    """
    from unbroken.exchange.jsonfile import reading_once

    with reading_once():
        if format is None:
            _check_exists(path)
            format = detect(path)
        if format is None:
            _explain_json(path)
            raise ExchangeError(
                f"“{path.name}” is of no format that can be imported; known are {_known()}."
            )
        return importer(format).read(path, moments)


def _check_exists(path: Path) -> None:
    try:
        found = path.exists()
    except (OSError, ValueError):
        found = False
    if not found:
        raise ExchangeError(f"There is no file or folder “{path.name}”.")


def _explain_json(path: Path) -> None:
    """Raises the error of a file that begins like JSON but is not readable as such."""
    from unbroken.exchange import jsonfile, textfile

    if "".join(textfile.first_lines(path, 20)).lstrip()[:1] in ("{", "["):
        jsonfile.load(path)


def _known() -> str:
    return ", ".join(FORMATS)
