"""What the calendar shows of one month, as it was read from the engine at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from unbroken.core.days import Day, instant_of, moment_of
from unbroken.core.periods import PeriodGrid
from unbroken.core.rules import WEEKDAYS
from unbroken.engine.errors import Refusal
from unbroken.engine.local import days_of, today_of, zone_of
from unbroken.engine.reports import Skip
from unbroken.engine.results import CalendarDay, Log, Recording, Streak
from unbroken.engine.service import Engine

FIRST_DAY: Final = date(1970, 1, 1)
LAST_DAY: Final = date(2100, 12, 31)
_AT_ONCE: Final = 1461


class Span(NamedTuple):
    """A period longer than a day: its days, both included, its state, its total and its target."""

    first: date
    last: date
    state: str
    total: Decimal
    target: Decimal | None


class CalendarPage(NamedTuple):
    """A month, in whole weeks, of one streak or of all (`streak` None).

    `day_ends_at` is when `today` is over. `spans` are the periods that touch its days, where they
    are longer than a day. `year_days` are those of the whole year, where that was asked for.
    `logs` are by local date, oldest first.
    """

    version: int
    today: date
    day_ends_at: datetime
    zone: str
    grace: int
    streak: Streak | None
    streaks: Mapping[str, Streak]
    first: date
    days: tuple[CalendarDay, ...]
    spans: tuple[Span, ...]
    logs: Mapping[date, tuple[Log, ...]]
    skips: tuple[Skip, ...]
    year_days: tuple[CalendarDay, ...] = ()

    def holds(self, day: date) -> bool:
        """Whether a day lies in the month."""
        return (day.year, day.month) == (self.first.year, self.first.month)

    def day(self, day: date) -> CalendarDay | None:
        """One of its days."""
        at = (day - self.days[0].date).days
        return self.days[at] if 0 <= at < len(self.days) else None

    def span(self, day: date) -> Span | None:
        """The period longer than a day that holds a day."""
        return next((each for each in self.spans if each.first <= day <= each.last), None)

    def skip(self, day: date) -> Skip | None:
        """What excuses a day, this view's own skip before the others."""
        found = [each for each in self.skips if covers(each, day)]
        own = self.streak and self.streak.activity_type
        return next((each for each in found if each.activity_type == own), next(iter(found), None))


def covers(skip: Skip, day: date) -> bool:
    """Whether a skip excuses a day."""
    return skip.first_day <= day and (skip.last_day is None or day <= skip.last_day)


def load_calendar(
    engine: Engine,
    activity_type: str | None,
    day: date,
    *,
    year: bool = False,
    known: CalendarPage | None = None,
) -> CalendarPage:
    """Reads the month that holds `day`; with `year` also its year, unless `known` still has it."""
    version, now, owner = engine.version(), engine.clock(), engine.owner()
    today = today_of(owner, now)
    streaks = engine.streaks()
    streak = None if activity_type is None else engine.streak(activity_type)
    days = tuple(engine.calendar(activity_type, year=day.year, month=day.month))
    logs: dict[date, list[Log]] = {}
    for log in reversed(engine.history(activity_type, first=days[0].date, last=days[-1].date)):
        logs.setdefault(log.local_date, []).append(log)
    year_days: tuple[CalendarDay, ...] = ()
    if year:
        fresh = known is not None and (known.version, known.today) == (version, today)
        if known is not None and fresh and known.year_days[:1] and known.first.year == day.year:
            year_days = known.year_days
        else:
            first, last = date(day.year, 1, 1), date(day.year, 12, 31)
            year_days = tuple(engine.days(activity_type, first, last))
    grace = streak.grace_periods if streak and streak.grace_periods is not None else None
    week_start = WEEKDAYS.index(owner.week_start)
    return CalendarPage(
        version,
        today,
        moment_of(days_of(owner).start_of(Day(today.toordinal() + 1))),
        zone_of(owner, now),
        owner.grace_period_days if grace is None else grace,
        streak,
        MappingProxyType({each.id: each for each in (*streaks, *([streak] if streak else ()))}),
        day.replace(day=1),
        days,
        () if streak is None else _spans(engine, streak, days, week_start, today),
        {each: tuple(found) for each, found in logs.items()},
        tuple(
            each
            for each in engine.skips(activity_type)
            if activity_type is not None or each.activity_type is None
        ),
        year_days,
    )


def log_on(engine: Engine, activity_type: str, day: date, amount: str | None) -> Recording:
    """Records an activity for noon of a day, or for now where it is the present day.

    Raises Refusal for a day to come and for one that there never was, besides what `log` refuses.
    """
    owner, now = engine.owner(), engine.clock()
    if day == today_of(owner, now):
        return engine.log(activity_type, amount, new=False)
    moment = engine.moments().on(day)
    if moment is None:
        raise Refusal("in_future", "That day has not come yet.")
    at = datetime.fromisoformat(moment)
    if days_of(owner).date_at(instant_of(at)) != day.toordinal():
        raise Refusal("bad_date", "There was no such day: the clocks were moved past it.")
    return engine.log(activity_type, amount, at=at, new=False)


def turn_skip(engine: Engine, activity_type: str | None, first: date, last: date) -> str:
    """Skips the days from `first` to `last`, or takes the skip back where all of them have it.

    Answers what was done. Raises Refusal where another skip than this view's holds all of them.
    """
    skips = engine.skips(activity_type)
    own = [each for each in skips if each.activity_type == activity_type and each.last_day]
    every = [first + timedelta(each) for each in range((last - first).days + 1)]
    if all(any(covers(skip, day) for skip in own) for day in every):
        engine.unskip(activity_type, first, last)
        return "Not skipped any more"
    wide = [each for each in skips if each.activity_type is None] if activity_type else []
    if all(any(covers(skip, day) for skip in wide) for day in every):
        raise Refusal("skipped", "All streaks skip that; the calendar of all streaks changes it.")
    engine.skip(activity_type, first, last)
    return "Skipped"


def _spans(
    engine: Engine, streak: Streak, days: tuple[CalendarDay, ...], week_start: int, today: date
) -> tuple[Span, ...]:
    """The periods that touch some days, each with the total of all of its days."""
    if streak.aggregation_period == "daily" and streak.every == 1:
        return ()
    starts_on = Day(streak.starts_on.toordinal())
    grid = PeriodGrid(streak.aggregation_period, streak.every, starts_on, week_start)
    found: dict[int, CalendarDay] = {}
    for each in days:
        index = grid.index_of(Day(each.date.toordinal()))
        if index is not None and (index not in found or found[index].state == "none"):
            found[index] = each
    bounds = {
        index: (date.fromordinal(grid.first_day(index)), date.fromordinal(grid.last_day(index)))
        for index in found
    }
    first = max(min(low for low, _ in bounds.values()), FIRST_DAY)
    last = max(min(max(high for _, high in bounds.values()), today), days[-1].date)
    values = {each.date: each.value for each in days}
    for start, end in ((first, days[0].date), (days[-1].date, last)):
        while start < end:
            few = engine.days(streak.activity_type, start, min(start + timedelta(_AT_ONCE), end))
            values |= {each.date: each.value for each in few}
            start += timedelta(_AT_ONCE)
    totals = dict.fromkeys(found, Decimal(0))
    for each_day, value in values.items():
        index = grid.index_of(Day(each_day.toordinal()))
        if value and index in totals:
            totals[index] += value
    return tuple(
        Span(*bounds[index], day.state, totals[index].normalize(), day.target)
        for index, day in sorted(found.items())
    )
