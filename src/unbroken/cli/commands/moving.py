"""Import and export."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

from unbroken.cli import output
from unbroken.cli.files import check_folder, check_target, same_file, write_folder, write_whole
from unbroken.cli.jsontext import json_text
from unbroken.cli.parsing import Parser, UsageError
from unbroken.cli.session import Session
from unbroken.cli.wording import count
from unbroken.engine.errors import Refusal
from unbroken.engine.reports import Imported

if TYPE_CHECKING:
    from unbroken.engine.results import CalendarDay
    from unbroken.engine.service import Engine
    from unbroken.exchange.base import Plan
    from unbroken.exchange.ical import Event

_LONG: Final = 2000
"""Steps from which on an import shows how far it is."""

_EXPORTS: Final = ("json", "csv", "loop", "harsh", "ics")
_FOLDERS: Final = ("loop", "harsh")

_PIECE: Final = 1461
"""Days that the engine is asked for at a time: four years."""


def declare_import(parser: Parser) -> None:
    parser.word("file", "the file or folder to read")
    parser.value("--from", "FORMAT", "its format, if it is not to be guessed", dest="format")
    parser.flag("--dry-run", "only say what would come")
    parser.flag("--merge", "logs of a streak that is there already join it")
    parser.value("--as", "NAME", "another name for a streak whose name is taken", dest="name_as")


def import_file(session: Session) -> None:
    """Reads other trackers' files and our own."""
    options = session.options
    path = Path(options.file)
    if same_file(path, Path(session.path)):
        raise Refusal("own_database", "That is the database in use; name another file.")
    if options.merge and options.name_as is not None:
        raise UsageError("Use either --merge or --as, not both.")
    plan = _read(session, path)
    imported = session.engine.import_document(
        plan.document,
        foreign=plan.format != "unbroken",
        merge=options.merge,
        name_as=options.name_as,
        dry_run=options.dry_run,
        progressed=_progressed(session),
    )
    session.answer(_report(plan, imported), lambda: _told(plan, imported))


def _read(session: Session, path: Path) -> Plan:
    from unbroken.exchange import registry
    from unbroken.exchange.base import ExchangeError

    try:
        return registry.read(path, session.engine.moments(), session.options.format)
    except ExchangeError as error:
        raise Refusal("bad_file", str(error)) from None


def _progressed(session: Session) -> Callable[[int, int], None] | None:
    """Shows on a terminal how far a long import is."""
    if session.json or not output.is_terminal(sys.stderr):
        return None
    shown = -1

    def progressed(done: int, total: int) -> None:
        nonlocal shown
        percent = 100 * done // max(total, 1)
        if total >= _LONG and percent != shown:
            shown = percent
            end = "\r\x1b[K" if done >= total else ""
            output.write(f"\rImporting: {percent} %", sys.stderr, end=end)

    return progressed


def _report(plan: Plan, imported: Imported) -> dict[str, Any]:
    counts = imported._asdict()
    rules = [{"name": name, "rule": rule} for name, rule in counts.pop("rules")]
    return {
        "format": plan.format,
        "dry_run": counts.pop("dry_run"),
        **counts,
        "rules": rules,
        "notes": [{"subject": note.subject, "text": note.text} for note in plan.notes],
    }


def _told(plan: Plan, imported: Imported) -> Iterator[str]:
    verb = "Would import" if imported.dry_run else "Imported"
    named = ("streaks", "logs", "skips", "owners")
    parts = [
        count(getattr(imported, name), name[:-1])
        for name in named
        if getattr(imported, name) or name in ("streaks", "logs")
    ]
    span = ""
    if imported.first_day is not None and imported.last_day is not None:
        span = f", from {imported.first_day} to {imported.last_day}"
    yield f"{verb} {', '.join(parts)} (format {plan.format}){span}."
    if imported.unchanged:
        was = "was" if imported.unchanged == 1 else "were"
        yield f"{count(imported.unchanged, 'row')} {was} there already."
    for name, rule in imported.rules:
        yield f"  {name}: {rule}"
    if plan.notes:
        yield "Please note:"
        for note in plan.notes:
            yield f"  {note.subject + ': ' if note.subject else ''}{note.text}"
    if not imported.dry_run and (imported.streaks or imported.logs):
        yield "`unbroken undo` takes the import back."


def declare_export(parser: Parser) -> None:
    known = ", ".join(_EXPORTS[:-1]) + " or " + _EXPORTS[-1]
    parser.value("--format", "FORMAT", known, choices=_EXPORTS, default="json")
    parser.value("--output", "FILE", "the file or folder; else standard output", short="-o")
    parser.flag("--force", "replace files that are there")


def export(session: Session) -> None:
    """Writes everything as JSON or CSV, or the owner's habits for other trackers and calendars."""
    options = session.options
    to_file = options.output not in (None, "-")
    if options.format in _FOLDERS and not to_file:
        raise UsageError(f"The format {options.format} is a folder; name it with -o FOLDER.")
    if options.format in ("csv", "ics") and session.json and not to_file:
        name = "CSV" if options.format == "csv" else "A calendar"
        raise UsageError(f"{name} cannot be answered as JSON; leave --json out, or add -o FILE.")
    if not to_file:
        _print(session)
        return
    if not options.output:
        raise UsageError("-o needs the name of a file.")
    if options.format in _FOLDERS:
        _export_folder(session)
        return
    target = check_target(Path(options.output), Path(session.path), force=options.force)
    document = session.engine.export_document()
    text = _calendar(session, document) if options.format == "ics" else ""
    write_whole(
        target, lambda stream: _fill(stream, document, options.format, text), force=options.force
    )
    numbers = {"streaks": len(document["streaks"]), "logs": len(document["logs"])}
    said = f"{count(numbers['streaks'], 'streak')}, {count(numbers['logs'], 'log')}"
    if options.format == "ics":
        numbers = {"events": text.count("BEGIN:VEVENT")}
        said = count(numbers["events"], "event")
    session.answer(
        {"file": str(target), "format": options.format, **numbers},
        lambda: [f"Wrote {target}: {said}."],
    )


def _export_folder(session: Session) -> None:
    """Writes a folder for another tracker, and says what it cannot hold."""
    from unbroken.exchange import harsh_folder, loop_folder

    options = session.options
    target = check_folder(Path(options.output), force=options.force)
    document, owner = session.engine.export_document(), session.me()
    today = _today(session)
    written = (harsh_folder if options.format == "harsh" else loop_folder).folder(
        document, owner.id, today
    )
    write_folder(target, written.files, Path(session.path), force=options.force)
    report = {
        "file": str(target),
        "format": options.format,
        "streaks": written.habits,
        "days": written.days,
        "notes": [{"subject": note.subject, "text": note.text} for note in written.notes],
    }
    said = f"{count(written.habits, 'streak')}, {count(written.days, 'day')}"
    session.answer(report, lambda: [f"Wrote {target}: {said}."])
    if not session.json:
        for note in written.notes:
            output.error_line(f"{note.subject + ': ' if note.subject else ''}{note.text}")


def _today(session: Session) -> date:
    """The owner's present local date."""
    return session.day("today")


def _calendar(session: Session, document: dict[str, Any]) -> str:
    """The met periods of the owner's streaks as a calendar file."""
    from unbroken.exchange.ical import calendar_text

    return calendar_text(_events(session, document), session.now)


def _events(session: Session, document: dict[str, Any]) -> Iterator[Event]:
    from unbroken.core.days import Day
    from unbroken.exchange.ical import Event, grid_of

    me, today = session.me().id, _today(session)
    owner = next(each for each in document["owners"] if each["id"] == me)
    streaks = {each["activity_type"]: each for each in document["streaks"]}
    days: dict[str, list[str]] = {}
    for log in document["logs"]:
        if log["owner_id"] == me:
            days.setdefault(log["activity_type"], []).append(log["local_date"])
    enrolled = [each for each in document["enrolments"] if each["owner_id"] == me]
    for key in (each["activity_type"] for each in sorted(enrolled, key=lambda e: e["position"])):
        streak, grid = streaks[key], grid_of(streaks[key], owner)
        recorded = days.get(key, [])
        first = date.fromisoformat(min([streak["starts_on"], *recorded]))
        last = date.fromisoformat(max([today.isoformat(), *recorded]))
        met = {
            grid.index_of(Day(day.date.toordinal()))
            for day in _days(session.engine, key, first, last)
            if day.state == "met"
        }
        for index in sorted(index for index in met if index is not None):
            begins = date.fromordinal(grid.first_day(index))
            ends = date.fromordinal(grid.last_day(index))
            yield Event((me, streak["id"], begins.isoformat()), streak["name"], begins, ends)


def _days(engine: Engine, key: str, first: date, last: date) -> Iterator[CalendarDay]:
    """The days of a range of any length, which the engine answers in pieces."""
    while first <= last:
        until = min(first + timedelta(days=_PIECE - 1), last)
        yield from engine.days(key, first, until)
        first = until + timedelta(days=1)


def _print(session: Session) -> None:
    document = session.engine.export_document()
    if session.options.format == "json":
        session.say_json(document, indent=1)
        return
    if session.options.format == "ics":
        output.write(_calendar(session, document), sys.stdout, end="")
        return
    from io import StringIO

    from unbroken.exchange.spreadsheet import write

    text = StringIO(newline="")
    write(document, text)
    output.write(text.getvalue(), sys.stdout, end="")


def _fill(stream: TextIO, document: dict[str, Any], format_name: str, text: str) -> None:
    if format_name == "csv":
        from unbroken.exchange.spreadsheet import write

        write(document, stream)
    else:
        stream.write(text or json_text(document, indent=1) + "\n")


COMMANDS: Final = {
    "import": (declare_import, import_file),
    "export": (declare_export, export),
}
