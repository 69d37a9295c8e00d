"""`backup`: a consistent copy of the database."""

from __future__ import annotations

from pathlib import Path

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError


def declare(parser: Parser) -> None:
    parser.word("file", "where to; else the folder backups beside the database", nargs="?")


def run(session: Session) -> None:
    """Writes the copy, and answers where it is."""
    name = session.options.file
    if name == "":
        raise UsageError("A backup needs the name of a file, or none at all.")
    path = session.engine.backup(None if name is None else Path(name))
    session.answer({"path": str(path)}, lambda: [f"Backup written to {path}."])
