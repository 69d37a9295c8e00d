"""The logs of a document as CSV for a spreadsheet: one row a log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from itertools import islice
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

_AT_ONCE: Final = 500
"""Logs of which the lines are written at once."""
_LINE_END: Final = "\r\n"
_WITHOUT_FRACTION: Final = len("2026-03-31T08:00:00Z")
_FORMULA: Final = (*"=+-@", *"＝＋－＠")
"""How a formula begins, also in the full-width forms that East Asian spreadsheets take."""
_BLANKS: Final = " \n\u00a0\u3000\ufeff"
"""What may stand before it."""


def export(source: ExportSource) -> ExportedFile:
    """A row for each log of everybody."""
    document = source.document
    numbers = {"streaks": len(document["streaks"]), "logs": len(document["logs"])}
    return ExportedFile(pieces(document), numbers)


def pieces(document: Mapping[str, Any]) -> Iterator[str]:
    """A line for every log of an interchange document, behind one of titles; many lines a piece.

    Every cell is quoted, and text that a spreadsheet would run gets a leading apostrophe.
    """
    yield ",".join(map(_cell, COLUMNS)) + _LINE_END
    lines = _lines(document)
    while piece := "".join(islice(lines, _AT_ONCE)):
        yield piece


def _lines(document: Mapping[str, Any]) -> Iterator[str]:
    """A line for every log, in the document's order, with cells as COLUMNS has them.

    Making a row by the names of its cells would take three times as long.
    """
    streaks = {
        each["activity_type"]: (
            f"{_cell(each['activity_type'])},{_cell(each['name'])}",
            _cell(each["unit"] or ""),
        )
        for each in document["streaks"]
    }
    owners = {each["id"]: _cell(each["name"]) for each in document["owners"]}
    for log in document["logs"]:
        named, unit = streaks[log["activity_type"]]
        at, zone, value = log["activity_at"], log["timezone"], log["value"]
        yield (
            f'{named},"{log["local_date"]}","{at}","{local_text(at, zone)}",{_cell(zone)},'
            f'"{value if isinstance(value, int) else format(value, "f")}",{unit},'
            f"{_cell(log['note'])},{owners[log['owner_id']]}{_LINE_END}"
        )


@lru_cache(maxsize=1024)
def _cell(text: str) -> str:
    """A text as a quoted cell."""
    return '"' + harmless(text).replace('"', '""') + '"'


def harmless(cell: str) -> str:
    """A cell that steers no terminal, and that no spreadsheet takes for a formula."""
    cell = clean(cell)
    return f"'{cell}" if cell.lstrip(_BLANKS).startswith(_FORMULA) else cell


def local_text(instant: str, zone: str) -> str:
    """An RFC 3339 instant as the wall clock of a zone showed it, with its offset."""
    if len(instant) == _WITHOUT_FRACTION:
        hour = _hour(instant[:13], zone)
        if hour is not None:
            return f"{hour[0]}{instant[13:19]}{hour[1]}"
    return _wall_clock(instant, zone)


def _wall_clock(instant: str, zone: str) -> str:
    return datetime.fromisoformat(instant).astimezone(zone_info(zone)).isoformat(sep=" ")


@lru_cache(maxsize=8192)
def _hour(hour: str, zone: str) -> tuple[str, str] | None:
    """The date and hour that a zone showed in an hour of UTC, and its offset.

    None where minutes or seconds were others than those of UTC, or the offset was not the same all
    the time.
    """
    first, last = (_wall_clock(f"{hour}:{rest}Z", zone) for rest in ("00:00", "59:59"))
    is_same = first[:13] == last[:13] and first[19:] == last[19:]
    is_plain = first[13:19] == ":00:00" and last[13:19] == ":59:59"
    return (first[:13], first[19:]) if is_same and is_plain else None
