"""Importing a file: read by its format's importer, tried out or kept by the engine."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any, Final, NamedTuple

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.exchange_results import ImportReport, Note
from unbroken.core.json_shapes import members_of
from unbroken.core.reports import Joined
from unbroken.core.text import one_line
from unbroken.engine.api import Engine
from unbroken.engine.context import Progressed
from unbroken.exchange import registry
from unbroken.exchange.contract import COLUMN_ROLES, NOTHING_SAID, Choices, ExchangeError, Plan
from unbroken.exchange.output_files import is_same_file

_QUOTED: Final = re.compile(r'([a-z]+)="')


class ImportRequest(NamedTuple):
    """The file to import, and what becomes of streaks whose name is taken.

    `format` is None where it is to be found by content. With `merge` the logs join the streaks
    that are there; with `name_as` the one streak comes in under that name. `choices` says how to
    read what can be read in several ways; `left_out` are activity types of the file that do
    not come in.
    """

    path: Path
    format: str | None = None
    merge: bool = False
    name_as: str | None = None
    choices: Choices = NOTHING_SAID
    left_out: frozenset[str] = frozenset()


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
            progressed=progressed,
        )
    except Refusal:
        if plan.rest:
            plan.rest.finish()  # a file that cannot be read is no document at all
        raise
    notes = (*_still_told(plan, request.left_out), *_of_amounts(engine, plan, imported.effects))
    return ImportReport(plan.format, imported, notes)


def _still_told(plan: Plan, left_out: Collection[str]) -> Iterator[Note]:
    """The notes but for those about one habit that does not come in."""
    names: dict[bool, set[str]] = {True: set(), False: set()}
    if plan.notes and left_out:
        for each in plan.document["streaks"]:
            names[each["activity_type"] in left_out].add(one_line(each["name"]))
    yield from (note for note in plan.notes if note.subject not in names[True] - names[False])


def _of_amounts(engine: Engine, plan: Plan, effects: Iterable[Joined]) -> Iterator[Note]:
    """What entries without amounts are worth to the streaks that they join, which add amounts up.

    Of our own documents it is known what each log is worth.
    """
    if plan.format == "unbroken":
        return
    counted = {
        key
        for each in plan.document["streaks"]
        if each["aggregation_method"] != "sum"
        for key in (each["activity_type"], each["name"].casefold())
    }
    for activity_type in {each.activity_type: None for each in effects}:
        streak = engine.streak(activity_type)
        if (
            streak.aggregation_method == "sum"
            and streak.unit
            and ({activity_type, streak.name.casefold()} & counted)
        ):
            text = f"Each entry joins as 1 {streak.unit}: in the file they are not amounts."
            yield Note(streak.name, text)


def json_fields(report: ImportReport) -> dict[str, Any]:
    """What came in, for programs: the counts, rules and effects, and what was left out."""
    counts = dict(members_of(report.imported))
    counts["rules"] = [{"name": name, "rule": rule} for name, rule in counts["rules"]]
    dry_run = counts.pop("dry_run")
    return {"format": report.format, "dry_run": dry_run, **counts, "notes": report.notes}
