"""Words for times and days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from unbroken.core.errors import Refusal
from unbroken.core.results import Owner, ZoneEntry
from unbroken.engine.owner_clock import today_of
from unbroken.engine.when import ago, read_day, read_days, read_instant, read_when

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def owner(*zones: tuple[str, str], day_start: int = 0) -> Owner:
    entries = [ZoneEntry(at(since), zone) for since, zone in zones[1:]]
    first = ZoneEntry(LONG_AGO, zones[0][1])
    return Owner("o", "me", day_start, "monday", 0, (first, *entries))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


BERLIN = owner(("", "Europe/Berlin"))
NOW = at("2026-03-11T10:00:00+00:00")
"""A Wednesday, 11:00 in Berlin."""


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("now", "2026-03-11T10:00:00Z"),
        ("2026-03-01T08:00:00Z", "2026-03-01T08:00:00Z"),
        ("2026-03-01t08:00:00.250+01:00", "2026-03-01T07:00:00.25Z"),
        ("2026-03-01 08:00:00z", "2026-03-01T08:00:00Z"),
        ("2026-03-01 08:00", "2026-03-01T07:00:00Z"),
        ("2026-03-01T08:00", "2026-03-01T07:00:00Z"),
        ("2026-07-01 08:00:30", "2026-07-01T06:00:30Z"),
        ("2026-03-01", "2026-03-01T11:00:00Z"),
        ("2026-03-11", "2026-03-11T10:00:00Z"),
        ("2026-03-12", "2026-03-12T11:00:00Z"),
        ("today", "2026-03-11T10:00:00Z"),
        ("Yesterday", "2026-03-10T11:00:00Z"),
        ("yesterday  21:30", "2026-03-10T20:30:00Z"),
        ("today 07:05", "2026-03-11T06:05:00Z"),
        ("7:05", "2026-03-11T06:05:00Z"),
        ("23:00", "2026-03-11T22:00:00Z"),
        ("8pm", "2026-03-11T19:00:00Z"),
        ("8:30 PM", "2026-03-11T19:30:00Z"),
        ("8:05 a.m.", "2026-03-11T07:05:00Z"),
        ("12am", "2026-03-10T23:00:00Z"),
        ("12:30pm", "2026-03-11T11:30:00Z"),
        ("yesterday 9 pm", "2026-03-10T20:00:00Z"),
        ("mon 8am", "2026-03-09T07:00:00Z"),
        ("8 mar 9:30pm", "2026-03-08T20:30:00Z"),
        ("2026-03-01 9pm", "2026-03-01T20:00:00Z"),
        ("-2h", "2026-03-11T08:00:00Z"),
        ("-15m", "2026-03-11T09:45:00Z"),
        ("-1h30m", "2026-03-11T08:30:00Z"),
        ("2 hours ago", "2026-03-11T08:00:00Z"),
        ("1 minute ago", "2026-03-11T09:59:00Z"),
        ("2h ago", "2026-03-11T08:00:00Z"),
        ("15 min ago", "2026-03-11T09:45:00Z"),
        ("3d ago", "2026-03-08T11:00:00Z"),
        ("1 week ago 21:30", "2026-03-04T20:30:00Z"),
        ("last monday", "2026-03-09T11:00:00Z"),
        ("3 days ago", "2026-03-08T11:00:00Z"),
        ("3 days ago 21:30", "2026-03-08T20:30:00Z"),
        ("0 days ago", "2026-03-11T10:00:00Z"),
        ("8 mar", "2026-03-08T11:00:00Z"),
        ("Mar 8 21:30", "2026-03-08T20:30:00Z"),
        ("12 march", "2025-03-12T11:00:00Z"),
        ("29 feb", "2024-02-29T11:00:00Z"),
        ("mon", "2026-03-09T11:00:00Z"),
        ("mon 08:00", "2026-03-09T07:00:00Z"),
        ("wed", "2026-03-11T10:00:00Z"),
        ("wed 08:00", "2026-03-11T07:00:00Z"),
        ("wed 23:00", "2026-03-04T22:00:00Z"),
        ("thursday", "2026-03-05T11:00:00Z"),
        ("th", "2026-03-05T11:00:00Z"),
    ],
)
def test_when(text: str, instant: str) -> None:
    assert read_when(text, NOW, BERLIN) == at(instant)


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "soon", "25:00", "12:60", "2026-02-30", "2026-3-1", "mon tue", "t", "-2d"),
        *("yesterday noon", "2026-03-01 8", "2026-13-01T00:00:00Z", "٢٠٢٦-03-01", "1500-01-01"),
        *("2026-03-01T08:00:00+99:00", "0001-01-01T00:00:00+10:00", "31 feb", "31 feb 21:30"),
        *(
            "8 m",
            "mar",
            "8",
            "0am",
            "13pm",
            "8:60 pm",
            "pm",
            "8 mar pm",
            "8pmm",
            "days ago",
            "99999 days ago",
            "1 day ago soon",
            "last",
            "8 mar 2026 8",
        ),
    ],
)
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_when(text, NOW, BERLIN)
    assert caught.value.code == "bad_time"
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize("text", ["2026-02-30", "31 nov", "Feb 30", "2026-13-01"])
def test_there_is_no_such_day(text: str) -> None:
    with pytest.raises(Refusal, match=f"There is no such day as “{text}”"):
        read_day(text, NOW, BERLIN)
    with pytest.raises(Refusal, match=f"There is no such day as “{text.casefold()}”"):
        read_when(f"{text} 21:30", NOW, BERLIN)


@pytest.mark.parametrize(
    ("zone", "text", "instant"),
    [
        ("Europe/Berlin", "2026-03-29 02:30", None),
        ("Europe/Berlin", "2026-03-29 03:00", "2026-03-29T01:00:00Z"),
        ("Europe/Berlin", "2025-10-26 02:30", "2025-10-26T00:30:00Z"),
        ("Africa/Cairo", "2026-04-24 00:30", None),
        ("America/Havana", "2025-11-02 00:30", "2025-11-02T04:30:00Z"),
        ("Pacific/Apia", "2011-12-30", None),
        ("Pacific/Apia", "2011-12-30 12:00", None),
        ("Pacific/Apia", "2011-12-29", "2011-12-29T22:00:00Z"),
    ],
)
def test_clocks_that_were_moved(zone: str, text: str, instant: str | None) -> None:
    now = at("2026-11-21T10:00:00Z")
    if instant is None:
        with pytest.raises(Refusal, match="did not exist"):
            read_when(text, now, owner(("", zone)))
    else:
        assert read_when(text, now, owner(("", zone))) == at(instant)


def test_an_explicit_zone() -> None:
    assert read_when("2026-03-01 08:00", NOW, BERLIN, "asia/tokyo") == at("2026-02-28T23:00:00Z")
    assert read_when("today 18:00", NOW, BERLIN, "Asia/Tokyo") == at("2026-03-11T09:00:00Z")
    with pytest.raises(Refusal, match="There is no time zone"):
        read_when("today", NOW, BERLIN, "Mars/Olympus")


def test_a_timeline() -> None:
    """In Tokyo from the 10th, 12:00 UTC on: 13:00 in Berlin became 21:00 at once."""
    traveller = owner(("", "Europe/Berlin"), ("2026-03-10T12:00:00Z", "Asia/Tokyo"))
    assert read_when("2026-03-10 12:30", NOW, traveller) == at("2026-03-10T11:30:00Z")
    assert read_when("2026-03-10 21:30", NOW, traveller) == at("2026-03-10T12:30:00Z")
    with pytest.raises(Refusal, match="did not exist"):
        read_when("2026-03-10 15:00", NOW, traveller)
    back = owner(("", "Asia/Tokyo"), ("2026-03-10T12:00:00Z", "Europe/Berlin"))
    assert read_when("2026-03-10 15:00", NOW, back) == at("2026-03-10T06:00:00Z")


def test_a_noon_that_was_flown_over() -> None:
    flown = owner(("", "Europe/Berlin"), ("2026-03-10T10:00:00Z", "Asia/Tokyo"))
    assert read_when("2026-03-10", NOW, flown) == at("2026-03-09T23:00:00Z")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("today", "2026-03-02T02:30:00Z"),
        ("2026-03-01", "2026-03-02T02:30:00Z"),
        ("yesterday", "2026-02-28T12:00:00Z"),
        ("02:00", "2026-03-02T02:00:00Z"),
        ("23:00", "2026-03-01T23:00:00Z"),
        ("today 23:00", "2026-03-01T23:00:00Z"),
        ("2026-03-02 02:00", "2026-03-02T02:00:00Z"),
        ("2026-03-01 02:00", "2026-03-01T02:00:00Z"),
    ],
)
def test_late_at_night(text: str, instant: str) -> None:
    """At 02:30 on the 2nd it is still the 1st for somebody whose day starts at 4."""
    owl = owner(("", "UTC"), day_start=4)
    now = at("2026-03-02T02:30:00Z")
    assert today_of(owl, now) == date(2026, 3, 1)
    assert read_when(text, now, owl) == at(instant)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-03-05", 5, 5),
        ("today", 11, 11),
        ("tomorrow", 12, 12),
        ("Yesterday..today", 10, 11),
        ("mon..2026-03-20", 9, 20),
    ],
)
def test_days(text: str, first: int, last: int) -> None:
    assert read_days(text, NOW, BERLIN) == (date(2026, 3, first), date(2026, 3, last))


@pytest.mark.parametrize("text", ["", "1.3.2026", "..", "today..", "2026-03-32", "20260301"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_days(text, NOW, BERLIN)
    assert caught.value.code == "bad_date"


def test_one_day() -> None:
    assert read_day(" wed ", NOW, BERLIN) == date(2026, 3, 11)


def test_an_instant_needs_an_offset() -> None:
    assert read_instant("2026-03-01T00:00:00.1234567Z").microsecond == 123456
    for text in ("2026-03-01T00:00:00", "2026-03-01", "2026-03-01T00:00Z", "now"):
        with pytest.raises(Refusal):
            read_instant(text)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(minutes=5), "5 minutes ago"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(days=2), "2 days ago"),
        (timedelta(days=14), "2 weeks ago"),
    ],
)
def test_ago(span: timedelta, words: str) -> None:
    assert ago(NOW - span, NOW) == words
