"""A month of days, each with the state of its period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from unbroken.core.amounts import decimal_of
from unbroken.core.days import Day, day_of
from unbroken.core.judging import Frame, LogEntry
from unbroken.engine.desk import Desk
from unbroken.engine.errors import Refusal
from unbroken.engine.people import Person
from unbroken.engine.results import CalendarDay
from unbroken.engine.rulebook import Habit, load_habits
from unbroken.engine.standings import (
    Enrolled,
    load_all_skips,
    load_enrolments,
    load_entries,
)

MET: Final = "met"
PARTIAL: Final = "partial"
MISSED: Final = "missed"
SKIPPED: Final = "skipped"
OPEN: Final = "open"
FUTURE: Final = "future"
OFF: Final = "off"
NONE: Final = "none"


class _Page(NamedTuple):
    """One streak's days from `first` to `last`."""

    frame: Frame
    entries: list[LogEntry]
    today: Day
    begins: Day

    def days(self, first: Day, last: Day, month: int) -> list[CalendarDay]:
        """Each day with its own value and logs, and its period's state and target."""
        rules, grid = self.frame.rules, self.frame.grid
        own: dict[Day, int] = {}
        logs: dict[Day, int] = {}
        totals: dict[int, int] = {}
        for entry in self.entries:
            amount = rules.amount_of(entry.value, entry.day not in own)
            index = self.frame.counts(entry)
            logs[entry.day] = logs.get(entry.day, 0) + 1
            if index is not None:
                own[entry.day] = own.get(entry.day, 0) + amount
                totals[index] = totals.get(index, 0) + amount
        page = []
        for day in map(Day, range(first, last + 1)):
            period = grid.index_of(day)
            total = 0 if period is None else totals.get(period, 0)
            state = self._state(day, period, total)
            target = None
            if period is not None and state not in (OFF, NONE):
                target = decimal_of(self.frame.target_of(period))
            civil = date.fromordinal(day)
            page.append(
                CalendarDay(
                    civil,
                    state,
                    decimal_of(own.get(day, 0)),
                    target,
                    logs.get(day, 0),
                    civil.month == month,
                )
            )
        return page

    def _state(self, day: Day, period: int | None, total: int) -> str:
        if period is None:
            return OFF
        frame = self.frame
        if day in frame.days.void_days():
            return NONE
        target = frame.target_of(period)
        at_least = frame.rules.goal == "at_least"
        if at_least and total >= target:
            return MET
        if frame.excuses.covers(period):
            return SKIPPED
        if frame.grid.last_day(period) < self.begins:
            return NONE
        if not at_least and total > target:
            return MISSED
        if frame.grid.first_day(period) > self.today:
            return FUTURE
        if frame.grid.last_day(period) >= self.today:
            return PARTIAL if at_least and total else OPEN
        return MISSED if at_least else MET


class Calendars(Desk):
    """Months, as whole weeks that begin on the owner's day."""

    def calendar(
        self, streak: str | None = None, *, year: int | None = None, month: int | None = None
    ) -> list[CalendarDay]:
        """The days of a month (default: the present one) with those that fill its weeks.

        Of one streak, or of all live ones: then `value` is how many of `target` streaks are met.
        """
        with self.store.reading():
            person = self._me()
            today = date.fromordinal(self._today(person))
            year, month = year or today.year, month or today.month
            if not (1970 <= year <= 2100 and 1 <= month <= 12):
                raise Refusal("bad_month", "Name a month from 1970-01 to 2100-12, as 2026-03.")
            first = date(year, month, 1).toordinal()
            last = date(year + month // 12, month % 12 + 1, 1).toordinal() - 1
            first -= (first - 1 - person.week_start) % 7
            last += 6 - (last - 1 - person.week_start) % 7
            return self._days(person, streak, Day(first), Day(last), month)

    def days(self, streak: str | None, first: date, last: date) -> list[CalendarDay]:
        """The days of any range, at most four years, of one streak or of all live ones."""
        with self.store.reading():
            low, high = Day(first.toordinal()), Day(min(last.toordinal(), first.toordinal() + 1461))
            return self._days(self._me(), streak, low, high, 0)

    def _days(
        self, person: Person, streak: str | None, first: Day, last: Day, month: int
    ) -> list[CalendarDay]:
        habits = self._habits_shown(streak)
        enrolled = {
            each.streak_id: each
            for each in load_enrolments(self.store, owner_id=person.id)
            if each.streak_id in habits
        }
        pages = [
            self._page(habits[streak_id], person, each, first, last).days(first, last, month)
            for streak_id, each in enrolled.items()
        ]
        if streak is not None and pages:
            return pages[0]
        today = self._today(person)
        return [
            _together(Day(day), [page[day - first] for page in pages], month, today)
            for day in range(first, last + 1)
        ]

    def _habits_shown(self, streak: str | None) -> dict[str, Habit]:
        if streak is not None:
            habit = self._habit(streak)
            return {habit.id: habit}
        return {
            key: habit for key, habit in load_habits(self.store).items() if habit.status == "live"
        }

    def _page(
        self, habit: Habit, person: Person, enrolled: Enrolled, first: Day, last: Day
    ) -> _Page:
        skips = load_all_skips(self.store, person.id, habit.id)
        frame = habit.frame(person, skips, enrolled.enrolled_at)
        grid = frame.grid
        low = min(first, grid.first_day(grid.index_from(first)))
        high = max(last, grid.last_day(grid.index_from(last)))
        earliest = self.store.rows(
            "SELECT MIN(local_date) FROM logs WHERE enrolment_id = ?", (enrolled.id,)
        )[0][0]
        begins = (
            max(habit.starts_on, frame.enrolled_on)
            if habit.goal == "at_most"
            else (habit.starts_on)
        )
        if earliest is not None:
            begins = min(begins, day_of(earliest))
        now = habit.judged_at(self._now())
        today = max(person.days.date_at(now), enrolled.standing.last_day or Day(0))
        entries = load_entries(self.store, enrolled.id, low, high)
        return _Page(frame, entries, today, begins)


def _together(day: Day, days: list[CalendarDay], month: int, today: Day) -> CalendarDay:
    """One day of several streaks: `value` of them are met, out of `target` that ask for it."""
    civil = date.fromordinal(day)
    states = [each.state for each in days]
    asked = [state for state in states if state in (MET, PARTIAL, MISSED, OPEN)]
    met = asked.count(MET)
    if day > today:
        state = FUTURE
    elif not asked:
        state = next((each for each in (FUTURE, SKIPPED, OFF) if each in states), NONE)
    elif met == len(asked):
        state = MET
    elif met or PARTIAL in asked:
        state = PARTIAL
    else:
        state = OPEN if OPEN in asked else MISSED
    return CalendarDay(
        civil,
        state,
        Decimal(met),
        Decimal(len(asked)) if asked else None,
        sum(each.logs for each in days),
        civil.month == month,
    )
