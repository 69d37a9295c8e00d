"""The days and the periods of streaks, each with its state. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from unbroken.core.amounts import decimal_of
from unbroken.core.exemptions import Exemptions
from unbroken.core.judge_state import Frame
from unbroken.core.local_days import Day
from unbroken.core.results import CalendarDay
from unbroken.core.typing import Final, NamedTuple

MET: Final = "met"
PARTIAL: Final = "partial"
MISSED: Final = "missed"
SKIPPED: Final = "skipped"
OPEN: Final = "open"
FUTURE: Final = "future"
OFF: Final = "off"
NONE: Final = "none"
ASKED: Final = (MET, PARTIAL, MISSED, OPEN)
"""The states of a period that something is asked for in."""


class CalendarPeriod(NamedTuple):
    """A period: its days, both included, its state, its total and its target.

    `target` is None where nothing is asked.
    """

    first_day: date
    last_day: date
    state: str
    value: Decimal
    target: Decimal | None


class JudgedPeriod(NamedTuple):
    """The same as it is judged, in thousandths, and with a target in any case."""

    first: Day
    last: Day
    state: str
    total: int
    target: int

    def told(self) -> CalendarPeriod:
        """The period as it is answered."""
        return CalendarPeriod(
            date.fromordinal(self.first),
            date.fromordinal(self.last),
            self.state,
            decimal_of(self.total),
            None if self.state == NONE else decimal_of(self.target),
        )


class StreakDays(NamedTuple):
    """One streak with what counts on each day of whole periods, in thousandths."""

    frame: Frame
    amounts: Mapping[Day, int]
    today: Day
    begins: Day

    def days(
        self,
        periods: Iterable[JudgedPeriod],
        first: Day,
        last: Day,
        month: int,
        logs: Mapping[Day, int],
    ) -> list[CalendarDay]:
        """Each day with its own value, and its period's state and target; `logs` are how many
        there are on each day, `periods` those that touch the days.
        """
        own, page = self.amounts, []
        for day, (state, target) in enumerate(self._judged_days(periods, first, last), first):
            civil = date.fromordinal(day)
            page.append(
                CalendarDay(
                    civil,
                    state,
                    decimal_of(own.get(Day(day), 0)),
                    None if target is None else decimal_of(target),
                    logs.get(Day(day), 0),
                    civil.month == month,
                )
            )
        return page

    def states(self, periods: Iterable[JudgedPeriod], first: Day, last: Day) -> list[str]:
        """The state of each day: that of its period."""
        return [state for state, _ in self._judged_days(periods, first, last)]

    def _judged_days(
        self, periods: Iterable[JudgedPeriod], first: Day, last: Day
    ) -> list[tuple[str, int | None]]:
        """The state and the target of each day's period; no target where nothing is asked."""
        found: list[tuple[str, int | None]] = [(OFF, None)] * (last - first + 1)
        for each in periods:
            begin, end = max(each.first, first), min(each.last, last)
            told = each.state, None if each.state == NONE else each.target
            found[begin - first : end + 1 - first] = [told] * (end + 1 - begin)
        for day in self.frame.days.void_days():
            if first <= day <= last and self.frame.grid.index_of(day) is not None:
                found[day - first] = (NONE, None)
        return found

    def periods(self, first: Day, last: Day) -> list[JudgedPeriod]:
        """Each period that touches the days from `first` to `last`."""
        return list(self.judged(self.frame.totals(self.amounts), first, last))

    def judged(self, totals: Mapping[int, int], first: Day, last: Day) -> Iterator[JudgedPeriod]:
        """The same where `totals` are what counted in each period."""
        frame = self.frame
        exemptions, rules = frame.exemptions, frame.rules
        target, at_least, voids = rules.target, rules.goal == "at_least", exemptions.has_voids
        for index, begin, end in frame.grid.spans(first, last):
            if voids and exemptions.is_void(index):
                continue
            if rules.targets:
                target = rules.target_on(begin)
            total = totals.get(index, 0)
            is_met = at_least and total >= target
            state = MET if is_met else self._judge(index, begin, end, total, target)
            yield JudgedPeriod(begin, end, state, total, target)

    def _judge(self, period: int, first: Day, last: Day, total: int, target: int) -> str:
        """The state of a period with its days."""
        frame = self.frame
        at_least = frame.rules.goal == "at_least"
        if at_least and total >= target:
            return MET
        if frame.exemptions.covers(period):
            return SKIPPED
        if last < self.begins:
            return NONE
        if not at_least and total > target:
            return MISSED
        if first > self.today:
            return FUTURE
        if last >= self.today:
            return PARTIAL if at_least and total else OPEN
        return MISSED if at_least else MET


def decided_days(days: Iterable[CalendarDay], today: date) -> Iterator[CalendarDay]:
    """Those days of all streaks that are over and ask for something, or are met already."""
    for each in days:
        if each.state == MET or (each.state in (PARTIAL, MISSED) and each.date < today):
            yield each


def beside_others(state: str, day: Day, opened_on: Day, skipped: Exemptions) -> str:
    """The state that a day of a period of several days has beside other streaks.

    Nothing is asked for before the streak began, whatever its first period is, nor on a `skipped`
    day; and an open period asks on none of its days, since none of them has missed it.
    """
    if state not in ASKED:
        return state
    if day < opened_on:
        return NONE
    if state != MET and skipped.covers(day):
        return SKIPPED
    return NONE if state in (OPEN, PARTIAL) else state


def together(day: Day, states: Iterable[str], logs: int, month: int, today: Day) -> CalendarDay:
    """One day of several streaks: `value` of them are met, out of `target` that ask for it.

    Nothing is asked for on a day to come.
    """
    civil = date.fromordinal(day)
    state, met, asked = (FUTURE, 0, 0)
    if day <= today:
        state, met, asked = state_together(Counter(states))
    return CalendarDay(
        civil,
        state,
        Decimal(met),
        Decimal(asked) if asked else None,
        logs,
        civil.month == month,
    )


def state_together(states: Mapping[str, int]) -> tuple[str, int, int]:
    """The state of a day of several streaks, from how many have it in each state; how many of them
    are met, and of how many that ask for it.
    """
    met = states.get(MET, 0)
    asked = sum(states.get(each, 0) for each in ASKED)
    if not asked:
        state = next((each for each in (FUTURE, SKIPPED, OFF) if states.get(each)), NONE)
    elif met == asked:
        state = MET
    elif met or states.get(PARTIAL):
        state = PARTIAL
    else:
        state = OPEN if states.get(OPEN) else MISSED
    return state, met, asked
