"""Months of days, each with the state of its period; the periods themselves, and the chains."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from unbroken.core.day_states import (
    MISSED,
    NONE,
    OPEN,
    PARTIAL,
    CalendarPeriod,
    StreakDays,
    together,
)
from unbroken.core.errors import Refusal
from unbroken.core.judge_state import Frame
from unbroken.core.local_days import Day
from unbroken.core.results import CalendarDay
from unbroken.engine.context import Desk
from unbroken.engine.enrolment_rows import (
    Enrolled,
    load_all_skips,
    load_enrolments,
    load_entries,
)
from unbroken.engine.owner_rows import Person
from unbroken.engine.streak_rows import Habit, load_habits

__all__ = ["MISSED", "NONE", "OPEN", "PARTIAL", "CalendarPeriod", "Calendars", "ChainDays"]
from unbroken.store.stored_values import stored_day


class ChainDays(NamedTuple):
    """So many met periods in a row (DOMAIN.md 4.7), from the first one's first day on.

    `alive` is one to which the open period may still add.
    """

    first_day: date
    last_day: date
    length: int
    alive: bool


class Recent(NamedTuple):
    """The states of a streak's last periods, oldest first, and what counted on the present day."""

    states: tuple[str, ...]
    today: Decimal


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

    def periods(
        self, streak: str | None, first: date, last: date
    ) -> dict[str, tuple[CalendarPeriod, ...]]:
        """By streak id, in the owner's order: the periods that touch a range of days.

        The range is at most four years. Of one streak, or of all live ones.
        """
        with self.store.reading():
            person = self._me()
            low, high = Day(first.toordinal()), Day(min(last.toordinal(), first.toordinal() + 1461))
            return {
                habit.id: tuple(self._page(habit, person, each, low, high).periods(low, high))
                for habit, each in self._enrolled_in(person, streak)
            }

    def recent(self, streak_ids: Collection[str], count: int) -> dict[str, Recent]:
        """By streak id: the last `count` periods, the present one included.

        Streaks that the owner takes no part in are left out.
        """
        with self.store.reading():
            person, habits = self._me(), load_habits(self.store)
            return {
                each.streak_id: self._recent(habits[each.streak_id], person, each, count)
                for each in load_enrolments(self.store, owner_id=person.id)
                if each.streak_id in streak_ids
            }

    def _recent(self, habit: Habit, person: Person, enrolled: Enrolled, count: int) -> Recent:
        grid = self._frame(habit, person, enrolled).grid
        today = self._judged_on(habit, person, enrolled)
        last = grid.index_of(today)
        last = grid.index_from(today) - 1 if last is None else last
        first_day, last_day = grid.first_day(last - count + 1), grid.last_day(last)
        page = self._page(habit, person, enrolled, first_day, max(last_day, today))
        states = tuple(each.state for each in page.periods(first_day, last_day))
        return Recent(states, page.value_on(today))

    def chains(self, streak: str) -> tuple[ChainDays, ...]:
        """Every chain of one streak, oldest first."""
        from unbroken.core.chains import chains_of

        with self.store.reading():
            person = self._me()
            for habit, each in self._enrolled_in(person, streak):
                frame = self._frame(habit, person, each)
                today = self._judged_on(habit, person, each)
                return tuple(
                    ChainDays(
                        date.fromordinal(frame.grid.first_day(chain.first)),
                        date.fromordinal(frame.grid.last_day(chain.last)),
                        chain.length,
                        chain.alive,
                    )
                    for chain in chains_of(frame, load_entries(self.store, each.id), today)
                )
            return ()

    def _days(
        self, person: Person, streak: str | None, first: Day, last: Day, month: int
    ) -> list[CalendarDay]:
        pages = [
            self._page(habit, person, each, first, last).days(first, last, month)
            for habit, each in self._enrolled_in(person, streak)
        ]
        if streak is not None and pages:
            return pages[0]
        today = self._today(person)
        return [
            together(Day(day), [page[day - first] for page in pages], month, today)
            for day in range(first, last + 1)
        ]

    def _enrolled_in(self, person: Person, streak: str | None) -> list[tuple[Habit, Enrolled]]:
        """The owner's enrolment in one streak, if there is one, or in every live one."""
        if streak is None:
            habits = load_habits(self.store)
            shown = {key: habit for key, habit in habits.items() if habit.status == "live"}
        else:
            found = self._habit(streak)
            shown = {found.id: found}
        return [
            (shown[each.streak_id], each)
            for each in load_enrolments(self.store, owner_id=person.id)
            if each.streak_id in shown
        ]

    def _frame(self, habit: Habit, person: Person, enrolled: Enrolled) -> Frame:
        skips = load_all_skips(self.store, person.id, habit.id)
        return habit.frame(person, skips, enrolled.enrolled_at)

    def _judged_on(self, habit: Habit, person: Person, enrolled: Enrolled) -> Day:
        """The day up to which a streak is judged (DOMAIN.md 2.8)."""
        now = habit.judged_at(self._now())
        return max(person.days.date_at(now), enrolled.state.last_day or Day(0))

    def _page(
        self, habit: Habit, person: Person, enrolled: Enrolled, first: Day, last: Day
    ) -> StreakDays:
        frame = self._frame(habit, person, enrolled)
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
        if earliest is not None and (day := stored_day(earliest)) < begins:
            early = map(frame.counts, load_entries(self.store, enrolled.id, day, begins))
            begins = min([begins, *(grid.first_day(each) for each in early if each is not None)])
        entries = load_entries(self.store, enrolled.id, low, high)
        return StreakDays(frame, entries, self._judged_on(habit, person, enrolled), begins)
