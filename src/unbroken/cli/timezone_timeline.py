"""The travel log of a person: listing it, and the options that change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from unbroken.cli.arguments import Parser
from unbroken.cli.output import columns
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.owner_fields import SETTINGS
from unbroken.core.results import Owner, ZoneEntry
from unbroken.core.text import there_are
from unbroken.core.typing import Final
from unbroken.wording.timezones import entry_times

_MOST_NAMED: Final = 5


def travel_lines(owners: Iterable[Owner]) -> Iterator[str]:
    """Where those who travelled were since when, as the clocks there showed it."""
    for owner in owners:
        if len(owner.timezones) > 1:
            yield from ("", f"Travel log of {owner.name}, since when where:")
            yield from columns([[f"  {since}", at.timezone] for since, at in entry_times(owner)])


def declare_travels(parser: Parser) -> None:
    """The options that add, change and remove an entry."""
    parser.value("--since", "WHEN", "with --tz: since when it holds, in the time of that zone")
    parser.value("--entry", "SINCE", "the entry to change: first, or as listed, or its instant")
    parser.flag("--drop", "remove that entry; the one before it holds on")


def is_about_travels(session: Session) -> bool:
    """Whether any of these options was given."""
    options = session.options
    return options.since is not None or options.entry is not None or options.drop


def edit_travels(session: Session) -> Owner:
    """Adds an entry to a travel log, changes the one that is named, or removes it."""
    from unbroken.engine.when import read_when  # only where a time is read

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
    others = [getattr(options, each) for each in ("name", *SETTINGS)]
    changed = options.tz is not None or options.since is not None
    if options.always or any(other is not None for other in others):
        raise UsageError("Only --tz goes with --since, --entry and --drop; change the rest apart.")
    if options.entry is None and (options.drop or options.tz is None):
        raise UsageError("Say --tz ZONE for a new entry, or --entry SINCE for one that there is.")
    if options.entry is not None and options.drop == changed:
        raise UsageError("With --entry say what to change, --tz or --since; or say --drop.")


def _entry(owner: Owner, text: str) -> ZoneEntry:
    """The entry meant by its instant, by how its time is listed, or by the beginning of that."""
    wanted = " ".join(text.split()).casefold()
    listed = {f"{since} {each.timezone}": each for since, each in entry_times(owner)}
    at = _instant_meant(text)
    found = [name for name, each in listed.items() if each.effective_from == at] or [
        name for name in listed if wanted and name.casefold().startswith(wanted)
    ]
    if len(found) == 1:
        return listed[found[0]]
    from unbroken.core.errors import ErrorCode, NotFound, Refusal  # only where something is refused

    names = (found or list(listed))[-_MOST_NAMED:]
    if found:
        message = f"“{text[:40]}” could be any of {', '.join(names)}; write more of it."
        raise Refusal(ErrorCode.AMBIGUOUS_ENTRY, message)
    some = len(listed) > _MOST_NAMED
    those = f"the latest are {', '.join(names)}" if some else there_are(names)
    raise NotFound(f"There is no entry “{text[:40]}” in the travel log; {those}.")


def _instant_meant(text: str) -> datetime | None:
    from unbroken.core.errors import Refusal  # only where something is refused
    from unbroken.engine.when import read_instant  # only where a time is read

    try:
        return read_instant(text)
    except Refusal:
        return None
