"""Cases for the oracle: rules of every kind, around dates at which clocks do odd things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from oracle.brute import (
    Case,
    Goal,
    Log,
    Method,
    Skip,
    Timeline,
    Unit,
    local_date,
    start_of_day,
    zone_at,
)

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Nasty:
    """A zone, a date near which its days are odd, and the day starts that make them so."""

    zone: str
    day: date
    day_starts: tuple[int, ...] = (0,)


NASTY = (
    Nasty("Europe/Berlin", date(2026, 3, 29), (0, 2, 3)),
    Nasty("Europe/Berlin", date(2026, 10, 25), (0, 2, 3)),
    Nasty("America/New_York", date(2026, 3, 8), (0, 2)),
    Nasty("America/New_York", date(2026, 11, 1), (0, 1, 2)),
    Nasty("America/St_Johns", date(2008, 11, 2), (0,)),
    Nasty("America/St_Johns", date(2006, 10, 29), (0,)),
    Nasty("America/St_Johns", date(2010, 3, 14), (0,)),
    Nasty("Antarctica/Troll", date(2019, 3, 31), (2, 3)),
    Nasty("Antarctica/Troll", date(2020, 10, 25), (2, 1)),
    Nasty("Pacific/Apia", date(2011, 12, 30), (0, 4)),
    Nasty("Pacific/Fakaofo", date(2011, 12, 30), (0, 4)),
    Nasty("Pacific/Kwajalein", date(1993, 8, 21), (0, 4)),
    Nasty("Pacific/Kiritimati", date(1994, 12, 31), (0, 4)),
    Nasty("America/Havana", date(2026, 3, 8), (0,)),
    Nasty("America/Havana", date(2025, 11, 2), (0,)),
    Nasty("America/Santiago", date(2025, 9, 7), (0,)),
    Nasty("America/Santiago", date(2025, 4, 6), (0, 11)),
    Nasty("Africa/Cairo", date(2026, 4, 24), (0,)),
    Nasty("Africa/Cairo", date(2025, 10, 31), (0,)),
    Nasty("Asia/Beirut", date(2025, 3, 30), (0,)),
    Nasty("Asia/Beirut", date(2025, 10, 26), (0,)),
    Nasty("Australia/Lord_Howe", date(2025, 4, 6), (0, 2)),
    Nasty("Australia/Lord_Howe", date(2025, 10, 5), (0, 2)),
    Nasty("Pacific/Chatham", date(2025, 4, 6), (3, 2)),
    Nasty("Pacific/Chatham", date(2025, 9, 28), (3, 2)),
    Nasty("Asia/Tehran", date(2021, 3, 22), (0,)),
    Nasty("Asia/Tehran", date(2021, 9, 22), (0,)),
    Nasty("America/Sao_Paulo", date(2018, 11, 4), (0,)),
    Nasty("America/Sao_Paulo", date(2018, 2, 18), (0,)),
    Nasty("Africa/Casablanca", date(2024, 3, 10), (0, 2, 3)),
    Nasty("Africa/Casablanca", date(2024, 4, 14), (0, 2, 3)),
    Nasty("Asia/Kathmandu", date(1986, 1, 1), (0,)),
    Nasty("Asia/Gaza", date(2012, 3, 30), (0,)),
    Nasty("Asia/Gaza", date(2015, 10, 23), (0, 1)),
    Nasty("America/Asuncion", date(2023, 10, 1), (0,)),
    Nasty("America/Asuncion", date(2024, 3, 24), (0,)),
    Nasty("Atlantic/Azores", date(2026, 3, 29), (0,)),
    Nasty("Atlantic/Azores", date(2025, 10, 26), (0, 1)),
    Nasty("UTC", date(2026, 3, 1), (0,)),
)

FLIGHTS = (
    ("Asia/Tokyo", "America/Los_Angeles"),
    ("America/Los_Angeles", "Asia/Tokyo"),
    ("Pacific/Auckland", "Pacific/Honolulu"),
    ("Pacific/Honolulu", "Pacific/Auckland"),
    ("Pacific/Apia", "Pacific/Pago_Pago"),
    ("Pacific/Pago_Pago", "Pacific/Apia"),
    ("Pacific/Kiritimati", "Pacific/Honolulu"),
    ("Pacific/Honolulu", "Pacific/Kiritimati"),
    ("Europe/Berlin", "America/New_York"),
    ("Asia/Kathmandu", "Atlantic/Azores"),
)

OTHER_ZONES = ("UTC", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati", "Etc/GMT+12")

EDGES = (0, -1, 1, -SECOND, SECOND, -MINUTE, 30 * MINUTE, -30 * MINUTE, HOUR - 1, HOUR, -HOUR)

SPAN: dict[Unit, tuple[int, int]] = {
    "daily": (5, 30),
    "weekly": (20, 60),
    "monthly": (60, 150),
    "quarterly": (120, 400),
    "yearly": (300, 900),
}
"""How many days the window of logs has, at least and at most."""

UNITS: tuple[Unit, ...] = ("daily", "weekly", "monthly", "quarterly", "yearly")
UNIT: st.SearchStrategy[Unit] = st.sampled_from(UNITS[:1] * 6 + UNITS[1:2] * 3 + UNITS[2:])


def utc_midnight(day: date) -> int:
    """The instant at which UTC shows a date first."""
    return (day - date(1970, 1, 1)).days * DAY


@st.composite
def timelines(draw: st.DrawFn, first: date, window: int, nasty: Nasty) -> Timeline:
    """Mostly one zone; sometimes travel between two of them, within the window of logs."""
    if draw(st.integers(0, 3)) < 3:
        return ((0, nasty.zone),)
    legs = draw(
        st.one_of(
            st.sampled_from(FLIGHTS),
            st.sampled_from(OTHER_ZONES).map(lambda other: (nasty.zone, other)),
            st.sampled_from(OTHER_ZONES).map(lambda other: (other, nasty.zone)),
        )
    )
    zones = [*legs, legs[0]] if draw(st.booleans()) else list(legs)
    starts = draw(
        st.lists(
            st.integers(0, window * 24 * 2),  # half hours
            min_size=len(zones) - 1,
            max_size=len(zones) - 1,
            unique=True,
        )
    )
    instants = [utc_midnight(first) + half * 30 * MINUTE for half in sorted(starts)]
    before = draw(st.sampled_from((0, instants[0] - DAY, instants[0] - 1)))
    return tuple(zip([before, *instants], zones, strict=True))


@st.composite
def instants(draw: st.DrawFn, zones: Timeline, day: date, day_start: int) -> int:
    """An instant in a local day, or close to where it starts."""
    start = start_of_day(zones, day, day_start)
    kind = draw(st.integers(0, 3))
    if kind == 0:
        return start + 12 * HOUR
    if kind == 1:
        return start + draw(st.sampled_from(EDGES))
    if kind == 2:
        return start + draw(st.integers(-150, 150)) * MINUTE
    return start + draw(st.integers(0, 24 * 60 - 1)) * MINUTE


@st.composite
def log_days(draw: st.DrawFn, window: int, step: int) -> list[int]:
    """Offsets into the window: runs of days, so that there are streaks to break."""
    run = st.tuples(
        st.integers(0, window),
        st.integers(1, 8),
        st.one_of(st.just(step), st.integers(0, 3)),
    )
    runs = draw(st.lists(run, max_size=6))
    offsets = [first + number * stride for first, count, stride in runs for number in range(count)]
    return [offset for offset in offsets if offset <= window][:25]


@st.composite
def logs(draw: st.DrawFn, zones: Timeline, day: date, day_start: int, amounts: list[int]) -> Log:
    """One log of about a day, most often recorded at once and where the owner is."""
    at = draw(instants(zones, day, day_start))
    zone = zone_at(zones, at)
    if draw(st.integers(0, 9)) == 9:
        zone = draw(st.sampled_from((*OTHER_ZONES, *(name for _, name in zones))))
    late = 0
    if draw(st.integers(0, 4)) == 4:
        late = draw(st.one_of(st.integers(0, 10 * 24 * 60).map(lambda n: n * MINUTE), st.just(1)))
    return Log(
        at=at,
        day=local_date(at, zone, day_start),
        value=draw(st.sampled_from(amounts)),
        recorded_at=at + late,
    )


@st.composite
def cases(
    draw: st.DrawFn,
    goals: tuple[Goal, ...] = ("at_least", "at_most"),
    units: tuple[Unit, ...] | None = None,
) -> Case:
    """A whole case; `goals` and `units` narrow it down."""
    goal = draw(st.sampled_from(goals))
    period: Unit = draw(UNIT if units is None else st.sampled_from(units))
    every = draw(st.sampled_from((1, 1, 1, 2, 3)))
    methods: tuple[Method, ...] = ("count", "days", "sum")
    method = draw(st.sampled_from(methods))

    nasty = draw(st.sampled_from(NASTY))
    shortest, longest = SPAN[period]
    window = draw(st.integers(shortest, longest))
    first = nasty.day - timedelta(days=draw(st.integers(0, window)))
    day_start = draw(st.one_of(st.sampled_from(nasty.day_starts), st.integers(0, 12)))
    zones = draw(timelines(first, window, nasty))

    def day_near(low: int, high: int) -> st.SearchStrategy[date]:
        return st.integers(low, high).map(lambda offset: first + timedelta(days=offset))

    if method == "sum":
        amounts = [1000, 1, 100, 500, 2500, 50_000]
        positive = [1000, 1, 300, 2000, 5000, 50_000]
    else:
        amounts = [1000, 250, 7000]
        positive = [1000, 1000, 2000, 3000, 1500]
    target = st.sampled_from(positive if goal == "at_least" else [0, *positive])

    step = 1
    if draw(st.booleans()):
        step = {"daily": 1, "weekly": 7, "monthly": 28, "quarterly": 80, "yearly": 200}[period]
    made = [
        draw(logs(zones, first + timedelta(days=offset), day_start, amounts))
        for offset in draw(log_days(window, step * every))
    ]

    schedule = None
    if period == "daily" and every == 1 and draw(st.integers(0, 2)) == 2:
        schedule = tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1))))

    skips = [
        Skip(start, None if days is None else start + timedelta(days=days))
        for start, days in draw(
            st.lists(
                st.tuples(
                    day_near(-3, window + 5),
                    st.one_of(st.integers(0, 12), st.integers(13, 120), st.none()),
                ),
                max_size=3,
            )
        )
    ]

    after = draw(
        st.one_of(
            st.integers(0, window),
            st.integers(-3, window + 5),
            st.integers(window, window + (120 if period in ("daily", "weekly") else 700)),
        )
    )
    return Case(
        method=method,
        period=period,
        every=every,
        goal=goal,
        target=draw(target),
        targets=tuple(
            sorted(
                draw(
                    st.lists(
                        st.tuples(day_near(0, window), target),
                        max_size=2,
                        unique_by=lambda entry: entry[0],
                    )
                )
            )
        ),
        length=draw(st.one_of(st.none(), st.integers(1, 6))),
        grace=draw(st.integers(0, 3)),
        schedule=schedule,
        starts_on=draw(day_near(-5, window // 2)),
        strict=draw(st.booleans()),
        milestones=tuple(sorted(draw(st.sets(st.integers(1, 8), max_size=3)))),
        zones=zones,
        day_start=day_start,
        week_start=draw(st.integers(0, 6)),
        enrolled_at=draw(
            day_near(-3, window // 2).flatmap(lambda d: instants(zones, d, day_start))
        ),
        skips=tuple(skips),
        logs=tuple(made),
        now=draw(instants(zones, first + timedelta(days=after), day_start)),
    )
