"""Import and export."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from unbroken.cli import output
from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.errors import Refusal
from unbroken.core.exchange_results import ImportReport
from unbroken.exchange import registry
from unbroken.exchange.export_file import export_text, export_to
from unbroken.exchange.import_file import ImportRequest, import_from, json_fields
from unbroken.wording.exports import counts_text
from unbroken.wording.imports import import_lines, note_text

_LONG: Final = 2000
"""Steps from which on an import shows how far it is."""


def declare_import(parser: Parser) -> None:
    parser.word("file", "the file or folder to read")
    parser.value("--from", "FORMAT", "its format, if it is not to be guessed", dest="format")
    parser.flag("--dry-run", "only say what would come")
    parser.flag("--merge", "logs of a streak that is there already join it")
    parser.value("--as", "NAME", "another name for a streak whose name is taken", dest="name_as")


def import_file(session: Session) -> None:
    """Reads other trackers' files and our own."""
    options = session.options
    if options.merge and options.name_as is not None:
        raise UsageError("Use either --merge or --as, not both.")
    request = ImportRequest(Path(options.file), options.format, options.merge, options.name_as)
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
        raise Refusal("interrupted", "The import was stopped; nothing was imported.") from None
    finally:
        signal.signal(signal.SIGINT, interrupt)
        progress.clear()
    session.answer(json_fields(report), lambda: _lines(report))


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


def declare_export(parser: Parser) -> None:
    formats = tuple(registry.EXPORTERS)
    known = ", ".join(formats[:-1]) + " or " + formats[-1]
    parser.value("--format", "FORMAT", known, choices=formats, default="json")
    parser.value("--output", "FILE", "the file or folder; else standard output", short="-o")
    parser.flag("--force", "replace files that are there")


def export(session: Session) -> None:
    """Writes everything as JSON or CSV, or the owner's habits for other trackers and calendars."""
    options = session.options
    to_file = options.output not in (None, "-")
    is_folder = registry.exporter(options.format).IS_FOLDER
    if is_folder and not to_file:
        raise UsageError(f"The format {options.format} is a folder; name it with -o FOLDER.")
    if options.format in ("csv", "ics") and session.json and not to_file:
        name = "CSV" if options.format == "csv" else "A calendar"
        raise UsageError(f"{name} cannot be answered as JSON; leave --json out, or add -o FILE.")
    if not to_file:
        _print(session)
        return
    if not options.output:
        raise UsageError("-o needs the name of a file.")
    target, database = Path(options.output), Path(session.path)
    written = export_to(session.engine, options.format, target, database, force=options.force)
    answer = {"file": str(written.path), "format": written.format, **written.numbers}
    if is_folder:
        answer["notes"] = written.notes
    session.answer(answer, lambda: [f"Wrote {written.path}: {counts_text(written)}."])
    if not session.json:
        for note in written.notes:
            output.error_line(note_text(note))


def _print(session: Session) -> None:
    format, ascii_only = session.options.format, output.is_ascii_only()
    for piece in export_text(session.engine, format, ascii_only=ascii_only):
        output.write(piece, sys.stdout, end="")


COMMANDS: Final = {
    "import": (declare_import, import_file),
    "export": (declare_export, export),
}
