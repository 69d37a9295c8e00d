"""Met periods as a calendar file (iCalendar, RFC 5545): an all-day event for each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from unbroken.core.text import clean, one_line
from unbroken.exchange.contract import ExportedFile, ExportSource, MetPeriod
from unbroken.exchange.documents.source_ids import source_id

FORMAT: Final = "ics"
TITLE: Final = "Calendar (.ics)"
PURPOSE: Final = "Your own met periods as all-day events; amounts and notes are left out."
FILE_NAME: Final = "unbroken-{day}.ics"
IS_FOLDER: Final = False
IS_TEXT: Final = True

LONGEST_LINE: Final = 75
"""Octets of a line without its end (RFC 5545, 3.1)."""


_NOTHING: Final = (
    *("BEGIN:VTIMEZONE", "TZID:UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
    *("TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE"),
)
"""What a calendar without events holds, since it must hold something (RFC 5545, 3.6)."""


def export(source: ExportSource) -> ExportedFile:
    """An event for each met period of the owner's streaks."""
    periods = list(source.met_periods())
    return ExportedFile([calendar_text(periods, source.now)], {"events": len(periods)})


def calendar_text(periods: Iterable[MetPeriod], now: datetime) -> str:
    """The whole file, with CRLF line ends; `now` is aware."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Unbroken//Unbroken//EN"]
    head.append("CALSCALE:GREGORIAN")
    lines: list[str] = []
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for period in periods:
        after = period.last_day + timedelta(days=1)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{source_id('ics', *period.uid_parts)}@unbroken",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{_digits(period.first_day)}",
            f"DTEND;VALUE=DATE:{_digits(after)}",
            f"SUMMARY:{escaped(one_line(period.title))}",
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
