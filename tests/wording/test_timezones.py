"""A travel log in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from unbroken.core.results import Owner, ZoneEntry
from unbroken.wording.timezones import (
    entry_times,
    instant_words,
    offset_words,
    place_words,
    removal_words,
    since_words,
)

START = datetime(1970, 1, 1, tzinfo=UTC)
TO_LISBON = datetime(2026, 5, 3, 13, tzinfo=UTC)
TO_LIMA = datetime(2026, 7, 4, 3, tzinfo=UTC)


def test_words() -> None:
    entries = tuple(
        ZoneEntry(at, zone)
        for at, zone in (
            (START, "Europe/Berlin"),
            (TO_LISBON, "Europe/Lisbon"),
            (TO_LIMA, "America/Lima"),
        )
    )
    me = Owner("1", "me", 0, "monday", 0, entries)
    assert [since_words(me, each) for each in entries] == [
        "at first",
        "Sun 3 May 2026 14:00",
        "Fri 3 Jul 2026 22:00",
    ]
    assert removal_words(me, entries[0]) == (
        "Remove Berlin, the first entry?\n"
        "Lisbon then holds from the start on; logs keep their dates."
    )
    assert removal_words(me, entries[2]).endswith(
        "From then on Lisbon holds; logs keep their dates."
    )
    assert instant_words(START, "UTC") == "Thu 1 Jan 1970 00:00 in UTC, 00:00 UTC"


def test_times_are_as_fine_as_they_must_be() -> None:
    moments = [START, *(TO_LISBON + timedelta(minutes=60, seconds=each) for each in (0, 0.5, 2))]
    zones = ["Asia/Tokyo", "UTC", "UTC", "UTC"]
    me = Owner(
        "1", "me", 0, "monday", 0, tuple(map(ZoneEntry, [*moments, TO_LIMA], [*zones, "UTC"]))
    )
    assert [text for text, _ in entry_times(me)] == [
        "first",
        "2026-05-03T14:00:00Z",
        "2026-05-03T14:00:00.5Z",
        "2026-05-03 14:00:02",
        "2026-07-04 03:00",
    ]


@pytest.mark.parametrize(
    ("zone", "offset", "place"),
    [
        ("UTC", "UTC", "UTC"),
        ("Europe/Berlin", "UTC+1", "Berlin, Europe"),
        ("America/St_Johns", "UTC-3:30", "St Johns, America"),
        ("America/Indiana/Knox", "UTC-6", "Knox, America/Indiana"),
    ],
)
def test_a_zone_by_place_and_offset(zone: str, offset: str, place: str) -> None:
    moment = datetime(2026, 1, 21, 12, tzinfo=UTC)
    assert (offset_words(moment, zone), place_words(zone)) == (offset, place)
