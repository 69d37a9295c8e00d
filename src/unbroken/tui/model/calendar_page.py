"""What the calendar shows of one month, as it was read from the engine at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Final, NamedTuple

from unbroken.core.day_states import CalendarPeriod
from unbroken.core.errors import ErrorCode, NotFound
from unbroken.core.instants import instant_of
from unbroken.core.local_days import Day
from unbroken.core.reports import Skip
from unbroken.core.results import CalendarDay, Log, Streak
from unbroken.core.year_review import FIRST_YEAR, YearReview
from unbroken.engine.api import Engine
from unbroken.engine.calendar import ChainDays
from unbroken.engine.day_actions import covers
from unbroken.engine.owner_clock import days_of, end_of_day, today_of, zone_of
from unbroken.engine.urgency import NOW, stand_of

UNKNOWN: Final = ErrorCode.UNKNOWN_STREAK
"""The code of a streak that there is none of."""


class Year(NamedTuple):
    """The days of a year, and what it came to; that is None of a year that has not begun."""

    days: tuple[CalendarDay, ...]
    review: YearReview | None


class CalendarPage(NamedTuple):
    """A month, in whole weeks, of one streak or of all (`streak` None).

    `day_ends_at` is when `today` is over. `periods` are those that touch its days, by streak id in
    the owner's order. `chains` are the one streak's, oldest first. `urgent` are ids of streaks,
    read only where all are shown. `year` is the whole one, where that was asked for. `logged` are
    the days with a log of each of these streaks. `logs` are by local date, oldest first; of all
    streaks at first those of one day alone (`load_logs`).
    """

    version: int
    today: date
    day_ends_at: datetime
    zone: str
    streak: Streak | None
    streaks: Mapping[str, Streak]
    first: date
    days: tuple[CalendarDay, ...]
    periods: Mapping[str, tuple[CalendarPeriod, ...]]
    chains: tuple[ChainDays, ...]
    urgent: frozenset[str]
    logged: Mapping[str, frozenset[date]]
    logs: Mapping[date, tuple[Log, ...]]
    skips: tuple[Skip, ...]
    year: Year | None = None

    @property
    def tied(self) -> bool:
        """Whether it is of one streak whose periods are longer than a day."""
        return self.streak is not None and (
            self.streak.every > 1 or self.streak.aggregation_period != "daily"
        )

    def holds(self, day: date) -> bool:
        """Whether a day lies in the month."""
        return (day.year, day.month) == (self.first.year, self.first.month)

    def day(self, day: date) -> CalendarDay | None:
        """One of its days."""
        at = (day - self.days[0].date).days
        return self.days[at] if 0 <= at < len(self.days) else None

    def own_periods(self) -> tuple[CalendarPeriod, ...]:
        """Those of the one streak."""
        return self.periods.get(self.streak.id, ()) if self.streak is not None else ()

    def span(self, day: date) -> CalendarPeriod | None:
        """The one streak's period that holds a day, where it is longer than a day."""
        return holding(self.own_periods(), day) if self.tied else None

    def chain(self, day: date) -> ChainDays | None:
        """The chain that holds a day's period, or to which the open one may still add."""
        for each in self.chains:
            last = max(each.last_day, self.today) if each.alive else each.last_day
            if each.first_day <= day <= last:
                return each
        return None

    def skip(self, day: date) -> Skip | None:
        """What excuses a day, this view's own skip before the others."""
        found = [each for each in self.skips if covers(each, day)]
        own = self.streak and self.streak.activity_type
        return next((each for each in found if each.activity_type == own), next(iter(found), None))


def holding(periods: Iterable[CalendarPeriod], day: date) -> CalendarPeriod | None:
    """The one among some periods that holds a day."""
    return next((each for each in periods if each.first_day <= day <= each.last_day), None)


def load_calendar(
    engine: Engine,
    activity_type: str | None,
    day: date,
    *,
    year: bool = False,
    known: CalendarPage | None = None,
    streak_id: str | None = None,
) -> CalendarPage:
    """Reads the month that holds `day`, with `year` also its year.

    What does not change with the month is taken from `known`, unless the file or the day is another
    by now; give none where this program has changed something. With `streak_id` that streak is
    meant, whatever its activity type is by now. Raises NotFound (`unknown_streak`) where there is
    no such streak any more.
    """
    version, now, owner = engine.version(), engine.clock(), engine.owner()
    today = today_of(owner, now)
    streaks = {each.id: each for each in engine.streaks()}
    streak = _streak_meant(engine, streaks, activity_type, streak_id)
    key = None if streak is None else streak.activity_type
    month = engine.month(key, year=day.year, month=day.month)
    first, last = month.days[0].date, month.days[-1].date
    kept = known if known and (known.version, known.today) == (version, today) else None
    chains: tuple[ChainDays, ...] = ()
    if key is not None:
        chains = kept.chains if kept else engine.chains(key)
    whole = kept.year if kept and kept.first.year == day.year else None
    return CalendarPage(
        version,
        today,
        end_of_day(days_of(owner), Day(today.toordinal()), instant_of(now)),
        zone_of(owner, now),
        streak,
        MappingProxyType(streaks),
        day.replace(day=1),
        tuple(month.days),
        MappingProxyType(month.periods),
        chains,
        _urgent(engine) if key is None else frozenset(),
        MappingProxyType(month.logged),
        _logs_by_day(engine, None, day, day)
        if key is None
        else _logs_by_day(engine, key, first, last),
        tuple(each for each in engine.skips(key) if key is not None or each.activity_type is None),
        whole or (_load_year(engine, streak, day.year, today) if year else None),
    )


def load_logs(engine: Engine, page: CalendarPage) -> CalendarPage:
    """A page of all streaks with the logs of all its days: there may be thousands."""
    return page._replace(logs=_logs_by_day(engine, None, page.days[0].date, page.days[-1].date))


def _streak_meant(
    engine: Engine, streaks: Mapping[str, Streak], activity_type: str | None, streak_id: str | None
) -> Streak | None:
    if streak_id is None:
        return None if activity_type is None else engine.streak(activity_type)
    if streak_id not in streaks:
        raise NotFound("This streak is not there any more, so its calendar is closed.", UNKNOWN)
    return streaks[streak_id]


def _urgent(engine: Engine) -> frozenset[str]:
    return frozenset(each.streak_id for each in engine.status() if stand_of(each).group == NOW)


def _logs_by_day(
    engine: Engine, activity_type: str | None, first: date, last: date
) -> dict[date, tuple[Log, ...]]:
    logs: dict[date, list[Log]] = {}
    for log in reversed(engine.history(activity_type, first=first, last=last)):
        logs.setdefault(log.local_date, []).append(log)
    return {each: tuple(found) for each, found in logs.items()}


def _load_year(engine: Engine, streak: Streak | None, year: int, today: date) -> Year:
    key = None if streak is None else streak.activity_type
    days = engine.days(key, date(year, 1, 1), date(year, 12, 31))
    told = FIRST_YEAR <= year <= today.year
    return Year(tuple(days), engine.year_review(year, key) if told else None)
