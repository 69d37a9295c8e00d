"""The calendar file."""

from __future__ import annotations

from datetime import UTC, date, datetime

from unbroken.exchange.contract import MetPeriod
from unbroken.exchange.exporters.icalendar import calendar_text, escaped, folded

NOW = datetime(2026, 3, 11, 10, 0, 0, 123, tzinfo=UTC)


def test_the_file() -> None:
    event = MetPeriod(
        ("o", "s", "2026-02-23"), "Gym, \\ a;b\r\nx", date(2026, 2, 23), date(2026, 3, 1)
    )
    text = calendar_text([event], NOW)
    uid = "86774b64-912b-5386-b99e-a30cb82245be@unbroken"
    assert text == "\r\n".join(
        [
            *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Unbroken//Unbroken//EN"),
            *("CALSCALE:GREGORIAN", "BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260311T100000Z"),
            *("DTSTART;VALUE=DATE:20260223", "DTEND;VALUE=DATE:20260302"),
            *(r"SUMMARY:Gym\, \\ a\;b x", "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR", ""),
        ]
    )
    renamed = calendar_text([event._replace(title="Other", last_day=date(2026, 3, 2))], NOW)
    assert f"UID:{uid}\r\n" in renamed
    assert uid not in calendar_text([event._replace(uid_parts=("o", "s", "2026-03-02"))], NOW)


def test_escaping() -> None:
    assert escaped("a\r\nb\\,;:") == "a\\nb\\\\\\,\\;:"


def test_folding() -> None:
    assert folded("x" * 75) == "x" * 75
    assert folded("x" * 150) == "x" * 75 + "\r\n " + "x" * 74 + "\r\n x"
    line = "SUMMARY:" + "日é𝄞" * 40
    pieces = folded(line).encode().split(b"\r\n")
    assert max(map(len, pieces)) <= 75
    assert "".join(piece.decode().removeprefix(" ") for piece in pieces) == line


def test_a_calendar_without_events_holds_a_zone() -> None:
    lines = calendar_text([], NOW).split("\r\n")
    assert (lines[0], lines[-2]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert lines[4:-2] == [
        *("BEGIN:VTIMEZONE", "TZID:UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
        *("TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE"),
    ]
