"""Unbroken's own interchange document (docs/interfaces.md section 3)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from unbroken.exchange.contract import CivilInstants, ExchangeError, Plan, too_many
from unbroken.exchange.readers import json_file
from unbroken.exchange.readers.json_stream import StreamedList
from unbroken.exchange.readers.text_file import first_lines

FORMAT: Final = "unbroken"
TITLE: Final = "Unbroken (.json)"

MOST_LOGS: Final = 750_000
"""Logs of a document; what is beyond it comes in as a copy of the database."""

_BEFORE: Final = ("format", "version", "owners", "streaks", "enrolments")
"""What stands before the logs."""
_HEAD: Final = re.compile(r'\s*\{\s*"format"\s*:\s*"unbroken"')


def recognises(path: Path) -> bool:
    """True for a JSON object with `"format": "unbroken"`, even if it is damaged further on."""
    if _begins_as_exported(path):
        return True
    document = json_file.glance(path)
    return isinstance(document, dict) and document.get("format") == FORMAT


def _begins_as_exported(path: Path) -> bool:
    return bool(_HEAD.match("\n".join(first_lines(path, 20))))


def read(path: Path, instants: CivilInstants) -> Plan:
    """The document as it stands: whether its content holds is for the engine to say.

    The logs of one that begins as it is exported are read when they are taken.
    """
    if _begins_as_exported(path):
        logs = StreamedList(path, "logs", MOST_LOGS)
        if logs.find(_BEFORE):
            logs.document["logs"] = logs
            return Plan(FORMAT, logs.document, (), logs)
        logs.close()
    document = json_file.load(path)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ExchangeError(f"“{path.name}” is not a document of Unbroken.")
    if isinstance(document.get("logs"), list) and len(document["logs"]) > MOST_LOGS:
        raise too_many(f"“{path.name}”", MOST_LOGS, "logs")
    return Plan(FORMAT, document, ())
