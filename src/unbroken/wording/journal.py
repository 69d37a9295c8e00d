"""The entries of the journal, in words."""

from __future__ import annotations

from unbroken.core.reports import Change, Undone
from unbroken.wording.dates import local_text


def change_words(change: Change) -> str:
    """An entry of the journal: `log Read: 20 min today`."""
    return f"{change.label}: {change.rows}" if change.rows else change.label


def undone_words(undone: Undone) -> str:
    """What was taken back or done again: `log Read, 20 min today`."""
    return f"{undone.label}, {undone.rows}" if undone.rows else undone.label


def program_words(change: Change, zone: str) -> str:
    """Where a change was made: `command line`, `app opened 2026-03-11 09:55`; else nothing."""
    if change.program == "app" and change.opened_at is not None:
        return f"app opened {local_text(change.opened_at, zone)}"
    return {"command": "command line", "service": "service"}.get(change.program or "", "")
