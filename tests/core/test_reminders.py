"""When reminders come, beside a slow second reading that walks from minute to minute."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unbroken.core.instants import MICROSECONDS, Instant, instant_of, moment_of
from unbroken.core.local_days import Day, LocalDays, day_of
from unbroken.core.reminders import (
    QuietHours,
    ReminderTime,
    clock_on,
    comes_at,
    last_chance,
    quiet_until,
    read_quiet_hours,
    read_reminders,
)

MINUTE = 60 * MICROSECONDS
NASTY = (
    ("America/St_Johns", "2006-10-29"),
    ("Africa/Cairo", "2026-04-24"),
    ("Pacific/Apia", "2011-12-30"),
    ("Europe/Berlin", "2026-03-29"),
    ("Europe/Berlin", "2026-10-25"),
    ("Australia/Lord_Howe", "2026-04-05"),
    ("Antarctica/Troll", "2026-03-29"),
    ("America/Sao_Paulo", "2018-11-04"),
    ("Asia/Tokyo", "2026-03-01"),
)


def at(text: str) -> Instant:
    return instant_of(datetime.fromisoformat(text))


def wall(when: Instant, days: LocalDays) -> datetime:
    """What the clock shows in the zone in force."""
    zone = ZoneInfo(days.zone_at(when))
    return moment_of(when).astimezone(zone).replace(tzinfo=None, fold=0)


def walked(day: Day, minutes: int, days: LocalDays) -> Instant:
    """The first minute of a local day at which the clock shows a time or a later one."""
    civil = datetime.fromordinal(day + (minutes < 60 * days.day_start))
    wanted = civil + timedelta(minutes=minutes)
    when = days.start_of(day)
    while wall(when, days) < wanted:
        when = Instant(when + MINUTE)
    return when


@given(
    st.sampled_from(NASTY),
    st.integers(-2, 2),
    st.integers(0, 1439),
    st.integers(0, 12),
    st.none() | st.tuples(st.sampled_from(NASTY), st.integers(-1440, 1440)),
)
def test_a_time_of_the_day_beside_the_slow_reading(
    place: tuple[str, str],
    ahead: int,
    minutes: int,
    day_start: int,
    journey: tuple[tuple[str, str], int] | None,
) -> None:
    zone, around = place
    day = Day(day_of(around) + ahead)
    entries = [(Instant(0), zone)]
    if journey is not None:
        (other, _), moved = journey
        noon = at(f"{around}T12:00:00Z")
        entries.append((Instant(noon + moved * MINUTE), other))
    days = LocalDays(tuple(entries), day_start)
    assert clock_on(day, minutes, days) == walked(day, minutes, days)


@pytest.mark.parametrize(
    ("zone", "day", "clock", "day_start", "comes"),
    [
        ("UTC", "2026-03-01", 510, 0, "2026-03-01T08:30:00Z"),
        ("Europe/Berlin", "2026-03-29", 150, 0, "2026-03-29T01:00:00Z"),  # 02:30 is left out
        ("Europe/Berlin", "2026-10-25", 150, 0, "2026-10-25T00:30:00Z"),  # 02:30 comes twice
        ("Europe/Berlin", "2026-10-25", 0, 0, "2026-10-24T22:00:00Z"),
        ("Africa/Cairo", "2026-04-24", 30, 0, "2026-04-23T22:00:00Z"),  # no midnight
        ("UTC", "2026-03-01", 90, 4, "2026-03-02T01:30:00Z"),  # of the night that ends it
    ],
)
def test_a_time_of_the_day(zone: str, day: str, clock: int, day_start: int, comes: str) -> None:
    days = LocalDays(((Instant(0), zone),), day_start)
    assert clock_on(day_of(day), clock, days) == at(comes)


@given(st.integers(0, 1439), st.integers(1, 1439), st.integers(0, 3000), st.integers(0, 12))
def test_quiet_hours_where_no_clock_is_moved(
    since: int, long: int, passed: int, day_start: int
) -> None:
    """They are of the calendar's days, wherever a day starts."""
    days = LocalDays(((Instant(0), "Asia/Kathmandu"),), day_start)
    hours = QuietHours(since, (since + long) % 1440)
    when = Instant(at("2026-03-01T00:00:00Z") + passed * MINUTE)
    shown = wall(when, days)
    into = (shown.hour * 60 + shown.minute - since) % 1440
    wanted = when + (long - into) * MINUTE if into < long else None
    assert quiet_until(when, hours, days) == wanted
    assert (last_chance(when, hours, days) == when) is not (0 < into <= long)


@given(
    st.sampled_from(NASTY),
    st.integers(0, 1439),
    st.booleans(),
    st.integers(0, 1439),
    st.integers(1, 900),
)
def test_nothing_comes_in_quiet_hours(
    place: tuple[str, str], minutes: int, before: bool, since: int, long: int
) -> None:
    zone, around = place
    days, today = LocalDays(((Instant(0), zone),)), day_of(around)
    hours = QuietHours(since, (since + long) % 1440)
    ends = days.start_of(Day(today + 1))
    time = ReminderTime(minutes + before, before)
    comes = comes_at(time, today, ends, hours, days)
    plain = comes_at(time, today, ends, None, days)
    assert quiet_until(comes, hours, days) is None
    if not before:
        assert comes >= plain
        assert (comes == plain) is (quiet_until(plain, hours, days) is None)
    elif quiet_until(Instant(ends - 1), hours, days) is None:
        assert comes >= plain == ends - time.minutes * MINUTE


def test_a_time_before_the_end_counts_from_the_last_moment_of_use() -> None:
    days = LocalDays(((Instant(0), "UTC"),))
    today, ends = day_of("2026-03-01"), at("2026-03-02T00:00:00Z")
    [two_hours] = read_reminders("2h before")
    for hours, comes in (("", "22:00"), ("22:00-07:00", "20:00"), ("23:30-06:00", "21:30")):
        found = comes_at(two_hours, today, ends, read_quiet_hours(hours), days)
        assert found == at(f"2026-03-01T{comes}:00Z"), hours


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("8:30", "08:30"),
        ("21:00, 08:30,21:00", "08:30,21:00"),
        (" 2 h before , 30min before", "2h before,30m before"),
        ("90m before", "1h30m before"),
        ("26h before", "1d2h before"),
        ("00:00", "00:00"),
        ("8pm, 8:30 am, 12 A.M.", "00:00,08:30,20:00"),
        ("", ""),
    ],
)
def test_times_as_people_write_them(given: str, read: str) -> None:
    texts = [each.text for each in read_reminders(given)]
    assert ",".join(texts) == read
    assert [each.text for each in read_reminders(texts)] == texts


@pytest.mark.parametrize(
    "given",
    ["24:00", "8", "before", "0m before", "8:3", "400d before", "tea", "13pm", "-2h", "١٢:٠٠"],
)
def test_what_is_no_time(given: str) -> None:
    with pytest.raises(ValueError, match="is no time of a reminder; write 08:30, or 2h before"):
        read_reminders(given)


def test_a_dozen_is_enough() -> None:
    with pytest.raises(ValueError, match="at most 12"):
        read_reminders([f"{hour:02}:00" for hour in range(13)])


@pytest.mark.parametrize(
    ("given", "read"), [("22:00-7:00", "22:00-07:00"), (" 1:00 – 2:30 ", "01:00-02:30")]
)
def test_quiet_hours_as_people_write_them(given: str, read: str) -> None:
    hours = read_quiet_hours(given)
    assert hours is not None
    assert hours.text == read


@pytest.mark.parametrize("given", ["22:00", "22-7", "25:00-07:00", "07:00-07:00", "night"])
def test_what_are_no_quiet_hours(given: str) -> None:
    with pytest.raises(ValueError, match="are no quiet hours; write them as 22:00-07:00"):
        read_quiet_hours(given)
