"""A travel log in words (docs/domain.md section 2.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from unbroken.core.instants import instant_of, rfc3339
from unbroken.core.results import Owner, ZoneEntry
from unbroken.core.text import counted, listed
from unbroken.core.typing import Final
from unbroken.wording.dates import city, day_and_month, local_text, long_day

FIRST: Final = "first"
"""What the first entry is called, which holds for all time before the second."""

_FEW: Final = 3
"""So many streaks are told by their names."""


def local_time(moment: datetime, zone: str) -> str:
    """`Sun 3 May 2026 14:00`, as the clocks of a zone show it."""
    wall = moment.astimezone(ZoneInfo(zone))
    return f"{day_and_month(wall)} {wall.year} {wall:%H:%M}"


def since_words(owner: Owner, entry: ZoneEntry) -> str:
    """Since when an entry holds, in the time of its zone; the first one holds from the start."""
    if entry == owner.timezones[0]:
        return "at first"
    return local_time(entry.effective_from, entry.timezone)


def instant_words(moment: datetime, zone: str) -> str:
    """`Sun 3 May 2026 14:00 in Lisbon, 13:00 UTC`."""
    wall, utc = moment.astimezone(ZoneInfo(zone)), moment.astimezone(UTC)
    day = "" if wall.date() == utc.date() else f"{day_and_month(utc)} "
    return f"{local_time(moment, zone)} in {city(zone)}, {day}{utc:%H:%M} UTC"


def offset_words(moment: datetime, zone: str) -> str:
    """How far the clocks of a zone are from UTC: `UTC`, `UTC+1`, `UTC-3:30`."""
    offset = moment.astimezone(ZoneInfo(zone)).utcoffset()
    minutes = 0 if offset is None else round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return "UTC" if not minutes else f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}"


def place_words(zone: str) -> str:
    """A zone by its place: `Berlin, Europe`; `Knox, America/Indiana`."""
    area = zone.rpartition("/")[0].replace("_", " ")
    return f"{city(zone)}, {area}" if area else city(zone)


def moved_day_words(before: date, after: date, undone: Sequence[str] = ()) -> str:
    """What it means that the present day is another one at once, and which streaks that leaves
    `undone`; empty where it is the same.
    """
    if after == before:
        return ""
    if after < before:
        return f"By that it is {long_day(after, before.year)} once more."
    few = listed(undone) if len(undone) <= _FEW else counted(len(undone), "streak")
    left = f" with {few} not done" if undone else ""
    return f"By that it is {long_day(after, before.year)}: {long_day(before)} is over{left}."


def entry_times(owner: Owner) -> list[tuple[str, ZoneEntry]]:
    """The entries, each with its time as finely as it takes to tell it from the others.

    That is `2026-05-03 14:00` in the entry's zone, or with seconds, or the instant in UTC.
    """
    entries = owner.timezones
    texts = [local_text(each.effective_from, each.timezone) for each in entries]
    for finer in (_with_seconds, _instant):
        alike = Counter(zip(texts, (each.timezone for each in entries), strict=True))
        texts = [
            finer(each) if alike[text, each.timezone] > 1 else text
            for text, each in zip(texts, entries, strict=True)
        ]
    return list(zip([FIRST, *texts[1:]], entries, strict=True))


def _with_seconds(entry: ZoneEntry) -> str:
    return local_text(entry.effective_from, entry.timezone, seconds=True)


def _instant(entry: ZoneEntry) -> str:
    return rfc3339(instant_of(entry.effective_from))


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
