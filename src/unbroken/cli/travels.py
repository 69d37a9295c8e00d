"""The travel log of a person: listing it, and the options that change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from unbroken.cli.output import columns
from unbroken.cli.parsing import Parser
from unbroken.cli.session import Session
from unbroken.cli.usage import UsageError
from unbroken.cli.wording import local_text
from unbroken.engine.results import Owner, ZoneEntry

_FIRST: Final = "first"


def travel_lines(owners: Iterable[Owner]) -> Iterator[str]:
    """Where those who travelled were since when, as the clocks there showed it."""
    for owner in owners:
        if len(owner.timezones) > 1:
            yield from ("", f"Travel log of {owner.name}, since when where:")
            yield from columns([[f"  {_since(owner, at)}", at.timezone] for at in owner.timezones])


def declare_travels(parser: Parser) -> None:
    """The options that add, change and remove an entry."""
    parser.value("--since", "WHEN", "with --tz: since when it holds, in the time of that zone")
    parser.value("--entry", "SINCE", "which entry of the travel log to change, as listed, or first")
    parser.flag("--drop", "remove that entry; the one before it holds on")


def is_about_travels(session: Session) -> bool:
    """Whether any of these options was given."""
    options = session.options
    return options.since is not None or options.entry is not None or options.drop


def edit_travels(session: Session) -> Owner:
    """Adds an entry to a travel log, changes the one that is named, or removes it."""
    from unbroken.engine.when import read_when

    options, engine, tz, since = session.options, session.engine, session.options.tz, None
    _refuse_senseless(session)
    owner = engine.owner_named(options.person)
    entry = None if options.entry is None else _entry(owner, options.entry)
    if options.since is not None:
        there = tz if entry is None else tz or entry.timezone
        since = read_when(options.since, session.now, owner, there)
    if entry is None:
        assert since is not None
        return engine.add_zone(owner.id, tz, since)
    if options.drop:
        return engine.remove_zone(owner.id, entry.effective_from)
    return engine.edit_zone(owner.id, entry.effective_from, zone=tz, since=since)


def _refuse_senseless(session: Session) -> None:
    options = session.options
    others = (options.name, options.day_start, options.week_start, options.grace_period_days)
    changed = options.tz is not None or options.since is not None
    if options.always or any(other is not None for other in others):
        raise UsageError("Only --tz goes with --since, --entry and --drop; change the rest apart.")
    if options.entry is None and (options.drop or options.tz is None):
        raise UsageError("Say --tz ZONE for a new entry, or --entry SINCE for one that there is.")
    if options.entry is not None and options.drop == changed:
        raise UsageError("With --entry say what to change, --tz or --since; or say --drop.")


def _since(owner: Owner, entry: ZoneEntry) -> str:
    if entry == owner.timezones[0]:
        return _FIRST
    return local_text(entry.effective_from, entry.timezone)


def _entry(owner: Owner, text: str) -> ZoneEntry:
    """The entry meant by how its time is listed, or by the beginning of that."""
    wanted = " ".join(text.split()).casefold()
    listed = {f"{_since(owner, each)} {each.timezone}": each for each in owner.timezones}
    found = [said for said in listed if wanted and said.casefold().startswith(wanted)]
    if len(found) != 1:
        from unbroken.engine.errors import NotFound

        names = ", ".join(list(listed)[-5:])
        raise NotFound(f"There is no one entry “{text[:40]}”; the latest are {names}.")
    return listed[found[0]]
