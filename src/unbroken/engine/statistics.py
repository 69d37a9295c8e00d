"""The figures of streaks (docs/domain.md 4, figures): what the numbers of a history say.

Nothing of it is stored: it is worked out when somebody asks for it, of one history at a time,
and known until somebody writes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from unbroken.core.amounts import decimal_of
from unbroken.core.day_states import MET, MISSED, JudgedPeriod
from unbroken.core.figures import (
    Ahead,
    Aim,
    Completion,
    SlipMonth,
    Slips,
    Statistics,
    Stretch,
    WeekdayFigures,
)
from unbroken.core.judge_state import IN_PROGRESS
from unbroken.core.local_days import Day, weekday
from unbroken.core.periods import PeriodGrid
from unbroken.core.rules import WEEKDAYS
from unbroken.core.typing import Any, Final
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.enrolled import Enrolled, enrolled_in
from unbroken.engine.judged_enrolment import load_judged
from unbroken.engine.streak_history import LoggedHistory, check_days, civil, share_of
from unbroken.store.log_entries import load_entries_and_hours

SPANS: Final = (7, 30, 90, 365)
"""Days over which completion is told."""
_BEST: Final = 10
"""Runs that are told."""
_PACE: Final = 90
"""Days whose pace is the present one."""
_AIMS: Final = {"weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year"}
_STRETCHES: Final = ((182, "weekly"), (5 * 366, "monthly"))
"""Up to so many days are told by weeks, by months; more of them by quarters."""


def statistics(
    context: Context,
    caller: Caller,
    streak: str | None = None,
    *,
    first: date | None = None,
    last: date | None = None,
) -> list[Statistics]:
    """The figures of one streak, or of every live one, from `first` to `last`, both included.

    Else from the streak's beginning, up to its present day. What was after `last` is left out.
    Raises Refusal where `first` is after `last` or today.
    """
    with context.store.reading():
        owner = context.owner(caller)
        check_days(first, last, context.today(owner))
        attempts = {}
        for judged in load_judged(context, streak, owner_id=owner.id):
            latest = judged.assessment.attempt
            running = latest is not None and latest.status == IN_PROGRESS
            attempts[judged.streak.id] = latest.value if latest is not None and running else 0

        kept = context.kept()

        def figures(each: Enrolled) -> Statistics:
            key = "statistics", each.row.id, each.today, first, last
            found: Statistics | None = kept.get(key)
            if found is None:
                entries, hours = load_entries_and_hours(context.store, each.row.id)
                told = _Figures(owner, each, entries, first, last, hours=hours)
                found = kept[key] = told.statistics(attempts[each.streak.id])
            return found

        judged_ones = [
            each for each in enrolled_in(context, owner, streak) if each.streak.id in attempts
        ]
        return list(context.store.readable(judged_ones, figures, Enrolled.named))


class _Figures(LoggedHistory):
    """The figures of a history; `hours` are those on the clocks of its logs, log by log."""

    def __init__(self, *history: Any, hours: Sequence[int]) -> None:
        super().__init__(*history)
        self.hours = [
            (entry.day, hour)
            for entry, hour in zip(history[2], hours, strict=True)
            if self.first <= entry.day <= self.today
        ]
        """The local date and the hour of each log that is told."""

    def statistics(self, attempt: int) -> Statistics:
        """All of them; `attempt` is how many periods the one in progress has."""
        met, asked = self.decided.met_of(self.first, self.today)
        kind, stretches = self._stretches()
        return Statistics(
            self.streak.id,
            self.streak.activity_type,
            self.streak.name,
            civil(self.first),
            civil(self.today),
            met,
            asked,
            share_of(met, asked),
            self.strength_on(self.today),
            self.current(),
            self.longest(),
            len(self.hours),
            decimal_of(self.total(self.first, self.today)),
            self.runs(_BEST),
            tuple(self._completions()),
            kind,
            stretches,
            tuple(self._aims()),
            tuple(self._weekdays()),
            self._ahead(attempt) if self.today == self.judged_on else None,
            self._slips() if self.frame.rules.goal == "at_most" else None,
            self.is_early(),
        )

    def _completions(self) -> Iterator[Completion]:
        yield from map(self.completion, SPANS)
        met, asked = self.decided.met_of(self.first, self.today)
        yield Completion(None, met, asked, share_of(met, asked), None)

    def _stretches(self) -> tuple[str, tuple[Stretch, ...]]:
        days = self.today - self.first + 1
        period = next((name for most, name in _STRETCHES if days <= most), "quarterly")
        grid = PeriodGrid(period, 1, self.first, self.owner.week_start)
        found = []
        for index in range(grid.index_from(self.today) + 1):
            first = max(grid.first_day(index), self.first)
            last = min(grid.last_day(index), self.today)
            met, asked = self.decided.met_of(first, last)
            total = self.total(first, last)
            average = decimal_of(round(total / asked)) if asked else None
            strength = self.strength_on(last)
            found.append(
                Stretch(civil(first), civil(last), decimal_of(total), average, met, asked, strength)
            )
        return _AIMS[period], tuple(found)

    def _aims(self) -> Iterator[Aim]:
        """What the present week, month, … ask for, a day's part of each period for each day."""
        own, rules = self.frame.grid, self.frame.rules
        index = own.index_from(self.today)
        longest = own.last_day(index) - own.first_day(index) + 1
        for period, name in _AIMS.items():
            grid = PeriodGrid(period, 1, self.today, self.owner.week_start)
            first, last = grid.first_day(0), grid.last_day(0)
            if last - first + 1 < longest:
                continue
            target = 0.0
            at = own.index_from(max(first, self.begins))
            while (begin := own.first_day(at)) <= last:
                end = own.last_day(at)
                low, high = max(begin, first, self.begins), min(end, last)
                if low <= high:
                    days = self.asked.countable(low, high + 1)
                    target += rules.target_on(begin) * days / (end - begin + 1)
                at += 1
            done = self.total(first, last)
            yield Aim(name, civil(first), civil(last), decimal_of(done), decimal_of(round(target)))

    def _weekdays(self) -> Iterator[WeekdayFigures]:
        totals, met, asked = ([0] * 7 for _ in range(3))
        first_told = self.first
        for day, amount in self.amounts.items():
            if day >= first_told:
                totals[weekday(day)] += amount
        for first, last, state, _, _ in self.periods:
            if first == last >= first_told and state in (MET, MISSED):
                asked[weekday(first)] += 1
                met[weekday(first)] += state == MET
        hours = [[0] * 24 for _ in range(7)]
        for day, hour in self.hours:
            hours[weekday(day)][hour] += 1
        for place in range(7):
            at = (place + self.owner.week_start) % 7
            by_hour = tuple(hours[at])
            yield WeekdayFigures(
                WEEKDAYS[at], sum(by_hour), decimal_of(totals[at]), met[at], asked[at], by_hour
            )

    def _ahead(self, attempt: int) -> Ahead | None:
        reached = [each for each in self.streak.milestones if each.milestone_target_value > attempt]
        following = min(reached, key=lambda each: each.milestone_target_value, default=None)
        if following is None:
            return None
        left = following.milestone_target_value - attempt
        days = min(_PACE, self.today - self.begins + 1)
        met, _ = self.decided.met_of(self.today - _PACE + 1, self.today)
        wanted = -(-left * days // met) if met else None
        return Ahead(following.milestone_target_value, following.title, left, wanted)

    def _slips(self) -> Slips:
        days = [day for day in map(self._slip, self.periods) if day is not None]
        edges = [self.begins - 1, *days, self.today + 1]
        gaps = [after - before - 1 for before, after in pairwise(edges)]
        shown = [day for day in days if day >= self.first]
        last = days[-1] if days else None
        months: Counter[date] = Counter(civil(day).replace(day=1) for day in shown)
        return Slips(
            None if last is None else civil(last),
            None if last is None else self.today - last,
            max(gaps),
            tuple(SlipMonth(*each) for each in _every_month(months, self.first, self.today)),
        )

    def _slip(self, period: JudgedPeriod) -> Day | None:
        """The day on which a period went above its target; None where it did not."""
        if period.state != MISSED:
            return None
        total = 0
        for day in range(period.first, period.last + 1):
            total += self.amounts.get(Day(day), 0)
            if total > period.target:
                return Day(day)
        return None


def _every_month(counts: Mapping[date, int], first: Day, last: Day) -> Iterator[tuple[date, int]]:
    grid = PeriodGrid("monthly", 1, first)
    for index in range(grid.index_from(last) + 1):
        month = civil(grid.first_day(index))
        yield month, counts.get(month, 0)
