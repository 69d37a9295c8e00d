"""Met periods as a calendar file (iCalendar, RFC 5545): an all-day event for each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from unbroken.core.text import clean, one_line
from unbroken.exchange.importers.day_marks import id_of

LONGEST_LINE: Final = 75
"""Octets of a line without its end (RFC 5545, 3.1)."""


_NOTHING: Final = (
    *("BEGIN:VTIMEZONE", "TZID:UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
    *("TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE"),
)
"""What a calendar without events holds, since it must hold something (RFC 5545, 3.6)."""


class Event(NamedTuple):
    """A met period, both days included."""

    uid_parts: tuple[str, ...]
    """What tells it from all others, the same at every export."""
    title: str
    first_day: date
    last_day: date


def calendar_text(events: Iterable[Event], now: datetime) -> str:
    """The whole file, with CRLF line ends; `now` is aware."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Unbroken//Unbroken//EN"]
    head.append("CALSCALE:GREGORIAN")
    lines: list[str] = []
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for event in events:
        after = event.last_day + timedelta(days=1)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{id_of('ics', *event.uid_parts)}@unbroken",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{_digits(event.first_day)}",
            f"DTEND;VALUE=DATE:{_digits(after)}",
            f"SUMMARY:{escaped(one_line(event.title))}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    whole = [*head, *(lines or _NOTHING), "END:VCALENDAR"]
    return "".join(f"{folded(line)}\r\n" for line in whole)


def escaped(text: str) -> str:
    """Text as a value: backslashes, commas, semicolons and line ends made harmless."""
    for char in "\\;,":
        text = text.replace(char, f"\\{char}")
    return clean(text).replace("\n", "\\n")


def folded(line: str) -> str:
    """A line cut into pieces of at most 75 octets, never inside a character."""
    pieces, piece, size = [], "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > LONGEST_LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece += char
        size += octets
    return "\r\n".join([*pieces, piece])


def _digits(day: date) -> str:
    return day.isoformat().replace("-", "")
