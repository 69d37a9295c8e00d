"""What an import did, or would do, in words."""

from __future__ import annotations

from collections.abc import Iterator

from unbroken.core.exchange_results import ImportReport, Note
from unbroken.core.reports import Imported, Joined
from unbroken.core.text import counted, listed
from unbroken.wording.changes import number_texts


def import_lines(report: ImportReport, *, rules: bool = True) -> Iterator[str]:
    """What came in, or would come, line by line; those that begin with spaces are details. The
    `rules` of new streaks can be left out.
    """
    imported = report.imported
    verb = "Would import" if imported.dry_run else "Imported"
    named = ("streaks", "logs", "skips", "owners")
    parts = [
        counted(getattr(imported, name), name[:-1])
        for name in named
        if getattr(imported, name) or name in ("streaks", "logs")
    ]
    span = ""
    if imported.first_day is not None and imported.last_day is not None:
        span = f", from {imported.first_day} to {imported.last_day}"
    yield f"{verb} {', '.join(parts)} (format {report.format}){span}."
    if imported.newcomers:
        yield f"It belongs to {listed(imported.newcomers)}, who {_is(imported)} new here."
    if imported.unchanged:
        was = "was" if imported.unchanged == 1 else "were"
        yield f"{counted(imported.unchanged, 'row')} {was} there already."
    for name, rule in imported.rules if rules else ():
        yield f"  {name}: {rule}"
    if imported.effects:
        does = "it would do" if imported.dry_run else "it did"
        yield f"What {does} to streaks that were there:"
        several = len({effect.owner for effect in imported.effects}) > 1
        for effect in imported.effects:
            whose = f" ({effect.owner})" if several else ""
            yield f"  {effect.name}{whose}: {effect_text(effect)}"
    if report.notes:
        yield "Please note:"
        for note in report.notes:
            yield f"  {note_text(note)}"


def _is(imported: Imported) -> str:
    return "is" if len(imported.newcomers) == 1 else "are"


def note_text(note: Note) -> str:
    """A note behind the name of the habit that it is about."""
    return f"{note.subject + ': ' if note.subject else ''}{note.text}"


def effect_text(effect: Joined) -> str:
    """How many logs join a streak, and which of its three numbers change from what to what."""
    changes = [
        f"{label} {was}, then {then}"
        for label, was, then in zip(
            ("in a row", "longest", "attempt"),
            number_texts(effect.before),
            number_texts(effect.after),
            strict=True,
        )
        if was != then
    ]
    numbers = "; ".join(changes) if changes else "its numbers stay as they are"
    return f"{counted(effect.logs, 'more log')}; {numbers}."
