"""Bringing in a file: it is read, tried out or done by the engine, and told in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from unbroken.core.errors import Refusal
from unbroken.core.reports import Imported, Joined
from unbroken.core.text import counted
from unbroken.engine.api import Engine
from unbroken.engine.context import Progressed
from unbroken.engine.interchange.writer import NamesTaken
from unbroken.exchange import registry
from unbroken.exchange.contract import ExchangeError, Note
from unbroken.exchange.output_files import is_same_file
from unbroken.wording.changes import number_texts

__all__ = ["Brought", "NamesTaken", "Wanted", "bring", "report", "told"]


class Wanted(NamedTuple):
    """What to bring in, and what becomes of streaks whose name is taken.

    `format` is None where it is to be found by content. With `merge` the logs join the streaks
    that are there; with `name_as` the one streak comes in under that name.
    """

    path: Path
    format: str | None = None
    merge: bool = False
    name_as: str | None = None


class Brought(NamedTuple):
    """What came in, or would come, and what could not be carried over."""

    format: str
    imported: Imported
    notes: tuple[Note, ...]

    @property
    def can_be_undone(self) -> bool:
        """Whether anything came in, so that the last change is this one."""
        new = self.imported
        something = new.owners or new.streaks or new.enrolments or new.logs or new.skips
        return bool(something) and not new.dry_run


def bring(
    engine: Engine,
    wanted: Wanted,
    database: Path | None,
    *,
    dry_run: bool,
    progressed: Progressed | None = None,
) -> Brought:
    """Reads a file and brings it in as one change; with `dry_run` it is only tried out.

    `progressed` is told how far it is once the file is read; what it raises ends the import, and
    nothing has changed then. Raises NamesTaken where a streak's name is taken and nothing is said
    of it, and Refusal for a file that will not do.
    """
    if database is not None and is_same_file(wanted.path, database):
        raise Refusal("own_database", "That is the database in use; name another file.")
    try:
        plan = registry.read(wanted.path, engine.moments(), wanted.format)
    except ExchangeError as error:
        raise Refusal("bad_file", str(error)) from None
    if progressed is not None:
        progressed(0, 1)
    imported = engine.import_document(
        plan.document,
        foreign=plan.format != "unbroken",
        merge=wanted.merge,
        name_as=wanted.name_as,
        dry_run=dry_run,
        progressed=progressed,
    )
    return Brought(plan.format, imported, plan.notes)


def report(brought: Brought) -> dict[str, Any]:
    """What came in, for programs."""
    counts = brought.imported._asdict()
    counts["rules"] = [{"name": name, "rule": rule} for name, rule in counts["rules"]]
    dry_run = counts.pop("dry_run")
    return {"format": brought.format, "dry_run": dry_run, **counts, "notes": brought.notes}


def told(brought: Brought) -> Iterator[str]:
    """What came in, or would come, in plain lines; those that begin with spaces are details."""
    imported = brought.imported
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
    yield f"{verb} {', '.join(parts)} (format {brought.format}){span}."
    if imported.unchanged:
        was = "was" if imported.unchanged == 1 else "were"
        yield f"{counted(imported.unchanged, 'row')} {was} there already."
    for name, rule in imported.rules:
        yield f"  {name}: {rule}"
    if imported.effects:
        does = "it would do" if imported.dry_run else "it did"
        yield f"What {does} to streaks that were there:"
        several = len({effect.owner for effect in imported.effects}) > 1
        for effect in imported.effects:
            whose = f" ({effect.owner})" if several else ""
            yield f"  {effect.name}{whose}: {effect_text(effect)}"
    if brought.notes:
        yield "Please note:"
        for note in brought.notes:
            yield f"  {note_text(note)}"


def note_text(note: Note) -> str:
    """A note with the habit it is about."""
    return f"{note.subject + ': ' if note.subject else ''}{note.text}"


def effect_text(effect: Joined) -> str:
    """How many logs join, and what of the three numbers is another then."""
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
