"""Exporting everything: to a file, to a folder, or as one text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.exchange_results import ExportReport
from unbroken.engine.api import Engine
from unbroken.engine.context import Progressed
from unbroken.exchange.contract import (
    ExchangeError,
    ExportedFile,
    FileExporter,
    FolderExporter,
)
from unbroken.exchange.export_source import EngineSource
from unbroken.exchange.output_files import (
    check_folder,
    check_target,
    write_bytes,
    write_file,
    write_folder,
)
from unbroken.exchange.registry import exporter

_AT_ONCE: Final = 1 << 20
"""Characters of a text that are handed on at once."""


def export_text(engine: Engine, format: str, *, ascii_only: bool = False) -> Iterator[str]:
    """Everything as one text, in pieces of some size; not of a format that is a folder or no text.

    With `ascii_only` the JSON is readable in any encoding.
    """
    kind = exporter(format)
    assert not kind.IS_FOLDER
    with TemporaryFile("w+", encoding="utf-8", errors="surrogateescape", newline="") as whole:
        with engine.snapshot():  # who reads slowly would keep others from writing
            made = kind.export(EngineSource(engine, ascii_only=ascii_only))
            assert isinstance(made, ExportedFile)
            whole.writelines(made.pieces)
        whole.seek(0)
        while piece := whole.read(_AT_ONCE):
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
    kind, source = exporter(format), EngineSource(engine, progressed=progressed)
    with engine.snapshot():
        if kind.IS_FOLDER:
            return _export_folder(kind, source, target, database, force)
        return _export_file(kind, source, target, database, force)


def _export_file(
    kind: FileExporter, source: EngineSource, target: Path, database: Path | None, force: bool
) -> ExportReport:
    target = check_target(target, database, force=force)
    made = kind.export(source)
    if isinstance(made, ExportedFile):
        write_file(target, made.pieces, force=force)
        return ExportReport(target, kind.FORMAT, made.numbers, target.stat().st_size)
    write_bytes(target, made.content, force=force)
    return ExportReport(target, kind.FORMAT, made.numbers, len(made.content), made.notes)


def _export_folder(
    kind: FolderExporter, source: EngineSource, target: Path, database: Path | None, force: bool
) -> ExportReport:
    target = check_folder(target, force=force)
    former: tuple[str, ...] = ()
    if target.exists():
        try:
            former = kind.former_files(target)
        except ExchangeError as error:
            raise Refusal(ErrorCode.BAD_FILE, str(error)) from None
    made = kind.export(source)
    write_folder(target, made.files, database, force=force, former=former)
    numbers = {"streaks": made.habits, "days": made.days}
    octets = sum((target / name).stat().st_size for name in made.files)
    return ExportReport(target, kind.FORMAT, numbers, octets, made.notes)
