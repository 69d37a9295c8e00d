"""`export`: everything as JSON or CSV, or the owner's habits for other trackers and calendars."""

from __future__ import annotations

import sys
from pathlib import Path

from unbroken.cli import output
from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.exchange import registry
from unbroken.exchange.export_file import export_text, export_to
from unbroken.wording.exports import counts_text
from unbroken.wording.imports import note_text
from unbroken.wording.option_help import EXPORT


def declare(parser: Parser) -> None:
    formats = tuple(registry.EXPORTERS)
    known = ", ".join(formats[:-1]) + " or " + formats[-1]
    parser.value("--format", "FORMAT", known, choices=formats, default="json")
    parser.value("--output", "FILE", EXPORT["--output"], short="-o")
    parser.flag("--force", "replace files that are there")


def run(session: Session) -> None:
    """Writes everything as JSON or CSV, or the owner's habits for other trackers and calendars."""
    options = session.options
    to_file = options.output not in (None, "-")
    kind = registry.exporter(options.format)
    with_notes = kind.IS_FOLDER or not kind.IS_TEXT
    if kind.IS_FOLDER and not to_file:
        raise UsageError(f"The format {options.format} is a folder; name it with -o FOLDER.")
    if with_notes and not to_file:
        raise UsageError(f"The format {options.format} is a database; name it with -o FILE.")
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
    if with_notes:
        answer["notes"] = written.notes
    session.answer(answer, lambda: [f"Wrote {written.path}: {counts_text(written)}."])
    if not session.json:
        for note in written.notes:
            output.error_line(note_text(note))


def _print(session: Session) -> None:
    format, ascii_only = session.options.format, output.is_ascii_only()
    for piece in export_text(session.engine, format, ascii_only=ascii_only):
        output.write(piece, sys.stdout, end="")
