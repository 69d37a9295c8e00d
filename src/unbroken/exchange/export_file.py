"""Writing everything out: to a file, to a folder, or as one text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from unbroken.core.errors import Refusal
from unbroken.core.exchange_results import ExportReport
from unbroken.core.json_text import json_pieces
from unbroken.engine.api import Engine
from unbroken.engine.context import Progressed
from unbroken.engine.owner_clock import today_of
from unbroken.exchange.contract import ExchangeError
from unbroken.exchange.exporters.icalendar import calendar_text
from unbroken.exchange.met_periods import met_periods
from unbroken.exchange.output_files import check_folder, check_target, write_file, write_folder

_AT_ONCE: Final = 20_000
"""Pieces of JSON that are put together before they are handed on."""
_STEP: Final = 1000
"""Logs after which an export says how far it is."""


class Kind(NamedTuple):
    """A format that can be written."""

    title: str
    told: str
    """What it is for, and what it loses."""
    name: str
    """How a file or folder of it is called, with `{day}` for the date."""
    folder: bool = False


KINDS: Final = {
    "json": Kind(
        "Unbroken (.json)",
        "Everything of everybody, to keep or to move to another machine; nothing is lost.",
        "unbroken-{day}.json",
    ),
    "csv": Kind(
        "Spreadsheet (.csv)",
        "A row for each log of everybody; rules and skips are left out.",
        "unbroken-{day}.csv",
    ),
    "loop": Kind(
        "Loop Habit Tracker (folder)",
        "Your own days, one entry each; times of day and most finer rules are left out.",
        "unbroken-{day}-loop",
        folder=True,
    ),
    "harsh": Kind(
        "harsh (folder)",
        "Your own days, one line each; times of day and most finer rules are left out.",
        "unbroken-{day}-harsh",
        folder=True,
    ),
    "ics": Kind(
        "Calendar (.ics)",
        "Your own met periods as all-day events; amounts and notes are left out.",
        "unbroken-{day}.ics",
    ),
}
"""By the name of the format."""


def export_text(engine: Engine, format: str, *, ascii_only: bool = False) -> Iterator[str]:
    """Everything as one text, in pieces of some size; not of a format that is a folder.

    With `ascii_only` the JSON is readable in any encoding.
    """
    pieces = iter(_pieces(engine, engine.export_document(), format, ascii_only=ascii_only))
    while piece := "".join(islice(pieces, _AT_ONCE)):
        yield piece


def export_to(
    engine: Engine,
    format: str,
    target: Path,
    database: Path | None,
    *,
    force: bool,
    progressed: Progressed | None = None,
) -> ExportReport:
    """Writes a file or a folder whole or not at all.

    `progressed` is told how far it is; what it raises ends the export, and nothing is written.
    Raises Taken where there is something of that name already, unless it is forced, and Refusal
    where it cannot be written, or lies on the database.
    """
    if KINDS[format].folder:
        return _export_folder(engine, format, target, database, force, progressed)
    target = check_target(target, database, force=force)
    document = _document(engine, progressed)
    numbers = {"streaks": len(document["streaks"]), "logs": len(document["logs"])}
    if format == "ics":
        events = list(met_periods(engine, document, progressed))
        numbers = {"events": len(events)}
        pieces: Iterable[str] = [calendar_text(events, engine.clock())]
    else:
        pieces = _pieces(engine, document, format)
    write_file(target, pieces, force=force)
    return ExportReport(target, format, numbers, target.stat().st_size)


def _export_folder(
    engine: Engine,
    format: str,
    target: Path,
    database: Path | None,
    force: bool,
    progressed: Progressed | None,
) -> ExportReport:
    from unbroken.exchange.exporters import harsh, loop

    target = check_folder(target, force=force)
    former: tuple[str, ...] = ()
    if format == "loop" and target.exists():
        try:
            former = loop.former_files(target)
        except ExchangeError as error:
            raise Refusal("bad_file", str(error)) from None
    document, owner = _document(engine, progressed), engine.owner()
    today = today_of(owner, engine.clock())
    module = harsh if format == "harsh" else loop
    made = module.folder(document, owner.id, today)
    write_folder(target, made.files, database, force=force, former=former)
    numbers = {"streaks": made.habits, "days": made.days}
    octets = sum((target / name).stat().st_size for name in made.files)
    return ExportReport(target, format, numbers, octets, made.notes)


class _Told(list[Any]):
    """Logs that tell how many of them were taken, whoever takes them."""

    def __init__(self, logs: Iterable[Any], progressed: Progressed) -> None:
        super().__init__(logs)
        self._progressed = progressed

    def __iter__(self) -> Iterator[Any]:
        for number, log in enumerate(super().__iter__()):
            if number % _STEP == 0:
                self._progressed(number, len(self))
            yield log


def _document(engine: Engine, progressed: Progressed | None) -> dict[str, Any]:
    """Everything; going through its logs is progress."""
    document = engine.export_document()
    if progressed is not None:
        document["logs"] = _Told(document["logs"], progressed)
    return document


def _pieces(
    engine: Engine, document: dict[str, Any], format: str, *, ascii_only: bool = False
) -> Iterable[str]:
    if format == "json":
        return chain(json_pieces(document, indent=1, ascii_only=ascii_only), "\n")
    if format == "ics":
        return [calendar_text(met_periods(engine, document), engine.clock())]
    from unbroken.exchange.exporters.spreadsheet import write

    stream = StringIO(newline="")
    write(document, stream)
    return [stream.getvalue()]
