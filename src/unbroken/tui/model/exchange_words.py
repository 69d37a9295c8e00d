"""What the import and the export screen say (pure)."""

from __future__ import annotations

from typing import Final

from textual.content import Content

from unbroken.core.exchange_results import ExportReport, ImportReport
from unbroken.core.text import counted
from unbroken.exchange import registry
from unbroken.exchange.import_file import person_hint
from unbroken.wording.exports import counts_text, size_text
from unbroken.wording.imports import import_lines, note_text

MOST_LINES: Final = 400
"""So many lines of a plan are shown; nobody reads more."""


def plan_content(report: ImportReport) -> Content:
    """What would come in, or came in: first the sum, then the details; the rules of what would come
    stand in the table above.
    """
    imported = report.imported
    if imported.dry_run:  # it is asked beside the plan
        notes = tuple(each for each in report.notes if each.text != person_hint(imported))
        report = report._replace(notes=notes)
    first, *lines = import_lines(report, rules=not imported.dry_run)
    if imported.newcomers:
        lines.append("In the settings you go on as somebody else, and see what they have.")
    rest = len(lines) - MOST_LINES
    if rest > 0:
        lines = [*lines[:MOST_LINES], f"and {counted(rest, 'more line')}"]
    parts = [Content.styled(first, "bold")]
    for line in lines:
        parts.append(Content(line) if line.startswith(" ") else Content.styled(line, "$text-muted"))
    return Content("\n").join(parts)


def taken_text(names: tuple[str, ...], *, merge: bool) -> str:
    """What becomes of streaks whose names are taken."""
    listed = ", ".join(f"“{name}”" for name in names[:3])
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    if not merge:
        return f"{listed} is there: this one comes in beside it, under another name."
    if len(names) == 1:
        return f"{listed} is there: the logs join it, its rules stay."
    return f"{listed}{more} are there: the logs join them, their rules stay."


def written_content(report: ExportReport) -> Content:
    """Where an export lies, how big it is, and what it does not hold."""
    lines = [
        Content.styled(f"Wrote {counts_text(report)} ({size_text(report.octets)}):", "bold"),
        Content(str(report.path.absolute())),
    ]
    if report.notes:
        lines.append(Content.styled("Please note:", "$text-muted"))
        lines += [Content(f"  {note_text(note)}") for note in report.notes]
    return Content("\n").join(lines)


def export_name(format: str, day: str) -> str:
    """How a file or folder of a format is called on a day."""
    return registry.exporter(format).FILE_NAME.format(day=day)
