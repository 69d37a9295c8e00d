"""`import`: other trackers' files and our own."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from unbroken.cli.arguments import Parser
from unbroken.cli.progress_line import ProgressLine
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.exchange_results import ImportReport
from unbroken.exchange.contract import DATE_ORDERS, Choices, ExchangeError
from unbroken.exchange.import_file import (
    ImportRequest,
    columns_of,
    import_from,
    json_fields,
    persons_of,
)
from unbroken.wording.imports import import_lines
from unbroken.wording.option_help import IMPORT


def declare(parser: Parser) -> None:
    parser.word("file", IMPORT["file"])
    parser.value("--from", "FORMAT", IMPORT["--from"], dest="format")
    parser.value(
        "--dates", "ORDER", IMPORT["--dates"] + " or ".join(DATE_ORDERS), choices=DATE_ORDERS
    )
    parser.value("--columns", "COLUMNS", "of a plain table: date=NAME,habit=NAME,value=NAME")
    parser.flag("--dry-run", "only say what would come")
    parser.flag("--merge", IMPORT["--merge"])
    parser.value("--as", "NAME", IMPORT["--as"], dest="name_as")
    parser.value("--person", "PERSON", IMPORT["--person"], repeats=True)


def run(session: Session) -> None:
    """Reads other trackers' files and our own."""
    options = session.options
    if options.merge and options.name_as is not None:
        raise UsageError("Use either --merge or --as, not both.")
    request = _request(options)
    interrupt = signal.getsignal(signal.SIGINT)
    try:
        with _Progress("Importing", seen=not session.json) as progress:
            report = import_from(
                session.engine,
                request,
                Path(session.path),
                dry_run=options.dry_run,
                progressed=progress,
            )
    except KeyboardInterrupt:
        raise Refusal(
            ErrorCode.INTERRUPTED, "The import was stopped; nothing was imported."
        ) from None
    finally:
        signal.signal(signal.SIGINT, interrupt)
    session.answer(json_fields(report), lambda: _lines(report))


def _request(options: Any) -> ImportRequest:
    try:
        columns = columns_of(options.columns) if options.columns is not None else ()
        persons = persons_of(options.person or ())
    except ExchangeError as error:
        raise UsageError(str(error)) from None
    return ImportRequest(
        Path(options.file),
        options.format,
        options.merge,
        options.name_as,
        Choices(options.dates, columns),
        persons=persons,
    )


class _Progress(ProgressLine):
    """Shows how far a long import is.

    Once all that is left is to keep it, it cannot be interrupted any more: a moment later nobody
    could say whether it had been kept.
    """

    def __call__(self, done: int, total: int) -> None:
        """So many steps of so many are done."""
        if (done, total) == (1, 1):
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        super().__call__(done, total)


def _lines(report: ImportReport) -> Iterator[str]:
    yield from import_lines(report)
    for name in () if report.imported.dry_run else report.imported.newcomers[:1]:
        yield f'`unbroken status --owner "{name}"` shows what they have.'
    if report.can_be_undone:
        yield "`unbroken undo` takes the import back."
