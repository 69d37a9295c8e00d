"""`import`: other trackers' files and our own."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from unbroken.cli import output
from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.exchange_results import ImportReport
from unbroken.core.typing import Final
from unbroken.exchange.contract import DATE_ORDERS, Choices, ExchangeError
from unbroken.exchange.import_file import ImportRequest, columns_of, import_from, json_fields
from unbroken.wording.imports import import_lines
from unbroken.wording.option_help import IMPORT

_LONG: Final = 2000
"""An import of fewer steps does not show how far it is."""


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


def run(session: Session) -> None:
    """Reads other trackers' files and our own."""
    options = session.options
    if options.merge and options.name_as is not None:
        raise UsageError("Use either --merge or --as, not both.")
    request = ImportRequest(
        Path(options.file),
        options.format,
        options.merge,
        options.name_as,
        Choices(options.dates, _columns(options.columns)),
    )
    interrupt = signal.getsignal(signal.SIGINT)
    progress = _Progress(seen=not session.json and output.is_terminal(sys.stderr))
    try:
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
        progress.clear()
    session.answer(json_fields(report), lambda: _lines(report))


def _columns(text: str | None) -> tuple[tuple[str, str], ...]:
    try:
        return columns_of(text) if text is not None else ()
    except ExchangeError as error:
        raise UsageError(str(error)) from None


class _Progress:
    """Shows how far a long import is.

    Once all that is left is to keep it, it cannot be interrupted any more: a moment later nobody
    could say whether it had been kept.
    """

    def __init__(self, *, seen: bool) -> None:
        self._seen, self._shown = seen, -1

    def __call__(self, done: int, total: int) -> None:
        """So many steps of so many are done."""
        if (done, total) == (1, 1):
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        percent = 100 * done // max(total, 1)
        if self._seen and percent != self._shown and (total >= _LONG or self._shown >= 0):
            self._shown = percent
            output.write(f"\rImporting: {percent} %", sys.stderr, end="")

    def clear(self) -> None:
        """Leaves the line to what comes next."""
        if self._shown >= 0:
            output.write("\r\x1b[K", sys.stderr, end="")


def _lines(report: ImportReport) -> Iterator[str]:
    yield from import_lines(report)
    if report.can_be_undone:
        yield "`unbroken undo` takes the import back."
