"""Local days against their definition: a scan of the wall clock, minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from effort import examples, thorough
from unbroken.core.instants import LAST_INSTANT, Instant, instant_of, moment_of
from unbroken.core.local_days import (
    Day,
    LocalDays,
    earliest_of,
    is_date_of,
    iso,
    latest_of,
    local_date,
    start_of_day,
)

MINUTE = 60_000_000
HOURS_OF_DAY = 24 * 60
STEP = 1 if thorough() else 7
"""Of how many minutes one is looked at, besides those at which a day starts."""

NIGHTS = [
    ("America/St_Johns", "2006-10-29", (0, 1, 2, 12)),
    ("America/St_Johns", "2008-11-02", (0, 1, 2, 12)),
    ("America/St_Johns", "2010-03-14", (0, 1, 2)),
    ("America/St_Johns", "2010-11-07", (0, 1, 2)),
    ("Antarctica/Troll", "2019-03-31", (0, 1, 2, 3)),
    ("Antarctica/Troll", "2020-10-25", (0, 1, 2, 3)),
    ("Pacific/Apia", "2011-12-30", (0, 4, 12)),
    ("Pacific/Apia", "2012-04-01", (0, 3, 4)),
    ("Pacific/Fakaofo", "2011-12-30", (0, 4, 12)),
    ("Pacific/Kwajalein", "1993-08-21", (0, 4, 12)),
    ("Pacific/Kiritimati", "1994-12-31", (0, 4, 12)),
    ("America/Havana", "2026-03-08", (0, 1, 2)),
    ("America/Havana", "2025-11-02", (0, 1, 2)),
    ("America/Santiago", "2025-09-07", (0, 1, 2)),
    ("America/Santiago", "2025-04-06", (0, 1, 11)),
    ("Africa/Cairo", "2026-04-24", (0, 1, 2)),
    ("Africa/Cairo", "2025-10-31", (0, 1, 2)),
    ("Asia/Beirut", "2025-03-30", (0, 1, 2)),
    ("Asia/Beirut", "2025-10-26", (0, 1, 2)),
    ("Australia/Lord_Howe", "2025-04-06", (0, 1, 2)),
    ("Australia/Lord_Howe", "2025-10-05", (0, 1, 2, 3)),
    ("Pacific/Chatham", "2025-04-06", (0, 2, 3)),
    ("Pacific/Chatham", "2025-09-28", (0, 2, 3)),
    ("Asia/Tehran", "2021-03-22", (0, 1)),
    ("Asia/Tehran", "2021-09-22", (0, 1)),
    ("America/Sao_Paulo", "2018-11-04", (0, 1)),
    ("America/Sao_Paulo", "2018-02-18", (0, 1)),
    ("Europe/Berlin", "2026-03-29", (0, 2, 3)),
    ("Europe/Berlin", "2026-10-25", (0, 2, 3)),
    ("America/New_York", "2026-03-08", (0, 2, 3)),
    ("America/New_York", "2026-11-01", (0, 1, 2)),
    ("Africa/Casablanca", "2024-03-10", (0, 2, 3)),
    ("Africa/Casablanca", "2024-04-14", (0, 2, 3)),
    ("Asia/Kathmandu", "1986-01-01", (0, 4)),
    ("Asia/Gaza", "2012-03-30", (0, 1)),
    ("Asia/Gaza", "2015-10-23", (0, 1)),
    ("America/Asuncion", "2023-10-01", (0, 1)),
    ("America/Asuncion", "2024-03-24", (0, 1)),
    ("Atlantic/Azores", "2026-03-29", (0, 1)),
    ("Atlantic/Azores", "2025-10-26", (0, 1)),
]


def at(text: str, zone: str = "UTC", fold: int = 0) -> Instant:
    """The instant of a wall clock's time in a zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone), fold=fold)
    return instant_of(moment)


def day(text: str) -> Day:
    """A date as a day."""
    return Day(date.fromisoformat(text).toordinal())


def utc_midnight(of: Day) -> Instant:
    """The instant at which UTC shows a day first."""
    return instant_of(datetime.fromordinal(of).replace(tzinfo=UTC))


@lru_cache(maxsize=8)
def wall_clocks(zone: str, begin: Instant, days: int) -> list[datetime]:
    """What the zone's clocks show, naive, at every minute from `begin` on."""
    info = ZoneInfo(zone)
    return [
        moment_of(Instant(begin + minute * MINUTE)).astimezone(info).replace(tzinfo=None)
        for minute in range(days * HOURS_OF_DAY)
    ]


@lru_cache(maxsize=32)
def scanned_dates(zone: str, begin: Instant, days: int, day_start: int) -> list[int]:
    """The latest date that the zone has shown since `begin`, at every minute."""
    shift = timedelta(hours=day_start)
    latest = 0
    found = []
    for clock in wall_clocks(zone, begin, days):
        latest = max(latest, (clock - shift).toordinal())
        found.append(latest)
    return found


def first_minute(dates: list[int], of: int) -> int:
    """The first minute at which a day has started."""
    return next(minute for minute, shown in enumerate(dates) if shown >= of)


@pytest.mark.parametrize(("zone", "night", "day_starts"), NIGHTS)
def test_days_equal_a_scan(zone: str, night: str, day_starts: tuple[int, ...]) -> None:
    middle = day(night)
    begin = utc_midnight(Day(middle - 4))
    for day_start in day_starts:
        dates = scanned_dates(zone, begin, 8, day_start)
        days = LocalDays(((Instant(0), zone),), day_start)
        starts = {}
        for number in range(middle - 2, middle + 3):
            expected = Instant(begin + first_minute(dates, number) * MINUTE)
            starts[number] = expected
            assert start_of_day(Day(number), zone, day_start) == expected, iso(Day(number))
            assert days.start_of(Day(number)) == expected
            assert local_date(expected, zone, day_start) >= number
            assert local_date(Instant(expected - 1), zone, day_start) < number
        for number in range(middle - 2, middle + 2):
            void = starts[number] == starts[number + 1]
            assert (Day(number) in days.void_days()) == void, iso(Day(number))
        for minute in range(2 * HOURS_OF_DAY, 6 * HOURS_OF_DAY, STEP):
            shown = local_date(Instant(begin + minute * MINUTE), zone, day_start)
            assert shown == dates[minute], moment_of(Instant(begin + minute * MINUTE))


@pytest.mark.parametrize(
    ("zone", "night", "day_starts"),
    [
        ("America/St_Johns", "2008-11-02", (0,)),
        ("Antarctica/Troll", "2020-10-25", (2,)),
        ("Pacific/Chatham", "2025-04-06", (3,)),
    ],
)
def test_the_nights_whose_raw_dates_step_back(
    zone: str, night: str, day_starts: tuple[int, ...]
) -> None:
    """These nights are what the running maximum is for: prove that they still need it."""
    begin = utc_midnight(Day(day(night) - 4))
    (day_start,) = day_starts
    shift = timedelta(hours=day_start)
    raw = [(clock - shift).toordinal() for clock in wall_clocks(zone, begin, 8)]
    assert any(later < earlier for earlier, later in pairwise(raw))


def test_where_midnight_comes_twice_the_day_starts_at_the_first() -> None:
    zone = "America/Havana"  # 01:00 on 2 November 2025 became 00:00 again
    first, second = at("2025-11-02T00:00", zone), at("2025-11-02T00:00", zone, fold=1)
    assert second - first == 60 * MINUTE
    assert start_of_day(day("2025-11-02"), zone, 0) == first
    assert local_date(Instant(first - 1), zone, 0) == day("2025-11-01")
    assert local_date(second, zone, 0) == day("2025-11-02")


def test_where_midnight_does_not_exist_the_day_starts_behind_the_gap() -> None:
    for zone, night in (
        ("America/Santiago", "2025-09-07"),
        ("Africa/Cairo", "2026-04-24"),
        ("Asia/Beirut", "2025-03-30"),
        ("America/Havana", "2026-03-08"),
    ):
        start = start_of_day(day(night), zone, 0)
        shown = moment_of(start).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert shown == datetime.fromisoformat(f"{night}T01:00"), zone
        assert local_date(Instant(start - 1), zone, 0) == day(night) - 1


def test_a_repeated_hour_stays_with_the_day_that_had_begun() -> None:
    zone = "America/St_Johns"  # 00:01 on 2 November 2008 became 23:01 on the 1st
    start = at("2008-11-02T02:30Z")
    assert start_of_day(day("2008-11-02"), zone, 0) == start
    for minute in range(120):
        assert local_date(Instant(start + minute * MINUTE), zone, 0) == day("2008-11-02")
    repeated = at("2008-11-01T23:30", zone, fold=1)
    assert repeated > start
    assert local_date(repeated, zone, 0) == day("2008-11-02")
    assert local_date(at("2008-11-01T23:30", zone), zone, 0) == day("2008-11-01")
    assert start_of_day(day("2008-11-03"), zone, 0) == at("2008-11-03T03:30Z")


def test_a_date_of_no_length() -> None:
    days = LocalDays(((Instant(0), "Pacific/Apia"),))
    leap = at("2011-12-30T10:00Z")
    assert days.start_of(day("2011-12-30")) == leap
    assert days.start_of(day("2011-12-31")) == leap
    assert days.start_of(day("2012-01-01")) == at("2011-12-31T10:00Z")
    assert days.void_days() == (day("2011-12-30"),)
    assert days.date_at(Instant(leap - 1)) == day("2011-12-29")
    assert days.date_at(leap) == day("2011-12-31")


def test_a_date_cut_to_the_hours_before_the_day_start() -> None:
    """With a day start the leap at midnight falls into the day before: no date is lost whole."""
    days = LocalDays(((Instant(0), "Pacific/Apia"),), 4)
    leap = at("2011-12-30T10:00Z")
    assert days.date_at(Instant(leap - 1)) == day("2011-12-29")
    assert days.date_at(leap) == day("2011-12-30")
    assert days.start_of(day("2011-12-31")) - days.start_of(day("2011-12-30")) == 240 * MINUTE
    assert days.void_days() == ()


def test_the_day_start_is_taken_off_the_wall_clock() -> None:
    zone = "Europe/Berlin"
    spring = at("2026-03-29T03:30", zone)  # an hour and a half after midnight
    assert local_date(spring, zone, 3) == day("2026-03-29")
    assert start_of_day(day("2026-03-29"), zone, 3) == at("2026-03-29T01:00Z")
    assert start_of_day(day("2026-03-29"), zone, 2) == at("2026-03-29T01:00Z")
    autumn = at("2026-10-25T02:30", zone, fold=1)  # three hours and a half after midnight
    assert local_date(autumn, zone, 3) == day("2026-10-24")
    assert start_of_day(day("2026-10-25"), zone, 3) == at("2026-10-25T02:00Z")
    assert start_of_day(day("2026-10-25"), zone, 2) == at("2026-10-25T00:00Z")


# --- the contract's examples ----------------------------------------------------------------------


def test_example_8_los_angeles() -> None:
    zone = "America/Los_Angeles"
    assert local_date(at("2026-01-21T07:30Z"), zone, 0) == day("2026-01-20")
    assert local_date(at("2026-01-21T08:30Z"), zone, 0) == day("2026-01-21")


def test_example_9_cairo() -> None:
    days = LocalDays(((Instant(0), "Africa/Cairo"),))
    assert days.start_of(day("2026-04-24")) == at("2026-04-23T22:00Z")
    assert days.date_at(at("2026-04-24T10:01Z")) == day("2026-04-24")


def test_example_10_apia() -> None:
    zone = "Pacific/Apia"
    assert local_date(at("2011-12-29T12:00", zone), zone, 0) == day("2011-12-29")
    assert local_date(at("2011-12-31T12:00", zone), zone, 0) == day("2011-12-31")
    assert start_of_day(day("2011-12-30"), zone, 0) == start_of_day(day("2011-12-31"), zone, 0)


def test_example_11_day_start() -> None:
    zone = "Europe/Berlin"
    assert local_date(at("2026-03-02T02:30", zone), zone, 4) == day("2026-03-01")
    assert local_date(at("2026-03-02T03:59:59.999999", zone), zone, 4) == day("2026-03-01")
    assert local_date(at("2026-03-02T04:00", zone), zone, 4) == day("2026-03-02")


def test_example_18_west_over_the_date_line() -> None:
    landed = at("2026-05-11T00:00Z")
    days = LocalDays(((Instant(0), "Asia/Tokyo"), (landed, "America/Los_Angeles")))
    assert days.date_at(at("2026-05-10T20:00", "Asia/Tokyo")) == day("2026-05-10")
    assert days.date_at(at("2026-05-10T18:00", "America/Los_Angeles")) == day("2026-05-10")
    assert days.date_at(at("2026-05-11T23:00", "America/Los_Angeles")) == day("2026-05-11")
    assert days.void_days() == ()


# --- timelines ------------------------------------------------------------------------------------

TOKYO, ANGELES = "Asia/Tokyo", "America/Los_Angeles"
AUCKLAND, HONOLULU = "Pacific/Auckland", "Pacific/Honolulu"
APIA, PAGO, KIRITIMATI = "Pacific/Apia", "Pacific/Pago_Pago", "Pacific/Kiritimati"

JOURNEYS: list[tuple[str, ...]] = [
    # the first zone, then (instant of the move in May 2026, zone) in turn
    (TOKYO, "11T00:00", ANGELES),
    (TOKYO, "10T15:00", ANGELES),
    (TOKYO, "10T14:59", ANGELES),
    (ANGELES, "11T06:59", TOKYO),
    (ANGELES, "11T07:00", TOKYO),
    (ANGELES, "11T15:00", TOKYO),
    (AUCKLAND, "10T12:30", HONOLULU),
    (AUCKLAND, "11T06:00", HONOLULU),
    (AUCKLAND, "11T12:00", HONOLULU),
    (HONOLULU, "11T08:00", AUCKLAND),
    (HONOLULU, "11T10:00", AUCKLAND),
    (HONOLULU, "11T12:00", AUCKLAND),
    (HONOLULU, "11T13:00", AUCKLAND),
    (APIA, "11T04:00", PAGO),
    (APIA, "11T11:00", PAGO),
    (PAGO, "11T04:00", APIA),
    (PAGO, "11T10:59", APIA),
    (PAGO, "11T11:00", APIA),
    (HONOLULU, "11T10:00", KIRITIMATI),
    (KIRITIMATI, "11T10:00", HONOLULU),
    (AUCKLAND, "10T20:00", HONOLULU, "11T14:00", AUCKLAND),
    (HONOLULU, "10T20:00", AUCKLAND, "11T14:00", HONOLULU),
    (PAGO, "11T10:30", APIA, "11T11:30", PAGO),
    (TOKYO, "10T16:00", ANGELES, "11T02:00", TOKYO),
    (PAGO, "10T12:00", HONOLULU, "11T11:00", APIA, "12T00:00", KIRITIMATI),
]


def timeline(journey: tuple[str, ...]) -> tuple[tuple[Instant, str], ...]:
    """A journey's entries."""
    moves = [at(f"2026-05-{text}:00Z") for text in journey[1::2]]
    return tuple(zip([Instant(0), *moves], journey[::2], strict=True))


@pytest.mark.parametrize("journey", JOURNEYS, ids="-".join)
def test_starts_over_a_timeline_equal_a_scan(journey: tuple[str, ...]) -> None:
    middle = day("2026-05-11")
    begin = utc_midnight(Day(middle - 5))
    entries = timeline(journey)
    times = [Instant(begin + minute * MINUTE) for minute in range(10 * HOURS_OF_DAY)]
    zones = [[zone for since, zone in entries if since <= now][-1] for now in times]
    for day_start in (0, 4, 12):
        days = LocalDays(entries, day_start)
        by_zone = {zone: scanned_dates(zone, begin, 10, day_start) for zone in journey[::2]}
        in_force = []
        for minute, (now, zone) in enumerate(zip(times, zones, strict=True)):
            if minute % 60 == 0:
                assert days.zone_at(now) == zone
                if minute >= 2 * HOURS_OF_DAY:
                    assert days.date_at(now) == by_zone[zone][minute]
            in_force.append(by_zone[zone][minute])
        starts = {
            number: Instant(begin + first_minute(in_force, number) * MINUTE)
            for number in range(middle - 3, middle + 4)
        }
        for number, expected in starts.items():
            assert days.start_of(Day(number)) == expected, (iso(Day(number)), day_start)
        void = [
            number
            for number in range(middle - 3, middle + 3)
            if starts[number] == starts[number + 1]
        ]
        assert [each for each in days.void_days() if abs(each - middle) < 10] == void


def test_flying_west_does_not_start_a_day_again() -> None:
    days = LocalDays(timeline((AUCKLAND, "11T06:00", HONOLULU)))
    assert days.start_of(day("2026-05-11")) == at("2026-05-10T12:00Z")
    assert days.date_at(at("2026-05-11T06:00Z")) == day("2026-05-10")
    assert days.start_of(day("2026-05-12")) == at("2026-05-12T10:00Z")


def test_flying_east_can_cost_a_date() -> None:
    days = LocalDays(timeline((PAGO, "11T11:00", APIA)))
    assert days.start_of(day("2026-05-11")) == at("2026-05-11T11:00Z")
    assert days.start_of(day("2026-05-12")) == at("2026-05-11T11:00Z")
    assert day("2026-05-11") in days.void_days()
    earlier = LocalDays(timeline((PAGO, "11T10:59", APIA)))
    assert earlier.start_of(day("2026-05-11")) == at("2026-05-11T10:59Z")
    assert day("2026-05-11") not in earlier.void_days()


def test_before_the_first_entry_its_zone_holds() -> None:
    days = LocalDays(((at("2026-05-11T00:00Z"), TOKYO), (at("2026-06-01T00:00Z"), ANGELES)))
    assert days.zone_at(Instant(0)) == TOKYO
    assert days.zone_at(Instant(at("2026-06-01T00:00Z") - 1)) == TOKYO
    assert days.zone_at(at("2026-06-01T00:00Z")) == ANGELES
    assert days.start_of(day("2026-01-01")) == at("2026-01-01T00:00", TOKYO)


@settings(max_examples=examples(20_000))
@given(
    zone=st.sampled_from(sorted(available_timezones() - {"localtime"})),  # that is of this machine
    at=st.integers(0, LAST_INSTANT).map(Instant),
    day_start=st.integers(0, 12),
)
@example("Pacific/Apia", instant_of(datetime(2011, 12, 30, 10, tzinfo=UTC)), 0)
@example("Pacific/Apia", instant_of(datetime(2011, 12, 30, 9, 59, tzinfo=UTC)), 12)
@example("Pacific/Kiritimati", instant_of(datetime(2026, 3, 1, 10, tzinfo=UTC)), 0)
@example("Etc/GMT+12", instant_of(datetime(2026, 3, 1, tzinfo=UTC)), 12)
@example("Pacific/Kwajalein", Instant(0), 12)
def test_no_zone_and_no_day_start_puts_a_date_far_from_its_time(
    zone: str, at: Instant, day_start: int
) -> None:
    day = local_date(at, zone, day_start)
    assert is_date_of(at, day)
    assert earliest_of(day) <= at <= latest_of(day)


def test_a_date_is_that_of_utc_or_next_to_it() -> None:
    noon = instant_of(datetime(2026, 3, 1, 12, tzinfo=UTC))
    day = date(2026, 3, 1).toordinal()
    assert [is_date_of(noon, Day(day + off)) for off in range(-2, 3)] == [
        *(False, True, True, True, False)
    ]
    for off in (-1, 0, 1):
        for edge in (0, 24 * 60 * MINUTE - 1):
            at = Instant(noon - 12 * 60 * MINUTE + edge)
            assert earliest_of(Day(day + off)) <= at <= latest_of(Day(day + off))
