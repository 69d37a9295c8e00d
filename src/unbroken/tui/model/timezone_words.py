"""A travel log in words (DOMAIN.md section 2.2)."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from unbroken.core.results import Owner, ZoneEntry
from unbroken.tui.model.words import city, short_day


def local_time(moment: datetime, zone: str) -> str:
    """`Sun 3 May 2026 14:00`, as the clocks of a zone show it."""
    wall = moment.astimezone(ZoneInfo(zone))
    return f"{short_day(wall)} {wall.year} {wall:%H:%M}"


def since_words(owner: Owner, entry: ZoneEntry) -> str:
    """Since when an entry holds, in the time of its zone; the first one holds from the start."""
    if entry == owner.timezones[0]:
        return "at first"
    return local_time(entry.effective_from, entry.timezone)


def instant_words(moment: datetime, zone: str) -> str:
    """`Sun 3 May 2026 14:00 in Lisbon, 13:00 UTC`."""
    wall, utc = moment.astimezone(ZoneInfo(zone)), moment.astimezone(UTC)
    day = "" if wall.date() == utc.date() else f"{short_day(utc)} "
    return f"{local_time(moment, zone)} in {city(zone)}, {day}{utc:%H:%M} UTC"


def removal_words(owner: Owner, entry: ZoneEntry) -> str:
    """What it means to remove one of several entries."""
    entries = owner.timezones
    at = entries.index(entry)
    place, behind = city(entry.timezone), entries[at + 1 : at + 2]
    until = "".join(f" until {local_time(*each)}" for each in behind)
    if at == 0:
        holds = f"{city(behind[0].timezone)} then holds from the start on"
        return f"Remove {place}, the first entry?\n{holds}; logs keep their dates."
    before = city(entries[at - 1].timezone)
    return (
        f"Remove {place}, since {since_words(owner, entry)}?\n"
        f"From then on {before} holds{until}; logs keep their dates."
    )
