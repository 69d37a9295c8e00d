"""Months of days, each with the state of its period; the periods themselves, and the chains."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal

from unbroken.core.amounts import decimal_of
from unbroken.core.chains import chains_of
from unbroken.core.day_states import (
    CalendarPeriod,
    JudgedPeriod,
    StreakDays,
    beside_others,
    together,
)
from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.local_days import Day
from unbroken.core.results import CalendarDay
from unbroken.core.typing import NamedTuple
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.enrolled import Enrolled, enrolled_in, enrolled_in_those, logged_in
from unbroken.store.log_entries import DaySpan, earliest_days, load_entries
from unbroken.store.owners import OwnerRow
from unbroken.store.streaks import load_streaks

_LONGEST = 1461
"""Days of a range: four years."""


class ChainDays(NamedTuple):
    """So many met periods in a row (docs/domain.md 4.7), from the first one's first day on.

    `alive` is one to which the open period may still add.
    """

    first_day: date
    last_day: date
    length: int
    alive: bool


class Month(NamedTuple):
    """The days of a month with those that fill its weeks; by streak id, in the owner's order, the
    periods that touch them, and those of them on which there is a log.
    """

    days: list[CalendarDay]
    periods: dict[str, tuple[CalendarPeriod, ...]]
    logged: dict[str, frozenset[date]]


class Recent(NamedTuple):
    """The states of a streak's last periods, oldest first, and what counted on the present day."""

    states: tuple[str, ...]
    today: Decimal


class _Page(NamedTuple):
    """A streak's days, and how many logs there are on each; it began on `opened_on`."""

    enrolled: Enrolled
    streak: StreakDays
    logs: Mapping[Day, int]
    opened_on: Day


class _Shown(NamedTuple):
    """A range of days, and of each streak the periods that touch it; `of_one` is of one alone."""

    first: Day
    last: Day
    today: Day
    of_one: bool
    found: list[tuple[_Page, list[JudgedPeriod]]]

    def days(self, month: int) -> list[CalendarDay]:
        """Each day of the one streak, or of all together."""
        first, last = self.first, self.last
        if self.of_one and self.found:
            [(page, periods)] = self.found
            return page.streak.days(periods, first, last, month, page.logs)
        beside = [self._beside(*each) for each in self.found]
        return [
            together(
                Day(day),
                (states[day - first] for states in beside),
                sum(page.logs.get(Day(day), 0) for page, _ in self.found),
                month,
                self.today,
            )
            for day in range(first, last + 1)
        ]

    def _beside(self, page: _Page, periods: Iterable[JudgedPeriod]) -> list[str]:
        """The states of a streak's days as they are told beside those of others."""
        states = page.streak.states(periods, self.first, self.last)
        if page.enrolled.is_daily:
            return states
        skipped = page.enrolled.exempt_days()
        return [
            beside_others(state, Day(day), page.opened_on, skipped)
            for day, state in enumerate(states, self.first)
        ]

    def periods(self) -> dict[str, tuple[CalendarPeriod, ...]]:
        """By streak id, in the owner's order."""
        return {
            page.enrolled.streak.id: tuple(each.told() for each in periods)
            for page, periods in self.found
        }

    def logged(self) -> dict[str, frozenset[date]]:
        """By streak id: the days with a log."""
        first, last = self.first, self.last
        return {
            page.enrolled.streak.id: frozenset(
                date.fromordinal(day) for day in page.logs if first <= day <= last
            )
            for page, _ in self.found
        }


def calendar(
    context: Context,
    caller: Caller,
    streak: str | None = None,
    *,
    year: int | None = None,
    month: int | None = None,
) -> list[CalendarDay]:
    """The days of a month (default: the present one) with those that fill its weeks.

    Of one streak, or of all live ones: then `value` is how many of `target` streaks are met.
    """
    with context.store.reading():
        found, number = _month(context, caller, streak, year, month)
        return found.days(number)


def month(
    context: Context,
    caller: Caller,
    streak: str | None = None,
    *,
    year: int | None = None,
    month: int | None = None,
) -> Month:
    """What `calendar` answers, with the periods that touch its days."""
    with context.store.reading():
        found, number = _month(context, caller, streak, year, month)
        return Month(found.days(number), found.periods(), found.logged())


def days(
    context: Context, caller: Caller, streak: str | None, first: date, last: date
) -> list[CalendarDay]:
    """The days of any range, at most four years, of one streak or of all live ones."""
    with context.store.reading():
        return _read(context, context.owner(caller), streak, *_range(first, last)).days(0)


def periods(
    context: Context, caller: Caller, streak: str | None, first: date, last: date
) -> dict[str, tuple[CalendarPeriod, ...]]:
    """By streak id, in the owner's order: the periods that touch a range of days.

    The range is at most four years. Of one streak, or of all live ones.
    """
    with context.store.reading():
        return _read(context, context.owner(caller), streak, *_range(first, last)).periods()


def recent(
    context: Context, caller: Caller, streak_ids: Collection[str], count: int
) -> dict[str, Recent]:
    """By streak id: the last `count` periods, the present one included.

    Streaks that the owner takes no part in are left out.
    """
    with context.store.reading():
        owner = context.owner(caller)
        streaks = load_streaks(context.store)
        shown = {key: each for key, each in streaks.items() if key in streak_ids}
        spans, wanted = [], []
        for each in enrolled_in_those(context, owner, shown):
            grid = each.frame.grid
            last = grid.index_of(each.today)
            last = grid.index_from(each.today) - 1 if last is None else last
            first_day, last_day = grid.first_day(last - count + 1), grid.last_day(last)
            spans.append((first_day, last_day))
            wanted.append((each, first_day, max(last_day, each.today)))
        pages = _pages(context, wanted)
        return {
            page.enrolled.streak.id: Recent(
                tuple(each.state for each in page.streak.periods(*span)),
                decimal_of(page.streak.amounts.get(page.streak.today, 0)),
            )
            for span, page in zip(spans, pages, strict=True)
        }


def chains(context: Context, caller: Caller, streak: str) -> tuple[ChainDays, ...]:
    """Every chain of one streak, oldest first."""
    with context.store.reading():
        owner = context.owner(caller)
        for each in enrolled_in(context, owner, streak):
            grid = each.frame.grid
            entries = load_entries(context.store, each.row.id)
            return tuple(
                ChainDays(
                    date.fromordinal(grid.first_day(chain.first)),
                    date.fromordinal(grid.last_day(chain.last)),
                    chain.length,
                    chain.alive,
                )
                for chain in chains_of(each.frame, entries, each.today)
            )
        return ()


def _range(first: date, last: date) -> tuple[Day, Day]:
    return Day(first.toordinal()), Day(min(last.toordinal(), first.toordinal() + _LONGEST))


def _month(
    context: Context, caller: Caller, streak: str | None, year: int | None, month: int | None
) -> tuple[_Shown, int]:
    """A month (default: the present one) with the days that fill its weeks, and its number."""
    owner = context.owner(caller)
    today = date.fromordinal(context.today(owner))
    is_named = year is not None or month is not None
    year, month = year or today.year, month or today.month
    if is_named and not (1970 <= year <= 2100 and 1 <= month <= 12):
        raise Refusal(ErrorCode.BAD_MONTH, "Name a month from 1970-01 to 2100-12, as 2026-03.")
    first = date(year, month, 1).toordinal()
    last = date(year + month // 12, month % 12 + 1, 1).toordinal() - 1
    first -= (first - 1 - owner.week_start) % 7
    last += 6 - (last - 1 - owner.week_start) % 7
    return _read(context, owner, streak, Day(first), Day(last)), month


def _read(context: Context, owner: OwnerRow, streak: str | None, first: Day, last: Day) -> _Shown:
    """A range of days of one streak, or of all live ones."""
    wanted = [(each, first, last) for each in enrolled_in(context, owner, streak)]
    found = [(page, page.streak.periods(first, last)) for page in _pages(context, wanted)]
    return _Shown(first, last, context.today(owner), streak is not None, found)


def _pages(context: Context, wanted: Collection[tuple[Enrolled, Day, Day]]) -> list[_Page]:
    """Each streak with its logs of the whole periods that touch its range of days."""
    store = context.store
    earliest = earliest_days(store, [each.row.id for each, _, _ in wanted])
    spans, early = [], []
    for each, first, last in wanted:
        grid = each.frame.grid
        low = min(first, grid.first_day(grid.index_from(first)))
        span = DaySpan(each.row.id, low, max(last, grid.last_day(grid.index_from(last))))
        spans.append((each, span))
        day, begins = earliest.get(each.row.id), each.begins()
        if day is not None and day < begins:
            early.append((each, DaySpan(each.row.id, day, begins)))
    before, logged = logged_in(store, early), logged_in(store, spans)
    pages = []
    for each, _, _ in wanted:
        logs, amounts = logged[each.row.id]
        begins = each.begins()
        opened_on = min(begins, earliest.get(each.row.id) or begins)
        if each.row.id in before:
            grid = each.frame.grid
            opening = (grid.first_day(grid.index_from(day)) for day in before[each.row.id].amounts)
            begins = min([begins, *opening])  # of the logs from before none may count
        days = StreakDays(each.frame, amounts, each.today, begins)
        pages.append(_Page(each, days, logs, opened_on))
    return pages
