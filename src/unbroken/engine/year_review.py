"""A year in review, of one streak or of all (docs/domain.md 4, the year in review)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property

from unbroken.core.amounts import decimal_of
from unbroken.core.day_states import ASKED, MET, MISSED, beside_others, state_together
from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.instants import instant_of
from unbroken.core.local_days import Day, weekday
from unbroken.core.results import CalendarDay, Streak
from unbroken.core.rules import WEEKDAYS
from unbroken.core.typing import Any, Final
from unbroken.core.year_review import (
    FIRST_YEAR,
    First,
    Won,
    YearFigures,
    YearMonth,
    YearReview,
    YearRun,
    YearStreak,
    YearWeekday,
)
from unbroken.engine.answers.streak import streak_answer
from unbroken.engine.calendar import days
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.enrolled import Enrolled, enrolled_in
from unbroken.engine.lookup import find_streak
from unbroken.engine.progress import rewards
from unbroken.engine.streak_history import DaySums, civil, share_of
from unbroken.engine.streak_years import StreakYears
from unbroken.store.owners import OwnerRow
from unbroken.store.streaks import load_streaks

_BEST: Final = 5
"""Runs that are told."""


class _Span:
    """A year up to a day: the streaks that there were, and the milestones reached in it.

    A period belongs to the year of its last day. `then` are the streaks as they were at the end of
    it, from which come the runs; the order is the same. What is asked for is worked out once.
    """

    def __init__(
        self,
        first: date,
        last: date,
        streaks: list[StreakYears],
        logs: Mapping[Day, int],
        won: list[Won],
        week_start: int,
    ) -> None:
        self.first, self.last = Day(first.toordinal()), Day(last.toordinal())
        self.logs = {day: logs[day] for day in logs if self.first <= day <= self.last}
        """How many each day has."""
        self.streaks = [each for each in streaks if each.touches(self.first, self.last)]
        self.then = [each.up_to(first, last) for each in self.streaks]
        self.won, self._week_start = won, week_start

    @cached_property
    def _logs(self) -> DaySums:
        return DaySums(self.logs)

    @cached_property
    def daily(self) -> Mapping[str, Counter[Day]]:
        """By state, how many periods of one day each day is."""
        found: dict[str, Counter[Day]] = defaultdict(Counter)
        for each in self.streaks:
            if each.is_daily:
                days: dict[str, list[Day]] = defaultdict(list)
                for period in each.periods_on(self.first, self.last):
                    days[period.state].append(period.first)
                for state, those in days.items():
                    found[state].update(those)
        return found

    def met_of(self, first: int, last: int) -> tuple[int, int]:
        """How many periods of all the streaks were met, of how many decided on some days."""
        both = [each.decided.met_of(first, last) for each in self.streaks]
        return sum(met for met, _ in both), sum(asked for _, asked in both)

    @cached_property
    def months(self) -> tuple[YearMonth, ...]:
        """Its months, up to its last day."""
        found, day = [], civil(self.first)
        while day.toordinal() <= self.last:
            following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
            first, last = day.toordinal(), min(following.toordinal() - 1, self.last)
            met, asked = self.met_of(first, last)
            logs = self._logs.between(first, last)
            found.append(YearMonth(day, met, asked, share_of(met, asked), logs))
            day = following
        return tuple(found)

    @cached_property
    def weekdays(self) -> tuple[YearWeekday, ...]:
        """Its weekdays, from the first one of the owner's week on."""
        met = _by_weekday(self.daily[MET])
        asked = met + _by_weekday(self.daily[MISSED])
        logs = _by_weekday(self.logs)
        return tuple(
            YearWeekday(WEEKDAYS[at], met[at], asked[at], share_of(met[at], asked[at]), logs[at])
            for at in ((place + self._week_start) % 7 for place in range(7))
        )

    @cached_property
    def runs(self) -> list[YearRun]:
        """The longest of each streak, the longest of all first, of two as long the later one."""
        found = [
            YearRun(each.streak.activity_type, each.streak.name, *run)
            for each in self.then
            for run in each.runs(_BEST)
        ]
        return sorted(found, key=lambda run: (-run.length, -run.first_day.toordinal()))

    def perfect_days(self) -> int:
        """Days on which every daily streak that counted was met, and one did at least."""
        daily = self.daily
        return sum(
            met == sum(daily[state][day] for state in ASKED) for day, met in daily[MET].items()
        )

    def figures(self, *, alone: bool) -> YearFigures:
        """What it comes to; `alone` of one streak, else of all."""
        met, asked = self.met_of(self.first, self.last)
        total = sum(each.total(self.first, self.last) for each in self.streaks) if alone else 0
        return YearFigures(
            met,
            asked,
            share_of(met, asked),
            sum(self.logs.values()),
            len(self.logs),
            self.runs[0].length if self.runs else 0,
            len(self.won),
            decimal_of(total) if alone else None,
            None if alone else self.perfect_days(),
            _best_month(self.months),
            _best_weekday(self.weekdays),
        )


def year_review(
    context: Context, caller: Caller, year: int | None = None, streak: str | None = None
) -> YearReview:
    """A year (default: the present one) of one streak, or of all that the owner takes part in.

    Raises Refusal for a year that has not begun, or before 1970.
    """
    with context.store.reading():
        owner = context.owner(caller)
        today = civil(context.today(owner))
        year = today.year if year is None else year
        if not FIRST_YEAR <= year <= today.year:
            raise Refusal(ErrorCode.BAD_DATE, f"Name a year from {FIRST_YEAR} to {today.year}.")
        one = None if streak is None else find_streak(context.store, streak)
        key = None if one is None else one.activity_type
        kept, asked = context.kept(), ("year_review", owner.id, today, year, key)
        found: YearReview | None = kept.get(asked)
        if found is None:
            last = min(date(year, 12, 31), today)
            now, before = _spans(context, caller, owner, key, last)
            shown = _days_of_all(now) if key is None else _days_of_one(context, caller, key, now)
            told = None if one is None else streak_answer(one, owner, Day(today.toordinal()))
            found = kept[asked] = _review(told, now, before, shown)
        return found


def _review(
    streak: Streak | None, now: _Span, before: _Span, shown: tuple[CalendarDay, ...]
) -> YearReview:
    alone = streak is not None
    earlier = before.figures(alone=alone)
    return YearReview(
        civil(now.last).year,
        streak,
        civil(now.first),
        civil(now.last),
        now.figures(alone=alone),
        earlier if earlier.asked or earlier.logs else None,
        now.months,
        now.weekdays,
        tuple(now.runs[:_BEST]),
        tuple(sorted(_firsts(now))),
        tuple(now.won),
        () if alone else tuple(_streaks(now, before)),
        shown,
    )


def _spans(
    context: Context, caller: Caller, owner: OwnerRow, streak: str | None, last: date
) -> tuple[_Span, _Span]:
    """The year up to a day, and the same days of the year before; each log is read once."""
    issued = [
        (civil(owner.days.date_at(instant_of(each.reward_issued_at))), each)
        for each in rewards(context, caller, streak)
    ]
    names = {key: each.name for key, each in load_streaks(context.store).items()}
    spans = [(end.replace(month=1, day=1), end) for end in (last, _year_earlier(last))]

    def years(of: Enrolled) -> StreakYears:
        return StreakYears(context.store, owner, of, spans[1][0], spans[0][0], last)

    enrolled = enrolled_in(context, owner, streak, live=False)
    known = list(context.store.readable(enrolled, years, Enrolled.named))
    logs = dict[Day, int]()
    for one in known:
        for day, count in one.logs.items():
            logs[day] = logs.get(day, 0) + count
    found = []
    for first, end in spans:
        won = [
            Won(
                at,
                each.activity_type,
                names[each.streak_id],
                each.milestone_target_value,
                each.title,
            )
            for at, each in issued
            if first <= at <= end
        ]
        found.append(_Span(first, end, known, logs, won, owner.week_start))
    return found[0], found[1]


def _year_earlier(day: date) -> date:
    """The same day of the year before; of a 29 February the 28th."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


def _by_weekday(numbers: Mapping[Day, int]) -> Counter[int]:
    """Numbers of days added up by weekday."""
    found = Counter[int]()
    for day, number in numbers.items():
        found[weekday(day)] += number
    return found


def _best_month(months: Sequence[YearMonth]) -> YearMonth | None:
    """The best of those that ask for half as much as any, or else of all."""
    most = max(each.asked for each in months)
    asking = [each for each in months if each.asked and 2 * each.asked >= most]
    best: YearMonth | None = _best(months, asking)
    return best


def _best_weekday(weekdays: Sequence[YearWeekday]) -> YearWeekday | None:
    """The best of those that ask for anything, or else of all."""
    best: YearWeekday | None = _best(weekdays, [each for each in weekdays if each.asked])
    return best


def _best(found: Sequence[Any], asking: Sequence[Any]) -> Any:
    """The one with the highest share; where none asks for anything, the one with the most logs.

    None where nothing was met, or logged.
    """
    if asking:
        best = max(asking, key=lambda each: (each.share, each.met))
        return best if best.met else None
    best = max(found, key=lambda each: each.logs)
    return best if best.logs else None


def _firsts(span: _Span) -> Iterator[First]:
    """The first logs ever of streaks, and the first periods met, that fall into the year."""
    for each in span.streaks:
        streak = each.streak
        firsts = {"log": each.first_log, "met": each.first_met}
        if streak.goal == "at_most":
            del firsts["log"]
        for kind, day in firsts.items():
            if day is not None and span.first <= day <= span.last:
                yield First(civil(day), kind, streak.activity_type, streak.name)


def _streaks(span: _Span, before: _Span) -> Iterator[YearStreak]:
    """Each streak in which anything was decided or logged, in the owner's order."""
    earlier = {each.streak.id: each for each in before.streaks}
    for each, then in zip(span.streaks, span.then, strict=True):
        met, asked = each.decided.met_of(span.first, span.last)
        logs = each.log_count(span.first, span.last)
        if not asked and not logs:
            continue
        former = earlier.get(each.streak.id)
        runs = then.runs(1)
        yield YearStreak(
            each.streak.activity_type,
            each.streak.name,
            met,
            asked,
            share_of(met, asked),
            None if former is None else share_of(*former.decided.met_of(before.first, before.last)),
            logs,
            runs[0].length if runs else 0,
            each.streak.status == "archived",
        )


def _days_of_one(
    context: Context, caller: Caller, streak: str, span: _Span
) -> tuple[CalendarDay, ...]:
    """The days of one streak, as the calendar has them."""
    page = days(context, caller, streak, civil(span.first), civil(span.last))
    return tuple(day._replace(in_month=True) for day in page)


def _days_of_all(span: _Span) -> tuple[CalendarDay, ...]:
    """The days of all, as the calendar has them: `value` of `target` streaks were met."""
    states = {state: Counter(days) for state, days in span.daily.items()}
    for each in span.streaks:
        if not each.is_daily:
            for period in each.periods_on(span.first, span.last):
                first = max(period.first, span.first)
                for day in map(Day, range(first, min(period.last, span.last) + 1)):
                    state = beside_others(period.state, day, each.opened_on, each.asked)
                    states.setdefault(state, Counter())[day] += 1
    found = []
    for at in map(Day, range(span.first, span.last + 1)):
        state, met, asked = state_together({each: days[at] for each, days in states.items()})
        target = Decimal(asked) if asked else None
        logs = span.logs.get(at, 0)
        found.append(CalendarDay(civil(at), state, Decimal(met), target, logs, True))
    return tuple(found)
