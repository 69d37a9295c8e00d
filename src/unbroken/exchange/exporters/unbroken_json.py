"""Unbroken's own interchange document (docs/interfaces.md section 3)."""

from __future__ import annotations

from itertools import chain
from typing import Final

from unbroken.core.json_text import json_pieces
from unbroken.exchange.contract import ExportedFile, ExportSource

FORMAT: Final = "json"
TITLE: Final = "Unbroken (.json)"
PURPOSE: Final = "Everything of everybody, to keep or to move to another machine; nothing is lost."
FILE_NAME: Final = "unbroken-{day}.json"
IS_FOLDER: Final = False
IS_TEXT: Final = True


def export(source: ExportSource) -> ExportedFile:
    """The document as it is, a line for each of its values."""
    document = source.document
    pieces = chain(json_pieces(document, indent=1, ascii_only=source.ascii_only), "\n")
    numbers = {"streaks": len(document["streaks"]), "logs": len(document["logs"])}
    return ExportedFile(pieces, numbers)
