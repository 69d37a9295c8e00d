"""Importing a file: read by its format's importer, tried out or kept by the engine."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from shlex import quote
from typing import Any, Final, NamedTuple

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.exchange_results import ImportReport, Note
from unbroken.core.json_shapes import members_of
from unbroken.core.reports import Arrival, Imported, Measure
from unbroken.core.text import one_line
from unbroken.engine.api import Engine
from unbroken.engine.context import Progressed
from unbroken.exchange import registry
from unbroken.exchange.contract import COLUMN_ROLES, NOTHING_SAID, Choices, ExchangeError, Plan
from unbroken.exchange.notes import LONGEST_TEXT
from unbroken.exchange.output_files import is_same_file
from unbroken.wording.amounts import behind

_QUOTED: Final = re.compile(r'([a-z]+)="')


class ImportRequest(NamedTuple):
    """The file to import, and what becomes of streaks whose name is taken.

    `format` is None where it is to be found by content. With `merge` the logs join the streaks
    that are there; with `name_as` the one streak comes in under that name. `choices` says how to
    read what can be read in several ways; `left_out` are activity types of the file that do
    not come in. `persons` are who people of our own document are here, as `persons_of` has them.
    """

    path: Path
    format: str | None = None
    merge: bool = False
    name_as: str | None = None
    choices: Choices = NOTHING_SAID
    left_out: frozenset[str] = frozenset()
    persons: tuple[tuple[str, str], ...] = ()


def persons_of(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Who is who, of texts such as `Jo=me`: in the file, "" for its only new person, and here.

    Raises ExchangeError where two of them are of the same.
    """
    found: dict[str, str] = {}
    for theirs, _, ours in (text.rpartition("=") for text in texts):
        if theirs.strip() in found:
            raise ExchangeError(
                "Each person of the file is one here; of several write --person THEIR-NAME=PERSON."
            )
        found[theirs.strip()] = ours.strip()
    return tuple(found.items())


def columns_of(text: str) -> tuple[tuple[str, str], ...]:
    """The columns in `date=Day,habit="Habit, name"`; quotes hold a comma together.

    Raises ExchangeError where it is not written so.
    """
    found: dict[str, str] = {}
    for part in next(csv.reader([_QUOTED.sub(r'"\1=', one_line(text, len(text)))]), []):
        role, sign, name = (piece.strip() for piece in part.partition("="))
        if role not in COLUMN_ROLES or not sign or not name or role in found:
            known = ", ".join(COLUMN_ROLES)
            raise ExchangeError(
                f"“{part[:40]}” is not a column; write date=NAME,habit=NAME,value=NAME "
                f"(known are {known}, each once)."
            )
        found[role] = name
    return tuple(found.items())


def import_from(
    engine: Engine,
    request: ImportRequest,
    database: Path | None,
    *,
    dry_run: bool,
    progressed: Progressed | None = None,
) -> ImportReport:
    """Imports a file as one change; with `dry_run` it is only tried out.

    `progressed` is told how far it is once the file is read; what it raises ends the import, and
    nothing has changed then. Raises NamesTaken where a streak's name is taken and nothing is said
    of it, and Refusal for a file that will not do.
    """
    if database is not None and is_same_file(request.path, database):
        raise Refusal(ErrorCode.OWN_DATABASE, "That is the database in use; name another file.")
    try:
        plan = registry.read(request.path, engine.moments(), request.format, request.choices)
        if request.persons and plan.format != "unbroken":
            raise ExchangeError(
                f"A file of the format {plan.format} names no people; --owner says whose it is."
            )
        with closing(plan.rest) if plan.rest else nullcontext():
            if progressed is not None:
                progressed(0, 1)
            return _import(engine, request, plan, dry_run=dry_run, progressed=progressed)
    except ExchangeError as error:
        raise Refusal(ErrorCode.BAD_FILE, str(error)) from None


def _import(
    engine: Engine,
    request: ImportRequest,
    plan: Plan,
    *,
    dry_run: bool,
    progressed: Progressed | None,
) -> ImportReport:
    try:
        imported = engine.import_document(
            plan.document,
            foreign=plan.format != "unbroken",
            merge=request.merge,
            name_as=request.name_as,
            dry_run=dry_run,
            left_out=request.left_out,
            persons=dict(request.persons),
            progressed=progressed,
        )
    except Refusal:
        if plan.rest:
            plan.rest.finish()  # a file that cannot be read is no document at all
        raise
    notes = (
        *_of_persons(imported),
        *_still_told(plan, request.left_out),
        *_of_amounts(plan.format, imported.arrivals),
    )
    return ImportReport(plan.format, imported, notes)


def _still_told(plan: Plan, left_out: Collection[str]) -> Iterator[Note]:
    """The notes but for those about one habit that does not come in."""
    names: dict[bool, set[str]] = {True: set(), False: set()}
    if plan.notes and left_out:
        for each in plan.document["streaks"]:
            names[each["activity_type"] in left_out].add(one_line(each["name"]))
    yield from (note for note in plan.notes if note.subject not in names[True] - names[False])


def _of_persons(imported: Imported) -> Iterator[Note]:
    """Whose that is now which somebody else has in the file, and how a newcomer can be somebody."""
    for theirs, ours in imported.persons:
        text = f"What “{theirs}” has in the file is that of “{ours}” here, whose settings stay."
        yield Note("", one_line(text, LONGEST_TEXT))
    hint = person_hint(imported)
    if hint:
        yield Note("", hint)
    elif imported.newcomers:
        yield Note("", "Those of them who are somebody here already are told with `--person`.")


def person_hint(imported: Imported) -> str:
    """How the one who is new here would be somebody who is not; empty where there is not one."""
    if len(imported.newcomers) != 1:
        return ""
    [new], here = imported.newcomers, imported.owner_name
    first = "" if imported.dry_run else "`unbroken undo`, then "
    how = f"{first}import it with `--person {quote(here)}`, and `--merge` where names are taken"
    return one_line(f"If “{new}” and “{here}” are one person: {how}.", LONGEST_TEXT)


def _of_amounts(format: str, arrivals: Iterable[Arrival]) -> Iterator[Note]:
    """What logs are worth to streaks that measure otherwise than the file does."""
    for each in arrivals:
        if each.stands != "new" and each.new_logs:
            for text in _other_measure(format, each.there, each.here):
                yield Note(each.name, text)


def _other_measure(format: str, there: Measure, here: Measure) -> Iterator[str]:
    unit = behind(here.unit)
    if there.method == here.method == "sum":
        if there.unit and here.unit and there.unit.casefold() != here.unit.casefold():
            yield f"Amounts in {there.unit} join as they are: here they are {here.unit}."
    elif here.method == "sum":
        if format == "unbroken":
            yield f"In the file it adds nothing up; a log without an amount joins as 1{unit}."
        else:
            yield f"Each entry joins as 1{unit}: in the file they are not amounts."
    elif there.method == "sum":
        what = "each entry counts as one" if here.method == "count" else "each day counts as one"
        yield f"In the file it adds up {there.unit or 'amounts'}; here {what}, whatever its amount."


def json_fields(report: ImportReport) -> dict[str, Any]:
    """What came in, for programs: the counts, rules and effects, and what was left out."""
    counts = dict(members_of(report.imported))
    counts["rules"] = [{"name": name, "rule": rule} for name, rule in counts["rules"]]
    dry_run = counts.pop("dry_run")
    return {"format": report.format, "dry_run": dry_run, **counts, "notes": report.notes}
