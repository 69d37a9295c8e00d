"""The logs of a document as CSV for a spreadsheet: one row a log."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from unbroken.core.local_days import zone_info
from unbroken.core.text import clean
from unbroken.exchange.contract import ExportedFile, ExportSource

FORMAT: Final = "csv"
TITLE: Final = "Spreadsheet (.csv)"
PURPOSE: Final = "A row for each log of everybody; rules and skips are left out."
FILE_NAME: Final = "unbroken-{day}.csv"
IS_FOLDER: Final = False
IS_TEXT: Final = True

COLUMNS: Final = (
    "activity_type",
    "name",
    "local_date",
    "activity_at_utc",
    "activity_at_local",
    "timezone",
    "value",
    "unit",
    "note",
    "owner",
)

_FORMULA: Final = (*"=+-@", *"＝＋－＠")
"""How a formula begins, also in the full-width forms that East Asian spreadsheets take."""
_BLANKS: Final = " \n\u00a0\u3000\ufeff"
"""What may stand before it."""


def export(source: ExportSource) -> ExportedFile:
    """A row for each log of everybody."""
    document = source.document
    numbers = {"streaks": len(document["streaks"]), "logs": len(document["logs"])}
    return ExportedFile(pieces(document), numbers)


class _Line:
    """Where a line of CSV is written to: it is handed back."""

    def write(self, line: str) -> str:
        return line


def pieces(document: Mapping[str, Any]) -> Iterator[str]:
    """A line for every log of an interchange document, behind one of titles.

    Every cell is quoted, and text that a spreadsheet would run gets a leading apostrophe.
    """
    write = csv.writer(_Line(), quoting=csv.QUOTE_ALL).writerow
    return map(write, chain([COLUMNS], rows(document)))


def rows(document: Mapping[str, Any]) -> Iterator[list[str]]:
    """A row of cells for every log, in the document's order."""
    streaks = {
        each["activity_type"]: tuple(
            map(harmless, (each["activity_type"], each["name"], each["unit"] or ""))
        )
        for each in document["streaks"]
    }
    owners = {each["id"]: harmless(each["name"]) for each in document["owners"]}
    for log in document["logs"]:
        key, name, unit = streaks[log["activity_type"]]
        yield [
            key,
            name,
            log["local_date"],
            log["activity_at"],
            local_text(log["activity_at"], log["timezone"]),
            harmless(log["timezone"]),
            f"{log['value']:f}" if not isinstance(log["value"], int) else str(log["value"]),
            unit,
            harmless(log["note"]),
            owners[log["owner_id"]],
        ]


@lru_cache(maxsize=1024)
def harmless(cell: str) -> str:
    """A cell that steers no terminal, and that no spreadsheet takes for a formula."""
    cell = clean(cell)
    return f"'{cell}" if cell.lstrip(_BLANKS).startswith(_FORMULA) else cell


def local_text(instant: str, zone: str) -> str:
    """An RFC 3339 instant as the wall clock of a zone showed it, with its offset."""
    return datetime.fromisoformat(instant).astimezone(zone_info(zone)).isoformat(sep=" ")
